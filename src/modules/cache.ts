import { ElasticacheParameterGroup } from "@cdktf/provider-aws/lib/elasticache-parameter-group";
import { ElasticacheReplicationGroup } from "@cdktf/provider-aws/lib/elasticache-replication-group";
import { ElasticacheSubnetGroup } from "@cdktf/provider-aws/lib/elasticache-subnet-group";
import { Construct } from "constructs";

export interface CacheProps {
  readonly name: string;
  /** As ElastiCache names it: `7.1`. */
  readonly version: string;
  readonly eviction: string;
  /** ElastiCache takes no write-only token, so this one value is in Terraform's state (docs/secrets.md). */
  readonly authToken: string;
  readonly nodeType: string;
  readonly replicas: number;
  readonly multiAz: boolean;
  readonly backupDays: number;
  readonly subnetIds: readonly string[];
  readonly securityGroupId: string;
  readonly kmsKeyArn: string;
}

/** Redis as a replication group of one shard: encrypted both ways, in the data subnets, with what it evicts said aloud. */
export class Cache extends Construct {
  readonly host: string;
  /** Its nodes as CloudWatch names them: the group's id and three digits. Source: AWS, ElastiCache, replication groups. */
  readonly members: readonly string[];
  readonly nodeType: string;

  constructor(scope: Construct, id: string, props: CacheProps) {
    super(scope, id);
    const subnets = new ElasticacheSubnetGroup(this, "subnets", { name: props.name, subnetIds: [...props.subnetIds] });
    const parameters = new ElasticacheParameterGroup(this, "parameters", {
      name: props.name,
      family: `redis${props.version.split(".")[0]}`,
      parameter: [{ name: "maxmemory-policy", value: props.eviction }],
    });
    const spread = props.replicas > 0;
    const group = new ElasticacheReplicationGroup(this, "Resource", {
      replicationGroupId: props.name,
      description: `Queues and sessions of ${props.name}`,
      engine: "redis",
      engineVersion: props.version,
      nodeType: props.nodeType,
      numCacheClusters: props.replicas + 1,
      automaticFailoverEnabled: spread,
      multiAzEnabled: props.multiAz,
      parameterGroupName: parameters.name,
      port: 6379,
      subnetGroupName: subnets.name,
      securityGroupIds: [props.securityGroupId],
      atRestEncryptionEnabled: "true",
      kmsKeyId: props.kmsKeyArn,
      transitEncryptionEnabled: true,
      authToken: props.authToken,
      authTokenUpdateStrategy: "ROTATE",
      snapshotRetentionLimit: props.backupDays,
      finalSnapshotIdentifier: `${props.name}-final`,
      autoMinorVersionUpgrade: "true",
      applyImmediately: false,
      lifecycle: { preventDestroy: true },
    });
    this.host = group.primaryEndpointAddress;
    this.members = Array.from(
      { length: props.replicas + 1 },
      (_, index) => `${group.replicationGroupId}-${String(index + 1).padStart(3, "0")}`,
    );
    this.nodeType = props.nodeType;
  }
}
