import { IamInstanceProfile } from "@cdktf/provider-aws/lib/iam-instance-profile";
import { Instance } from "@cdktf/provider-aws/lib/instance";
import { LaunchTemplate } from "@cdktf/provider-aws/lib/launch-template";
import { Construct } from "constructs";

export interface ComposeHostProps {
  readonly name: string;
  readonly instanceType: string;
  readonly architecture: "x86_64" | "arm64";
  readonly rootGiB: number;
  readonly subnetId: string;
  readonly securityGroupId: string;
  readonly roleName: string;
  readonly kmsKeyArn: string;
}

/** One private host for containers: no public address, no key, reached through Session Manager alone. */
export class ComposeHost extends Construct {
  readonly instanceId: string;
  readonly privateIp: string;

  constructor(scope: Construct, id: string, props: ComposeHostProps) {
    super(scope, id);
    const profile = new IamInstanceProfile(this, "profile", { name: props.roleName, role: props.roleName });
    const template = this.template(props, profile.arn);
    const instance = new Instance(this, "Resource", {
      launchTemplate: { id: template.id, version: "$Latest" },
      instanceType: props.instanceType,
      subnetId: props.subnetId,
      vpcSecurityGroupIds: [props.securityGroupId],
      associatePublicIpAddress: false,
      monitoring: true,
      tags: { Name: props.name },
      // A newer machine image is a decision: replacing the host is asked for, never a side effect.
      lifecycle: { ignoreChanges: ["launch_template"] },
    });
    this.instanceId = instance.id;
    this.privateIp = instance.privateIp;
  }

  private template(
    { name, architecture, rootGiB, kmsKeyArn, ...props }: ComposeHostProps,
    profileArn: string,
  ): LaunchTemplate {
    return new LaunchTemplate(this, "template", {
      name,
      updateDefaultVersion: true,
      imageId: `resolve:ssm:/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-${architecture}`,
      instanceType: props.instanceType,
      iamInstanceProfile: { arn: profileArn },
      ebsOptimized: "true",
      metadataOptions: {
        httpEndpoint: "enabled",
        httpTokens: "required",
        // A container is one hop behind its host: with 1 it could not learn the host's identity.
        httpPutResponseHopLimit: 2,
      },
      blockDeviceMappings: [
        {
          deviceName: "/dev/xvda",
          ebs: {
            volumeSize: rootGiB,
            volumeType: "gp3",
            encrypted: "true",
            kmsKeyId: kmsKeyArn,
            deleteOnTermination: "true",
          },
        },
      ],
      // Default tags of the provider do not reach what a template launches.
      tagSpecifications: ["instance", "volume"].map((resourceType) => ({ resourceType, tags: { Name: name } })),
    });
  }
}
