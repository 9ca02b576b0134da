import { IamInstanceProfile } from "@cdktf/provider-aws/lib/iam-instance-profile";
import { Instance } from "@cdktf/provider-aws/lib/instance";
import { LaunchTemplate } from "@cdktf/provider-aws/lib/launch-template";
import { VolumeAttachment } from "@cdktf/provider-aws/lib/volume-attachment";
import { Fn, TerraformLocal, type ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { escapeTemplates } from "../terraform";

export interface ComposeHostProps {
  readonly name: string;
  readonly instanceType: string;
  readonly architecture: "x86_64" | "arm64";
  readonly rootGiB: number;
  /** @default - Canonical's newest Ubuntu 24.04 LTS on the day the host is made */
  readonly amiId?: string | undefined;
  /** In the zone of the data volume. */
  readonly subnetId: string;
  readonly securityGroupId: string;
  readonly roleName: string;
  readonly kmsKeyArn: string;
  /** The disk that outlives the host. */
  readonly dataVolumeId: string;
  /** The script of its first start. */
  readonly setup: string;
  /** Machines with the same word here are patched alike. */
  readonly patchGroup: string;
  /** What must stand before it starts: its role's policies. */
  readonly dependsOn: readonly ITerraformDependable[];
}

/** Source: Canonical, "Find Ubuntu images on AWS", Systems Manager parameters. */
const ubuntu = (architecture: ComposeHostProps["architecture"]): string =>
  `resolve:ssm:/aws/service/canonical/ubuntu/server/24.04/stable/current/${architecture === "arm64" ? "arm64" : "amd64"}/hvm/ebs-gp3/ami-id`;

/** What Ubuntu's images call their root disk; another name would add a second disk and leave the root unencrypted. */
const ROOT_DEVICE = "/dev/sda1";
/** A name for AWS alone: on Nitro machines Linux calls the disk by its volume id. Source: EC2, "Device names for volumes". */
const DATA_DEVICE = "/dev/sdf";

const METADATA = {
  httpEndpoint: "enabled",
  httpTokens: "required",
  // A container is one hop behind its host: with 1 it could not learn the host's identity.
  httpPutResponseHopLimit: 2,
  instanceMetadataTags: "disabled",
} as const;

/** One private host for containers: no public address, no key, reached through Session Manager alone. */
export class ComposeHost extends Construct {
  readonly resource: Instance;
  readonly instanceId: string;
  readonly privateIp: string;
  /** What must stand before it is given work: itself and its disk. */
  readonly ready: readonly ITerraformDependable[];

  constructor(scope: Construct, id: string, props: ComposeHostProps) {
    super(scope, id);
    const profile = new IamInstanceProfile(this, "profile", { name: props.roleName, role: props.roleName });
    const template = this.template(props, profile.arn);
    this.resource = new Instance(this, "Resource", {
      launchTemplate: { id: template.id, version: "$Latest" },
      // Said here too, so that a plan sees and mends what somebody changed by hand.
      instanceType: props.instanceType,
      iamInstanceProfile: profile.name,
      subnetId: props.subnetId,
      vpcSecurityGroupIds: [props.securityGroupId],
      associatePublicIpAddress: false,
      ebsOptimized: true,
      monitoring: true,
      metadataOptions: METADATA,
      maintenanceOptions: { autoRecovery: "default" },
      tags: { Name: props.name, PatchGroup: props.patchGroup },
      // A newer machine image, another root disk or another first script make no new host and stop no old one: both
      // are in the template, for the next host. `terraform apply -replace=<address>` makes it, when somebody wants it.
      // The script comes back as an attribute of the instance; a provider that keeps its hash would see it change for
      // ever, and stop the host for it. (terraform-provider-aws #30825)
      lifecycle: { ignoreChanges: ["launch_template", "user_data"] },
      dependsOn: [...props.dependsOn],
    });
    const disk = new VolumeAttachment(this, "data", {
      deviceName: DATA_DEVICE,
      volumeId: props.dataVolumeId,
      instanceId: this.resource.id,
      // A file system that is still written to would be torn.
      stopInstanceBeforeDetaching: true,
    });
    this.instanceId = this.resource.id;
    this.privateIp = this.resource.privateIp;
    this.ready = [this.resource, disk];
  }

  private template(props: ComposeHostProps, profileArn: string): LaunchTemplate {
    const { name, rootGiB, kmsKeyArn } = props;
    const setup = new TerraformLocal(this, "setup", escapeTemplates(props.setup));
    return new LaunchTemplate(this, "template", {
      name,
      updateDefaultVersion: true,
      imageId: props.amiId ?? ubuntu(props.architecture),
      instanceType: props.instanceType,
      iamInstanceProfile: { arn: profileArn },
      ebsOptimized: "true",
      monitoring: { enabled: true },
      metadataOptions: METADATA,
      maintenanceOptions: { autoRecovery: "default" },
      blockDeviceMappings: [
        {
          deviceName: ROOT_DEVICE,
          ebs: {
            volumeSize: rootGiB,
            volumeType: "gp3",
            encrypted: "true",
            kmsKeyId: kmsKeyArn,
            deleteOnTermination: "true",
          },
        },
      ],
      userData: Fn.base64encode(setup.asString),
      // Default tags of the provider do not reach what a template launches.
      tagSpecifications: ["instance", "volume"].map((resourceType) => ({ resourceType, tags: { Name: name } })),
    });
  }
}
