import { DataAwsDbInstance } from "@cdktf/provider-aws/lib/data-aws-db-instance";
import { DataAwsDbSubnetGroup } from "@cdktf/provider-aws/lib/data-aws-db-subnet-group";
import { DataAwsEfsAccessPoint } from "@cdktf/provider-aws/lib/data-aws-efs-access-point";
import { DataAwsEfsFileSystem } from "@cdktf/provider-aws/lib/data-aws-efs-file-system";
import { DataAwsElasticacheCluster } from "@cdktf/provider-aws/lib/data-aws-elasticache-cluster";
import { DataAwsElasticacheReplicationGroup } from "@cdktf/provider-aws/lib/data-aws-elasticache-replication-group";
import { DataAwsElasticacheSubnetGroup } from "@cdktf/provider-aws/lib/data-aws-elasticache-subnet-group";
import { DataAwsS3Bucket } from "@cdktf/provider-aws/lib/data-aws-s3-bucket";
import { DataAwsSecurityGroup } from "@cdktf/provider-aws/lib/data-aws-security-group";
import { Fn, Token, type TerraformResourceLifecycle } from "cdktf";
import { Construct } from "constructs";
import { accessPoint, type AccessPointProps } from "./file-system";

interface Needed {
  /** Where the YAML names it, `adopt.stores.db`: a plan that stops says what to mend. */
  readonly key: string;
  readonly vpcId: string;
  /** The group that guards it. @default - the first that it has */
  readonly securityGroupId?: string | undefined;
}

/** What must be so of a thing that others made; Terraform looks in every plan. */
const expects = (
  ...conditions: readonly (readonly [condition: string, message: string])[]
): TerraformResourceLifecycle => ({
  postcondition: conditions.map(([condition, errorMessage]) => ({ condition: `\${${condition}}`, errorMessage })),
});

/** Inside `${…}` CDKTF writes a token as a bare expression; a text needs its quotes. */
const inExpression = (value: string): string => (Token.isUnresolved(value) ? value : JSON.stringify(value));

/** Is in this network, whose id is known when the plan is made or at the apply that makes it. */
const inNetwork = (what: string, vpcId: string): readonly [string, string] => [
  `self.vpc_id == ${inExpression(vpcId)}`,
  `${what} is in another VPC than this environment: nothing could reach it`,
];

/** What is said of the group that guards a store: it is named itself, or is the store's first. */
const guardOf = ({ key, securityGroupId }: Needed, store: string): string =>
  securityGroupId === undefined ? `${store} has a security group that` : `${key}.securityGroupId: ${securityGroupId}`;

/** A group that others made; ours to add rules to, never to change otherwise. */
function securityGroup(scope: Construct, what: string, id: string, vpcId: string): string {
  return new DataAwsSecurityGroup(scope, "group", {
    id,
    lifecycle: expects(inNetwork(what, vpcId)),
  }).id;
}

/** A Postgres on RDS that others run: looked at, never changed. */
export class AdoptedDatabase extends Construct {
  readonly host: string;
  readonly securityGroupId: string;

  constructor(
    scope: Construct,
    id: string,
    props: Needed & { readonly instance: string; readonly version: string; readonly port: number },
  ) {
    super(scope, id);
    const { instance: name, version, port, vpcId } = props;
    const what = `${props.key}.instance: ${name}`;
    const instance = new DataAwsDbInstance(this, "Resource", {
      dbInstanceIdentifier: name,
      lifecycle: expects(
        [`self.engine == "postgres"`, `${what} is not Postgres`],
        [`split(".", self.engine_version)[0] == "${version}"`, `${what} is not Postgres ${version}`],
        [`self.port == ${port}`, `${what} does not listen on port ${port}`],
        ["self.storage_encrypted", `${what} is not encrypted at rest`],
        ["!self.publicly_accessible", `${what} has a public address`],
      ),
    });
    new DataAwsDbSubnetGroup(this, "subnets", {
      name: instance.dbSubnetGroup,
      lifecycle: expects(inNetwork(what, vpcId)),
    });
    const group = props.securityGroupId ?? (Fn.element(instance.vpcSecurityGroups, 0) as string);
    this.securityGroupId = securityGroup(this, guardOf(props, what), group, vpcId);
    this.host = instance.address;
  }
}

