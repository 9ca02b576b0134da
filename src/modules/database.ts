import { DbInstance } from "@cdktf/provider-aws/lib/db-instance";
import { DbParameterGroup } from "@cdktf/provider-aws/lib/db-parameter-group";
import { DbSubnetGroup } from "@cdktf/provider-aws/lib/db-subnet-group";
import { Construct } from "constructs";

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
}

/** Postgres on RDS: encrypted, in the data subnets, TLS alone, never destroyed by a plan. */
export class Database extends Construct {
  readonly host: string;
  readonly identifier: string;
  readonly parameterGroupName: string;
  readonly instanceClass: string;
  readonly storageGiB: number;

  constructor(scope: Construct, id: string, props: DatabaseProps) {
    super(scope, id);
    const subnets = new DbSubnetGroup(this, "subnets", { name: props.name, subnetIds: [...props.subnetIds] });
    this.parameterGroupName = this.parameters(props);
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
      dbName: props.database,
      username: props.user,
      passwordWo: props.password,
      passwordWoVersion: props.passwordVersion,
      dbSubnetGroupName: subnets.name,
      vpcSecurityGroupIds: [props.securityGroupId],
      publiclyAccessible: false,
      multiAz: props.multiAz,
      parameterGroupName: this.parameterGroupName,
      backupRetentionPeriod: props.backupDays,
      copyTagsToSnapshot: true,
      deleteAutomatedBackups: false,
      deletionProtection: true,
      skipFinalSnapshot: false,
      finalSnapshotIdentifier: `${props.name}-final`,
      autoMinorVersionUpgrade: true,
      applyImmediately: false,
      lifecycle: { preventDestroy: true },
    });
    this.host = instance.address;
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
        { name: "max_connections", value: String(maxConnections), applyMethod: "pending-reboot" },
        { name: "rds.force_ssl", value: "1", applyMethod: "pending-reboot" },
      ],
      lifecycle: { createBeforeDestroy: true },
    });
    return group.name;
  }
}
