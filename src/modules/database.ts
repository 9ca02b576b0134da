import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { DbInstance } from "@cdktf/provider-aws/lib/db-instance";
import { DbParameterGroup } from "@cdktf/provider-aws/lib/db-parameter-group";
import { DbSubnetGroup } from "@cdktf/provider-aws/lib/db-subnet-group";
import { Construct } from "constructs";
import { Role } from "./role";

/** What a new instance begins with, instead of being empty. */
export type DatabaseOrigin =
  | { readonly snapshot: string }
  /** By identifier, or, for one that is gone, by resource id or the ARN of its automated backups; UTC time. */
  | { readonly instance: string; readonly to?: string | undefined };

export interface DatabaseProps {
  readonly name: string;
  readonly version: string;
  readonly database: string;
  readonly user: string;
  /** A reference to an ephemeral value: it is written and never kept. */
  readonly password: string;
  /** A new number writes the password again. */
  readonly passwordVersion: number;
  readonly maxConnections: number;
  readonly subnetIds: readonly string[];
  readonly securityGroupId: string;
  readonly kmsKeyArn: string;
  readonly instanceClass: string;
  readonly storageGiB: number;
  readonly maxStorageGiB: number;
  readonly multiAz: boolean;
  readonly backupDays: number;
  readonly logRetentionDays: number;
  readonly account: string;
  readonly region: string;
  /** Of the role that writes the operating system's figures. */
  readonly monitoringRoleName: string;
  /** Looked at when the instance is made, never again. @default - empty */
  readonly origin?: DatabaseOrigin | undefined;
}

/** A statement that takes this long is worth a line in the log. */
const SLOW_STATEMENT_MS = 1000;

/** UTC. Neither may reach into the other; the vault's own copies are made apart from both. */
const BACKUP_WINDOW = "02:00-02:45";
const MAINTENANCE_WINDOW = "sun:03:30-sun:04:30";

const LOGS = ["postgresql", "upgrade"] as const;

/** Postgres on RDS: encrypted, in the data subnets, TLS alone, watched, never destroyed by a plan. */
export class Database extends Construct {
  readonly host: string;
  readonly arn: string;
  readonly identifier: string;
  readonly parameterGroupName: string;
  readonly subnetGroupName: string;
  readonly instanceClass: string;
  readonly storageGiB: number;

  constructor(scope: Construct, id: string, props: DatabaseProps) {
    super(scope, id);
    const subnets = new DbSubnetGroup(this, "subnets", { name: props.name, subnetIds: [...props.subnetIds] });
    this.subnetGroupName = subnets.name;
    this.parameterGroupName = this.parameters(props);
    const monitoring = this.monitoringRole(props);
    const instance = new DbInstance(this, "Resource", {
      identifier: props.name,
      engine: "postgres",
      engineVersion: props.version,
      instanceClass: props.instanceClass,
      allocatedStorage: props.storageGiB,
      maxAllocatedStorage: props.maxStorageGiB,
      storageType: "gp3",
      storageEncrypted: true,
      kmsKeyId: props.kmsKeyArn,
      // What is restored brings its databases along.
      ...(!props.origin && { dbName: props.database }),
      username: props.user,
      passwordWo: props.password,
      passwordWoVersion: props.passwordVersion,
      iamDatabaseAuthenticationEnabled: true,
      caCertIdentifier: "rds-ca-rsa2048-g1",
      dbSubnetGroupName: subnets.name,
      vpcSecurityGroupIds: [props.securityGroupId],
      publiclyAccessible: false,
      multiAz: props.multiAz,
      parameterGroupName: this.parameterGroupName,
      backupRetentionPeriod: props.backupDays,
      backupWindow: BACKUP_WINDOW,
      maintenanceWindow: MAINTENANCE_WINDOW,
      copyTagsToSnapshot: true,
      deleteAutomatedBackups: false,
      deletionProtection: true,
      skipFinalSnapshot: false,
      finalSnapshotIdentifier: `${props.name}-final`,
      // The older pair of arguments is what scanners and the free tier of insights still ask for.
      databaseInsightsMode: "standard",
      performanceInsightsEnabled: true,
      performanceInsightsKmsKeyId: props.kmsKeyArn,
      performanceInsightsRetentionPeriod: 7,
      monitoringInterval: 60,
      monitoringRoleArn: monitoring.arn,
      enabledCloudwatchLogsExports: [...LOGS],
      autoMinorVersionUpgrade: true,
      // A major version, and whatever restarts the server, is somebody's decision. No blue_green_update: with it the
      // provider writes a new password to a green copy, which Postgres refuses (hashicorp/terraform-provider-aws #46544).
      allowMajorVersionUpgrade: false,
      applyImmediately: false,
      ...originOf(props.origin),
      // Where it came from is asked once: a line that is added or removed later must not make another instance.
      lifecycle: { preventDestroy: true, ignoreChanges: ["snapshot_identifier", "restore_to_point_in_time"] },
      dependsOn: [...this.logs(props), ...monitoring.ready],
    });
    this.host = instance.address;
    this.arn = instance.arn;
    this.identifier = instance.identifier;
    this.instanceClass = props.instanceClass;
    this.storageGiB = props.storageGiB;
  }

