import { EfsAccessPoint } from "@cdktf/provider-aws/lib/efs-access-point";
import { EfsFileSystem } from "@cdktf/provider-aws/lib/efs-file-system";
import { EfsFileSystemPolicy } from "@cdktf/provider-aws/lib/efs-file-system-policy";
import { EfsMountTarget } from "@cdktf/provider-aws/lib/efs-mount-target";
import { Construct } from "constructs";
import { jsonDocument } from "../terraform";

/** How the files of one file system are seen: a directory as the root, and everything belongs to one user. */
export interface AccessPointProps {
  readonly name: string;
  /** The directory that mounts see as the root, made on first use. */
  readonly directory: string;
  readonly uid: number;
  readonly gid: number;
}

export interface FileSystemProps extends AccessPointProps {
  /** Zone → subnet; one mount target in each. */
  readonly subnetIds: Readonly<Record<string, string>>;
  readonly securityGroupId: string;
  readonly kmsKeyArn: string;
}

/** Shared files on EFS, seen through one access point whose files all belong to one user. */
export class FileSystem extends Construct {
  readonly fileSystemId: string;
  readonly accessPointId: string;
  readonly arn: string;

  constructor(scope: Construct, id: string, props: FileSystemProps) {
    super(scope, id);
    const files = new EfsFileSystem(this, "Resource", {
      creationToken: props.name,
      encrypted: true,
      kmsKeyId: props.kmsKeyArn,
      throughputMode: "elastic",
      lifecyclePolicy: [{ transitionToIa: "AFTER_30_DAYS" }, { transitionToPrimaryStorageClass: "AFTER_1_ACCESS" }],
      tags: { Name: props.name },
      lifecycle: { preventDestroy: true },
    });
    new EfsFileSystemPolicy(this, "policy", { fileSystemId: files.id, policy: jsonDocument(policy(files.arn)) });
    for (const [zone, subnetId] of Object.entries(props.subnetIds)) {
      new EfsMountTarget(this, `mount-${zone}`, {
        fileSystemId: files.id,
        subnetId,
        securityGroups: [props.securityGroupId],
      });
    }
    this.fileSystemId = files.id;
    this.arn = files.arn;
    this.accessPointId = accessPoint(this, "access-point", files.id, props);
  }
}

/** Gives the id of a new access point. */
export function accessPoint(
  scope: Construct,
  id: string,
  fileSystemId: string,
  { name, directory, uid, gid }: AccessPointProps,
): string {
  return new EfsAccessPoint(scope, id, {
    fileSystemId,
    posixUser: { uid, gid },
    rootDirectory: { path: directory, creationInfo: { ownerUid: uid, ownerGid: gid, permissions: "0750" } },
    tags: { Name: name },
    // Its directory stays when it goes; but everything that mounts it stands still.
    lifecycle: { preventDestroy: true },
  }).id;
}

/**
 * A file system without a policy lets every client in that reaches its port. With one that allows nobody, who mounts
 * it needs a grant of IAM; and this one refuses what comes without TLS, or as root. Source: AWS, EFS, "Using IAM to
 * control file system data access".
 */
const policy = (arn: string): object => ({
  Version: "2012-10-17",
  Statement: [
    {
      Sid: "TlsOnly",
      Effect: "Deny",
      Principal: { AWS: "*" },
      Action: "*",
      Resource: arn,
      Condition: { Bool: { "aws:SecureTransport": "false" } },
    },
    {
      Sid: "NobodyIsRoot",
      Effect: "Deny",
      Principal: { AWS: "*" },
      Action: "elasticfilesystem:ClientRootAccess",
      Resource: arn,
    },
    {
      Sid: "ThroughAccessPointsAlone",
      Effect: "Deny",
      Principal: { AWS: "*" },
      Action: ["elasticfilesystem:ClientMount", "elasticfilesystem:ClientWrite"],
      Resource: arn,
      Condition: { Null: { "elasticfilesystem:AccessPointArn": "true" } },
    },
  ],
});
