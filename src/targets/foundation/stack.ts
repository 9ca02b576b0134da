import type { Construct } from "constructs";
import type { Deployment } from "../../deployment";
import type { Workspace } from "../../migration/workspaces";
import { LOAD_BALANCER } from "../../model/calls";
import { physicalName } from "../../model/naming";
import { Bucket } from "../../modules/bucket";
import { EncryptionKey } from "../../modules/encryption-key";
import { clusterName } from "../aws-names";
import { foundationOutputs as out } from "../outputs";
import { AwsWorkspaceStack } from "../workspace-stack";
import { AdoptedStores } from "./adopted";
import { foundationAlarms } from "./alarms";
import { foundationBackups } from "./backups";
import { foundationCluster } from "./cluster";
import { adoptedDoor, foundationEdge } from "./edge";
import { foundationHost } from "./host";
import { foundationLogs } from "./logs";
import { endpoints, foundationNetwork, publishNetwork, securityGroups } from "./network";
import { foundationScraping } from "./scraping";
import { FoundationSecrets } from "./secrets";
import { FoundationStores } from "./stores";

/** What one environment's AWS workspaces share and what holds data. Nothing in it knows about phases. */
export class FoundationStack extends AwsWorkspaceStack {
  constructor(scope: Construct, workspace: Workspace, deployment: Deployment) {
    super(scope, workspace, deployment);
    const { account, region } = this.aws;
    const key = new EncryptionKey(this, "key", {
      name: physicalName("other", ...this.words()),
      account,
      region,
      fargateCluster: clusterName(this.environment),
    });
    const network = foundationNetwork(this, key.arn);
    const door = adoptedDoor(this, network);
    const adopted = new AdoptedStores(this, "adopted", network.vpcId);
    const groups = securityGroups(this, network, {
      ...adopted.groups,
      ...(door && { [LOAD_BALANCER]: { id: door.securityGroupId, takesRules: false } }),
    });
    endpoints(this, network, groups);
    const edge = foundationEdge(this, { network, groups, kmsKeyArn: key.arn, adopted: door });
    const secrets = new FoundationSecrets(this, "secrets", key.arn);
    const stores = new FoundationStores(this, "stores", { network, groups, kmsKeyArn: key.arn, secrets, adopted });
    secrets.compose(stores);
    const cluster = foundationCluster(this, { network, groups, kmsKeyArn: key.arn });
    foundationLogs(this, key.arn);
    this.bundleBucket(key.arn, stores.accessLogs);
    const hostDisk = foundationHost(this, { network, kmsKeyArn: key.arn });
    foundationBackups(this, { stores, hostDisk, kmsKeyArn: key.arn });
    foundationScraping(this, groups);
    foundationAlarms(this, { network, edge, stores, cluster, kmsKeyArn: key.arn });
    this.outputs.publish(out.kmsKeyArn, key.arn);
    publishNetwork(this, network, groups);
  }

  /** Does a compose host run any of it, now or before it moves? */
  get hasHost(): boolean {
    return this.environment.target === "ec2-compose";
  }

  private bundleBucket(kmsKeyArn: string, accessLogs: Bucket): void {
    if (!this.hasHost) return;
    const bucket = new Bucket(this, "bundle", {
      name: physicalName("bucket", ...this.words("bundle", this.aws.account)),
      kmsKeyArn,
      accessLogs,
    });
    this.outputs.publish(out.bundleBucket, bucket.name);
  }
}
