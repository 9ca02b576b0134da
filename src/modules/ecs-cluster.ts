import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { DataAwsEcsCluster } from "@cdktf/provider-aws/lib/data-aws-ecs-cluster";
import { EcsCluster as Cluster } from "@cdktf/provider-aws/lib/ecs-cluster";
import { EcsClusterCapacityProviders } from "@cdktf/provider-aws/lib/ecs-cluster-capacity-providers";
import { Construct } from "constructs";

/** Where tasks run. */
export interface ClusterRef {
  readonly arn: string;
  readonly name: string;
}

export interface EcsClusterProps {
  readonly name: string;
  readonly kmsKeyArn: string;
  /** What is typed in the shells that operators open. */
  readonly execLog: { readonly name: string; readonly retentionDays: number };
}

/** Where tasks run: measured by Container Insights, its disks and shells under our key, every shell in a log. */
export class EcsCluster extends Construct implements ClusterRef {
  readonly arn: string;
  readonly name: string;
  readonly resource: Cluster;

  constructor(scope: Construct, id: string, { name, kmsKeyArn, execLog }: EcsClusterProps) {
    super(scope, id);
    const log = new CloudwatchLogGroup(this, "exec-log", {
      name: execLog.name,
      retentionInDays: execLog.retentionDays,
      kmsKeyId: kmsKeyArn,
    });
    this.resource = new Cluster(this, "Resource", {
      name,
      setting: [{ name: "containerInsights", value: "enhanced" }],
      configuration: {
        executeCommandConfiguration: {
          kmsKeyId: kmsKeyArn,
          logging: "OVERRIDE",
          logConfiguration: { cloudWatchEncryptionEnabled: true, cloudWatchLogGroupName: log.name },
        },
        managedStorageConfiguration: { fargateEphemeralStorageKmsKeyId: kmsKeyArn },
      },
    });
    this.arn = this.resource.arn;
    this.name = this.resource.name;
  }

  /** All providers of a cluster are one resource, so those of ours are named here with Fargate's. */
  capacity(own: readonly string[]): void {
    new EcsClusterCapacityProviders(this, "capacity", {
      clusterName: this.resource.name,
      capacityProviders: ["FARGATE", "FARGATE_SPOT", ...own],
      // What says nothing itself, such as a task that somebody starts by hand, is never interrupted.
      defaultCapacityProviderStrategy: [{ capacityProvider: "FARGATE", base: 0, weight: 1 }],
    });
  }
}

/** A cluster that others made and run: looked at in every plan, and never changed. */
export class AdoptedCluster extends Construct implements ClusterRef {
  readonly arn: string;
  readonly name: string;

  constructor(scope: Construct, id: string, { name }: { readonly name: string }) {
    super(scope, id);
    const cluster = new DataAwsEcsCluster(this, "Resource", {
      clusterName: name,
      lifecycle: {
        postcondition: [
          {
            condition: '${self.status == "ACTIVE"}',
            errorMessage: `adopt.cluster: the cluster ${name} is not ACTIVE in this account and region; make it, or remove the line`,
          },
        ],
      },
    });
    this.arn = cluster.arn;
    this.name = cluster.clusterName;
  }
}