/** A Redis on ElastiCache that others run. Only an encrypted connection can present a token, so that one is asked. */
export class AdoptedCache extends Construct {
  readonly host: string;
  readonly securityGroupId: string;

  constructor(
    scope: Construct,
    id: string,
    props: Needed & { readonly replicationGroup: string; readonly version: string; readonly port: number },
  ) {
    super(scope, id);
    const { replicationGroup: name, version, port, vpcId } = props;
    const what = `${props.key}.replicationGroup: ${name}`;
    const group = new DataAwsElasticacheReplicationGroup(this, "Resource", {
      replicationGroupId: name,
      lifecycle: expects(
        ["self.auth_token_enabled", `${what} asks for no token, so it may not be encrypted in transit either`],
        [`self.cluster_mode != "enabled"`, `${what} is in cluster mode, which clients of a single shard cannot use`],
        [`self.port == ${port}`, `${what} does not listen on port ${port}`],
      ),
    });
    const major = version.split(".")[0] ?? version;
    const member = new DataAwsElasticacheCluster(this, "member", {
      clusterId: Fn.element(Fn.tolist(group.memberClusters), 0) as string,
      lifecycle: expects([`split(".", self.engine_version)[0] == "${major}"`, `${what} is not version ${major}`]),
    });
    new DataAwsElasticacheSubnetGroup(this, "subnets", {
      name: member.subnetGroupName,
      lifecycle: expects(inNetwork(what, vpcId)),
    });
    const guard = props.securityGroupId ?? (Fn.element(Fn.tolist(member.securityGroupIds), 0) as string);
    this.securityGroupId = securityGroup(this, guardOf(props, what), guard, vpcId);
    this.host = group.primaryEndpointAddress;
  }
}

export interface AdoptedBucketProps {
  /** Where the YAML names it. */
  readonly key: string;
  readonly bucket: string;
  readonly region: string;
}

/** A bucket that others made. */
export class AdoptedBucket extends Construct {
  readonly name: string;

  constructor(scope: Construct, id: string, props: AdoptedBucketProps) {
    super(scope, id);
    const { key, bucket, region } = props;
    this.name = new DataAwsS3Bucket(this, "Resource", {
      bucket,
      lifecycle: expects([`self.region == "${region}"`, `${key}.bucket: ${bucket} is not in ${region}`]),
    }).bucket;
  }
}

export interface AdoptedFilesProps extends AccessPointProps, Needed {
  readonly fileSystem: string;
  /** @default - one is made */
  readonly accessPoint?: string | undefined;
  readonly securityGroupId: string;
}

/** A file system that others made, through an access point of theirs or one of ours. */
export class AdoptedFiles extends Construct {
  readonly fileSystemId: string;
  readonly accessPointId: string;
  readonly securityGroupId: string;

  constructor(scope: Construct, id: string, props: AdoptedFilesProps) {
    super(scope, id);
    const { key, fileSystem, accessPoint: existing, uid, gid } = props;
    const point = `${key}.accessPoint: ${existing}`;
    const files = new DataAwsEfsFileSystem(this, "Resource", {
      fileSystemId: fileSystem,
      lifecycle: expects(["self.encrypted", `${key}.fileSystem: ${fileSystem} is not encrypted at rest`]),
    });
    this.fileSystemId = files.fileSystemId;
    this.accessPointId = existing
      ? new DataAwsEfsAccessPoint(this, "access-point", {
          accessPointId: existing,
          lifecycle: expects(
            [`self.file_system_id == "${fileSystem}"`, `${point} is of another file system than ${fileSystem}`],
            [
              `self.posix_user[0].uid == ${uid} && self.posix_user[0].gid == ${gid}`,
              `${point} gives files to another user than ${uid}:${gid}`,
            ],
          ),
        }).accessPointId
      : accessPoint(this, "access-point", files.fileSystemId, props);
    this.securityGroupId = securityGroup(this, guardOf(props, fileSystem), props.securityGroupId, props.vpcId);
  }
}
