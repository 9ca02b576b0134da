import { AutoscalingGroup } from "@cdktf/provider-aws/lib/autoscaling-group";
import { EcsCapacityProvider } from "@cdktf/provider-aws/lib/ecs-capacity-provider";
import { IamInstanceProfile } from "@cdktf/provider-aws/lib/iam-instance-profile";
import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment";
import { LaunchTemplate } from "@cdktf/provider-aws/lib/launch-template";
import { SecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import { VpcSecurityGroupEgressRule } from "@cdktf/provider-aws/lib/vpc-security-group-egress-rule";
import { VpcSecurityGroupIngressRule } from "@cdktf/provider-aws/lib/vpc-security-group-ingress-rule";
import { Token, type ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { Role } from "./role";

export interface Ec2CapacityProps {
  readonly name: string;
  readonly account: string;
  readonly region: string;
  /** As it is called, not as it will be known: the instances' first script is written now. */
  readonly clusterName: string;
  readonly cluster: ITerraformDependable;
  readonly instanceType: string;
  readonly min: number;
  readonly max: number;
  readonly vpcId: string;
  readonly subnetIds: readonly string[];
  readonly roleName: string;
  /** Shared files that tasks on them mount: an instance mounts for its tasks, from its own address. */
  readonly files: readonly { readonly name: string; readonly securityGroupId: string; readonly port: number }[];
}

/** ECS's own machine image, the newest that AWS recommends when an instance starts. */
const IMAGE = "resolve:ssm:/aws/service/ecs/optimized-ami/amazon-linux-2023/recommended/image_id";

/** The image, the layers of a few services, and their logs on the way out. */
const ROOT_GIB = 50;

/** Instances for tasks that need something of their host. ECS moves their number and empties one before it ends. */
export class Ec2Capacity extends Construct {
  readonly providerName: string;

  constructor(scope: Construct, id: string, props: Ec2CapacityProps) {
    super(scope, id);
    const group = this.group(props, this.template(props));
    const provider = new EcsCapacityProvider(this, "provider", {
      name: providerName(props.name),
      autoScalingGroupProvider: {
        autoScalingGroupArn: group.arn,
        // Waits for the tasks of an instance that is to go, and starts them elsewhere first.
        managedDraining: "ENABLED",
        // Ends no instance that has a task.
        managedTerminationProtection: "ENABLED",
        managedScaling: {
          status: "ENABLED",
          targetCapacity: 100,
          minimumScalingStepSize: 1,
          maximumScalingStepSize: 2,
          instanceWarmupPeriod: 120,
        },
      },
    });
    this.providerName = provider.name;
  }

  private template(props: Ec2CapacityProps): LaunchTemplate {
    const { name, instanceType } = props;
    const role = this.role(props);
    const profile = new IamInstanceProfile(this, "profile", { name: role.name, role: role.name });
    const security = new SecurityGroup(this, "security", {
      name,
      description: `Instances of ${name}: nobody calls them`,
      vpcId: props.vpcId,
      tags: { Name: name },
    });
    new VpcSecurityGroupEgressRule(this, "security-out", {
      securityGroupId: security.id,
      description: "the agents of ECS and Session Manager, and images",
      ipProtocol: "tcp",
      fromPort: 443,
      toPort: 443,
      cidrIpv4: "0.0.0.0/0",
    });
    for (const files of props.files) this.reach(security, files);
    return new LaunchTemplate(this, "template", {
      name,
      updateDefaultVersion: true,
      imageId: IMAGE,
      instanceType,
      iamInstanceProfile: { arn: profile.arn },
      ebsOptimized: "true",
      monitoring: { enabled: true },
      networkInterfaces: [{ associatePublicIpAddress: "false", securityGroups: [security.id] }],
      metadataOptions: {
        httpEndpoint: "enabled",
        httpTokens: "required",
        // Tasks have a network and an identity of their own: no container needs the instance's.
        httpPutResponseHopLimit: 1,
      },
      blockDeviceMappings: [
        {
          deviceName: "/dev/xvda",
          // Under the account's EBS key: a group may use another only with a grant that its own role must be given
          // first, and nothing on these disks outlives an instance.
          ebs: { volumeSize: ROOT_GIB, volumeType: "gp3", encrypted: "true", deleteOnTermination: "true" },
        },
      ],
      userData: Buffer.from(firstScript(props.clusterName)).toString("base64"),
      // Default tags of the provider do not reach what a template launches.
      tagSpecifications: ["instance", "volume"].map((resourceType) => ({ resourceType, tags: { Name: name } })),
      dependsOn: [...role.ready],
    });
  }

  private reach(security: SecurityGroup, { name, securityGroupId, port }: Ec2CapacityProps["files"][number]): void {
    const ports = { ipProtocol: "tcp", fromPort: port, toPort: port, description: `ECS instances mount ${name}` };
    new VpcSecurityGroupEgressRule(this, `security-to-${name}`, {
      securityGroupId: security.id,
      referencedSecurityGroupId: securityGroupId,
      ...ports,
    });
    new VpcSecurityGroupIngressRule(this, `${name}-from-security`, {
      securityGroupId,
      referencedSecurityGroupId: security.id,
      ...ports,
    });
  }

  private group({ name, min, max, subnetIds, cluster }: Ec2CapacityProps, template: LaunchTemplate): AutoscalingGroup {
    return new AutoscalingGroup(this, "group", {
      name,
      minSize: min,
      maxSize: max,
      vpcZoneIdentifier: [...subnetIds],
      launchTemplate: {
        id: template.id,
        version: Token.asString(template.interpolationForAttribute("latest_version")),
      },
      // What the provider's protection works with: it takes it off an instance that has become empty.
      protectFromScaleIn: true,
      healthCheckType: "EC2",
      healthCheckGracePeriod: 120,
      // The capacity provider starts instances when there are tasks for them, so an apply has none to wait for.
      waitForCapacityTimeout: "0",
      enabledMetrics: ["GroupDesiredCapacity", "GroupInServiceInstances", "GroupTerminatingInstances"],
      tag: [
        // ECS sets it itself on a group that it manages; said here, no plan takes it off again.
        { key: "AmazonECSManaged", value: "true", propagateAtLaunch: true },
        { key: "Name", value: name, propagateAtLaunch: true },
      ],
      lifecycle: { ignoreChanges: ["desired_capacity"] },
      dependsOn: [cluster],
    });
  }

  /** What the agent does, on this cluster; Session Manager is the way in. */
  private role({ roleName, account, region, clusterName }: Ec2CapacityProps): Role {
    const ecs = `arn:aws:ecs:${region}:${account}`;
    const cluster = { ArnEquals: { "ecs:cluster": `${ecs}:cluster/${clusterName}` } };
    const role = new Role(this, "role", {
      name: roleName,
      principal: "ec2",
      account,
      statements: [
        { actions: ["ecs:DiscoverPollEndpoint"], resources: ["*"] },
        {
          actions: ["ecs:RegisterContainerInstance", "ecs:DeregisterContainerInstance", "ecs:Submit*"],
          resources: [`${ecs}:cluster/${clusterName}`],
        },
        {
          actions: ["ecs:Poll", "ecs:StartTelemetrySession", "ecs:UpdateContainerInstancesState"],
          resources: [`${ecs}:container-instance/${clusterName}/*`],
          condition: cluster,
        },
      ],
    });
    new IamRolePolicyAttachment(this, "session", {
      role: role.name,
      policyArn: "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore",
    });
    return role;
  }
}

/** ECS refuses a provider whose name begins with one of its own words. Source: AWS, ECS API, CreateCapacityProvider. */
const providerName = (name: string): string => (/^(aws|ecs|fargate)/i.test(name) ? `on-${name}` : name);

/** Joins the cluster; tasks are told nothing of the instance, and none is privileged. */
const firstScript = (cluster: string): string =>
  [
    "#!/bin/sh",
    "cat >> /etc/ecs/ecs.config <<'END'",
    `ECS_CLUSTER=${cluster}`,
    "ECS_AWSVPC_BLOCK_IMDS=true",
    "ECS_DISABLE_PRIVILEGED=true",
    "ECS_ENABLE_TASK_IAM_ROLE=true",
    "ECS_ENABLE_CONTAINER_METADATA=false",
    "ECS_CONTAINER_STOP_TIMEOUT=120s",
    "END",
    "",
  ].join("\n");
