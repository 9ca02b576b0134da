import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
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
  readonly logRetentionDays: number;
  /** A snapshot that a new group begins with; looked at when it is made, never again. @default - empty */
  readonly snapshot?: string | undefined;
}

/** UTC, apart from each other. */
const SNAPSHOT_WINDOW = "01:00-02:00";
const MAINTENANCE_WINDOW = "sun:04:30-sun:05:30";

const LOGS = ["slow-log", "engine-log"] as const;

/**
 * What the engine may not fill with data, per cent: a snapshot or a new copy needs it. Small machines that burst need
 * more. Source: AWS, ElastiCache, "Managing reserved memory" and "Ensuring you have enough memory to make a snapshot".
 */
const reservedMemoryPercent = (nodeType: string): number =>
  /\.t\d\w*\.micro$/.test(nodeType) ? 50 : /\.t\d\w*\.small$/.test(nodeType) ? 30 : 25;

/** Redis as a replication group of one shard: encrypted both ways, in the data subnets, with what it evicts said aloud. */
export class Cache extends Construct {
  readonly host: string;
  readonly arn: string;
  readonly replicationGroupId: string;
  /** Its nodes as CloudWatch names them: the group's id and three digits. Source: AWS, ElastiCache, replication groups. */
  readonly members: readonly string[];
  readonly nodeType: string;

  constructor(scope: Construct, id: string, props: CacheProps) {
    super(scope, id);
    const subnets = new ElasticacheSubnetGroup(this, "subnets", { name: props.name, subnetIds: [...props.subnetIds] });
    const spread = props.replicas > 0;
    const group = new ElasticacheReplicationGroup(this, "Resource", {
      replicationGroupId: props.name,
      description: `Queues and sessions of ${props.name}`,
      engine: "redis",
      engineVersion: props.version,
      nodeType: props.nodeType,
      // One shard: scripts that touch several keys at once, and KEYS, answer wrongly or not at all with more.
      clusterMode: "disabled",
      numCacheClusters: props.replicas + 1,
      automaticFailoverEnabled: spread,
      multiAzEnabled: props.multiAz,
      parameterGroupName: this.parameters(props),
      port: 6379,
      subnetGroupName: subnets.name,
      securityGroupIds: [props.securityGroupId],
      atRestEncryptionEnabled: "true",
      kmsKeyId: props.kmsKeyArn,
      transitEncryptionEnabled: true,
      transitEncryptionMode: "required",
      authToken: props.authToken,
      // The token before stays good until the next one comes: running tasks keep their connections and can reconnect.
      authTokenUpdateStrategy: "ROTATE",
      snapshotRetentionLimit: props.backupDays,
      snapshotWindow: SNAPSHOT_WINDOW,
      maintenanceWindow: MAINTENANCE_WINDOW,
      finalSnapshotIdentifier: `${props.name}-final`,
      autoMinorVersionUpgrade: "true",
      applyImmediately: false,
      logDeliveryConfiguration: this.logs(props).map(({ name }, index) => ({
        destination: name,
        destinationType: "cloudwatch-logs",
        logFormat: "json",
        logType: LOGS[index] as string,
      })),
      ...(props.snapshot !== undefined && { snapshotName: props.snapshot }),
      // Where it came from is asked once: a line that is added or removed later must not make another group.
      lifecycle: { preventDestroy: true, ignoreChanges: ["snapshot_name"] },
    });
    this.host = group.primaryEndpointAddress;
    this.arn = group.arn;
    this.replicationGroupId = group.replicationGroupId;
    this.members = Array.from(
      { length: props.replicas + 1 },
      (_, index) => `${group.replicationGroupId}-${String(index + 1).padStart(3, "0")}`,
    );
    this.nodeType = props.nodeType;
  }

  /** The family is part of the name: another one replaces the group, and both must live while the engine changes over. */
  private parameters({ name, version, eviction, nodeType }: CacheProps): string {
    const family = `redis${version.split(".")[0]}`;
    const group = new ElasticacheParameterGroup(this, "parameters", {
      name: `${name}-${family}`,
      description: `${family}, ${eviction}, of ${name}`,
      family,
      parameter: [
        { name: "maxmemory-policy", value: eviction },
        { name: "reserved-memory-percent", value: String(reservedMemoryPercent(nodeType)) },
      ],
      lifecycle: { createBeforeDestroy: true },
    });
    return group.name;
  }

  /** The prefix keeps many groups from filling the one resource policy that lets AWS write into them. */
  private logs({ name, logRetentionDays, kmsKeyArn }: CacheProps): CloudwatchLogGroup[] {
    return LOGS.map(
      (log) =>
        new CloudwatchLogGroup(this, log, {
          name: `/aws/vendedlogs/elasticache/${name}/${log}`,
          retentionInDays: logRetentionDays,
          kmsKeyId: kmsKeyArn,
        }),
    );
  }
}
