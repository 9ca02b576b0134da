import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { ServiceDiscoveryPrivateDnsNamespace } from "@cdktf/provider-aws/lib/service-discovery-private-dns-namespace";
import { Construct } from "constructs";
import type { Deployment } from "../../deployment";
import type { Workspace } from "../../migration/workspaces";
import { callsOf, HOST, LOAD_BALANCER } from "../../model/calls";
import { physicalName } from "../../model/naming";
import { Bucket } from "../../modules/bucket";
import { EcsCluster } from "../../modules/ecs-cluster";
import { EncryptionKey } from "../../modules/encryption-key";
import { LoadBalancer } from "../../modules/load-balancer";
import { Network } from "../../modules/network";
import { SecurityGroups } from "../../modules/security-groups";
import { foundationOutputs as out } from "../outputs";
import { AwsWorkspaceStack } from "../workspace-stack";
import { logGroupName, namespaceName } from "../aws-names";
import { ownRoutes } from "./routes";
import { FoundationSecrets } from "./secrets";
import { FoundationStores } from "./stores";

/** What one environment's AWS workspaces share and what holds data. Nothing in it knows about phases. */
export class FoundationStack extends AwsWorkspaceStack {
  private readonly key: EncryptionKey;
  private readonly network: Network;
  private readonly groups: SecurityGroups;

  constructor(scope: Construct, workspace: Workspace, deployment: Deployment) {
    super(scope, workspace, deployment);
    const name = physicalName("other", ...this.words());
    this.key = new EncryptionKey(this, "key", { name, account: this.aws.account, region: this.aws.region });
    this.network = new Network(this, "network", { name, region: this.aws.region, ...this.aws.network });
    this.groups = this.securityGroups();
    this.door();
    const secrets = new FoundationSecrets(this, "secrets", this.key.arn);
    const stores = new FoundationStores(this, "stores", {
      network: this.network,
      groups: this.groups,
      kmsKeyArn: this.key.arn,
      secrets,
    });
    secrets.compose(stores);
    this.cluster();
    this.logs();
    this.bundleBucket();
    this.publishNetwork();
  }

  private get hasHost(): boolean {
    return this.environment.target === "ec2-compose";
  }

  private securityGroups(): SecurityGroups {
    const { services, tasks, stores } = this.platform;
    const own = Object.entries(services).filter(([, { alongside }]) => alongside === undefined);
    const labels = [
      LOAD_BALANCER,
      ...(this.hasHost ? [HOST] : []),
      ...own.map(([service]) => service),
      ...Object.keys(tasks),
      ...Object.keys(stores).filter((store) => stores[store]?.kind !== "bucket"),
    ].sort();
    return new SecurityGroups(this, "security", {
      vpcId: this.network.vpcId,
      groups: Object.fromEntries(
        labels.map((label) => [
          label,
          {
            name: physicalName("securityGroup", ...this.words(label)),
            description: `${label} of ${this.words().join("-")}`,
          },
        ]),
      ),
      calls: callsOf({
        platform: this.platform,
        edge: this.environment.edge.kind,
        proxy: this.environment.edge.proxy,
        host: this.hasHost,
      }),
    });
  }

  private door(): void {
    const { certificateArn, idleTimeoutSec } = this.environment.edge;
    if (!certificateArn) throw new Error("an edge without a certificate passed the checks");
    const balancer = new LoadBalancer(this, "load-balancer", {
      name: physicalName("loadBalancer", ...this.words()),
      subnetIds: this.network.subnetIds.public,
      securityGroupId: this.groups.idOf(LOAD_BALANCER),
      certificateArn,
      idleTimeoutSec,
      dependsOn: this.network.ready,
    });
    ownRoutes(new Construct(this, "routes"), balancer.listenerArn, this.deployment);
    this.outputs.publish(out.listenerArn, balancer.listenerArn);
    this.outputs.publish(out.loadBalancerDnsName, balancer.dnsName);
  }

  private cluster(): void {
    const cluster = new EcsCluster(this, "cluster", { name: physicalName("other", ...this.words()) });
    const namespace = new ServiceDiscoveryPrivateDnsNamespace(this, "namespace", {
      name: namespaceName(this.environment),
      description: `Addresses of ${this.words().join("-")}, one per service and place`,
      vpc: this.network.vpcId,
    });
    this.outputs.publish(out.clusterArn, cluster.arn);
    this.outputs.publish(out.clusterName, cluster.name);
    this.outputs.publish(out.namespaceId, namespace.id);
  }

  /** One group for each thing that writes, whoever runs it: a move does not tear its log in two. */
  private logs(): void {
    const scope = new Construct(this, "logs");
    const { services, jobs, tasks } = this.platform;
    for (const name of Object.keys({ ...services, ...jobs, ...tasks }).sort()) {
      const group = new CloudwatchLogGroup(scope, name, {
        name: logGroupName(this.environment, name),
        retentionInDays: this.environment.logRetentionDays,
        kmsKeyId: this.key.arn,
      });
      this.outputs.publish(out.logGroupName(name), group.name);
    }
  }

  private bundleBucket(): void {
    if (!this.hasHost) return;
    const bucket = new Bucket(this, "bundle", {
      name: physicalName("bucket", ...this.words("bundle", this.aws.account)),
      kmsKeyArn: this.key.arn,
    });
    this.outputs.publish(out.bundleBucket, bucket.name);
  }

  private publishNetwork(): void {
    this.outputs.publish(out.vpcId, this.network.vpcId);
    this.outputs.publish(out.privateSubnetIds, this.network.subnetIds.private);
    this.outputs.publish(out.kmsKeyArn, this.key.arn);
    if (this.hasHost) this.outputs.publish(out.hostSecurityGroupId, this.groups.idOf(HOST));
    const { services, tasks } = this.platform;
    const own = Object.keys(services).filter((service) => services[service]?.alongside === undefined);
    for (const label of [...own, ...Object.keys(tasks)]) {
      this.outputs.publish(out.securityGroupId(label), this.groups.idOf(label));
    }
  }
}