  private parameters({ name, version, maxConnections }: DatabaseProps): string {
    const group = new DbParameterGroup(this, "parameters", {
      namePrefix: `${name}-`,
      family: `postgres${version}`,
      // RDS reports a value that is the default as pending-reboot, whatever was asked: anything else is a diff for ever.
      parameter: [
        { name: "log_min_duration_statement", value: String(SLOW_STATEMENT_MS), applyMethod: "immediate" },
        { name: "log_statement", value: "ddl", applyMethod: "immediate" },
        { name: "max_connections", value: String(maxConnections), applyMethod: "pending-reboot" },
        { name: "rds.force_ssl", value: "1", applyMethod: "pending-reboot" },
      ],
      lifecycle: { createBeforeDestroy: true },
    });
    return group.name;
  }

  /** RDS would make them itself, unencrypted and kept for ever. */
  private logs({ name, logRetentionDays, kmsKeyArn }: DatabaseProps): CloudwatchLogGroup[] {
    return LOGS.map(
      (log) =>
        new CloudwatchLogGroup(this, `log-${log}`, {
          name: `/aws/rds/instance/${name}/${log}`,
          retentionInDays: logRetentionDays,
          kmsKeyId: kmsKeyArn,
        }),
    );
  }

  /** Enhanced monitoring writes to one log group of the region. Source: AWS, RDS, "Setting up Enhanced Monitoring". */
  private monitoringRole({ monitoringRoleName, account, region }: DatabaseProps): Role {
    const group = `arn:aws:logs:${region}:${account}:log-group:RDSOSMetrics`;
    return new Role(this, "monitoring", {
      name: monitoringRoleName,
      principal: "monitoring.rds",
      account,
      statements: [
        { actions: ["logs:CreateLogGroup", "logs:PutRetentionPolicy"], resources: [group, `${group}:*`] },
        {
          actions: ["logs:CreateLogStream", "logs:PutLogEvents", "logs:DescribeLogStreams", "logs:GetLogEvents"],
          resources: [`${group}:log-stream:*`],
        },
      ],
    });
  }
}

/** An instance that is gone has no identifier any more: its resource id, or the ARN of what was kept of it, has to do. */
function originOf(origin: DatabaseOrigin | undefined): object {
  if (!origin) return {};
  if ("snapshot" in origin) return { snapshotIdentifier: origin.snapshot };
  const { instance, to } = origin;
  const source = instance.startsWith("arn:")
    ? { sourceDbInstanceAutomatedBackupsArn: instance }
    : /^db-[A-Z0-9]{20,}$/.test(instance)
      ? { sourceDbiResourceId: instance }
      : { sourceDbInstanceIdentifier: instance };
  return { restoreToPointInTime: { ...source, ...(to ? { restoreTime: to } : { useLatestRestorableTime: true }) } };
}
