import { EcsCluster as Cluster } from "@cdktf/provider-aws/lib/ecs-cluster";
import { EcsClusterCapacityProviders } from "@cdktf/provider-aws/lib/ecs-cluster-capacity-providers";
import { Construct } from "constructs";

/** Where tasks run: Fargate, measured by Container Insights. */
export class EcsCluster extends Construct {
  readonly arn: string;
  readonly name: string;

  constructor(scope: Construct, id: string, props: { readonly name: string }) {
    super(scope, id);
    const cluster = new Cluster(this, "Resource", {
      name: props.name,
      setting: [{ name: "containerInsights", value: "enhanced" }],
    });
    new EcsClusterCapacityProviders(this, "capacity", {
      clusterName: cluster.name,
      capacityProviders: ["FARGATE", "FARGATE_SPOT"],
    });
    this.arn = cluster.arn;
    this.name = cluster.name;
  }
}
