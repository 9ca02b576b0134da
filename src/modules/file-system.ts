import { EfsAccessPoint } from "@cdktf/provider-aws/lib/efs-access-point";
import { EfsFileSystem } from "@cdktf/provider-aws/lib/efs-file-system";
import { EfsMountTarget } from "@cdktf/provider-aws/lib/efs-mount-target";
import { Construct } from "constructs";

export interface FileSystemProps {
  readonly name: string;
  /** The directory that mounts see as the root, made on first use. */
  readonly directory: string;
  readonly uid: number;
  readonly gid: number;
  /** Zone → subnet; one mount target in each. */
  readonly subnetIds: Readonly<Record<string, string>>;
  readonly securityGroupId: string;
  readonly kmsKeyArn: string;
}

/** Shared files on EFS, seen through one access point whose files all belong to one user. */
export class FileSystem extends Construct {
  readonly fileSystemId: string;
  readonly accessPointId: string;

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
    for (const [zone, subnetId] of Object.entries(props.subnetIds)) {
      new EfsMountTarget(this, `mount-${zone}`, {
        fileSystemId: files.id,
        subnetId,
        securityGroups: [props.securityGroupId],
      });
    }
    const { uid, gid } = props;
    const accessPoint = new EfsAccessPoint(this, "access-point", {
      fileSystemId: files.id,
      posixUser: { uid, gid },
      rootDirectory: { path: props.directory, creationInfo: { ownerUid: uid, ownerGid: gid, permissions: "0750" } },
      tags: { Name: props.name },
    });
    this.fileSystemId = files.id;
    this.accessPointId = accessPoint.id;
  }
}
