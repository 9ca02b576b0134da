import { ServiceDiscoveryPrivateDnsNamespace } from "@cdktf/provider-aws/lib/service-discovery-private-dns-namespace";
import { physicalName } from "../../model/naming";
import { EcsCluster } from "../../modules/ecs-cluster";
import type { Network } from "../../modules/network";
import { namespaceName } from "../aws-names";
import { foundationOutputs as out } from "../outputs";
import type { FoundationStack } from "./stack";

export interface ClusterProps {
  readonly network: Network;
  readonly kmsKeyArn: string;
}

/** Where tasks run, and the private zone that has their addresses. */
export function foundationCluster(stack: FoundationStack, { network }: ClusterProps): EcsCluster {
  const cluster = new EcsCluster(stack, "cluster", { name: physicalName("other", ...stack.words()) });
  const namespace = new ServiceDiscoveryPrivateDnsNamespace(stack, "namespace", {
    name: namespaceName(stack.environment),
    description: `Addresses of ${stack.words().join("-")}, one per service and place`,
    vpc: network.vpcId,
  });
  stack.outputs.publish(out.clusterArn, cluster.arn);
  stack.outputs.publish(out.clusterName, cluster.name);
  stack.outputs.publish(out.namespaceId, namespace.id);
  return cluster;
}
