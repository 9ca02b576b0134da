import { TerraformOutput, type TerraformRemoteState } from "cdktf";
import { Construct } from "constructs";

/**
 * One value that a workspace publishes for others. Writer and reader both take it from here, so a name cannot differ;
 * `example` is what tests put in the place of a producer that has never been applied.
 */
export interface Output<T extends "string" | "list" = "string" | "list"> {
  readonly name: string;
  readonly type: T;
  readonly example: T extends "list" ? readonly string[] : string;
}

const text = (name: string, example: string): Output<"string"> => ({ name, type: "string", example });
const list = (name: string, example: readonly string[]): Output<"list"> => ({ name, type: "list", example });

const ARN = (service: string, rest: string): string => `arn:aws:${service}:eu-west-1:111122223333:${rest}`;

/** What the foundation promises to every workspace that stands on it. */
export const foundationOutputs = {
  vpcId: text("vpc_id", "vpc-0123456789abcdef0"),
  privateSubnetIds: list("private_subnet_ids", ["subnet-0123456789abcdef0", "subnet-0123456789abcdef1"]),
  kmsKeyArn: text("kms_key_arn", ARN("kms", "key/00000000-0000-0000-0000-000000000000")),
  clusterArn: text("cluster_arn", ARN("ecs", "cluster/example")),
  clusterName: text("cluster_name", "example"),
  /** The provider of the instances that services with capacity ec2 run on. */
  capacityProvider: text("capacity_provider", "example-ec2"),
  namespaceId: text("namespace_id", "ns-0123456789abcdef"),
  listenerArn: text(
    "listener_arn",
    ARN("elasticloadbalancing", "listener/app/example/0123456789abcdef/0123456789abcdef"),
  ),
  loadBalancerDnsName: text("load_balancer_dns_name", "example-123456789.eu-west-1.elb.amazonaws.com"),
  /** As CloudWatch's dimension LoadBalancer names it. */
  loadBalancerArnSuffix: text("load_balancer_arn_suffix", "app/example/0123456789abcdef"),
  topicArnPage: text("topic_arn_page", ARN("sns", "example-page")),
  topicArnTicket: text("topic_arn_ticket", ARN("sns", "example-ticket")),
  bundleBucket: text("bundle_bucket", "example-bundle"),
  /** The disk that outlives the compose host, and the subnet in whose zone it is. */
  dataVolumeId: text("data_volume_id", "vol-0123456789abcdef0"),
  hostSubnetId: text("host_subnet_id", "subnet-0123456789abcdef0"),
  hostSecurityGroupId: text("security_group_id_host", "sg-0123456789abcdef0"),
  securityGroupId: (workload: string) => text(`security_group_id_${workload}`, "sg-0123456789abcdef1"),
  logGroupName: (workload: string) => text(`log_group_name_${workload}`, `/example/${workload}`),
  storeHost: (store: string) => text(`store_host_${store}`, `${store}.example.internal`),
  bucketName: (store: string) => text(`bucket_name_${store}`, `example-${store}`),
  fileSystemId: (store: string) => text(`file_system_id_${store}`, "fs-0123456789abcdef0"),
  accessPointId: (store: string) => text(`access_point_id_${store}`, "fsap-0123456789abcdef0"),
  secretArn: (secret: string) => text(`secret_arn_${secret}`, ARN("secretsmanager", `secret:example-${secret}-AbCdEf`)),
  /** Changes when the secret has a new value, so that what reads it is rolled. */
  secretVersion: (secret: string) => text(`secret_version_${secret}`, "00000000-0000-0000-0000-000000000000"),
} as const;

/** What the compose host promises to the phases that share traffic with it. */
export const composeOutputs = {
  /** For an operator: the machine, what deploys on it, and what it was last told to run. */
  instanceId: text("instance_id", "i-0123456789abcdef0"),
  deployDocument: text("deploy_document", "example-deploy"),
  releaseId: text("release_id", "0123456789abcdef"),
  targetGroupArn: (service: string) =>
    text(
      `target_group_arn_${service}`,
      ARN("elasticloadbalancing", `targetgroup/${service.slice(0, 20)}/0123456789abcdef`),
    ),
} as const;

/** What services on ECS are called there: for an operator, who asks by these names. */
export const ecsOutputs = {
  clusterName: text("cluster_name", "example"),
  serviceName: (service: string) => text(`service_name_${service}`, `example-${service}`),
} as const;

/** What the account tells people and pipelines; no workspace reads it. */
export const accountOutputs = {
  stateBucket: text("state_bucket", "example-terraform-state"),
  ciRoleArn: text("ci_role_arn", "arn:aws:iam::111122223333:role/example-ci"),
  ciPolicyArn: text("ci_policy_arn", "arn:aws:iam::111122223333:policy/example-ci"),
  deployerRoleArn: text("deployer_role_arn", "arn:aws:iam::111122223333:role/example-deployer"),
  boundaryPolicyArn: text("boundary_policy_arn", "arn:aws:iam::111122223333:policy/example-boundary"),
  deployerPolicyArns: list("deployer_policy_arns", ["arn:aws:iam::111122223333:policy/example-deployer-network"]),
} as const;

/** Publishes values under the names of the interface; outputs have a scope of their own, away from resources. */
export class Outputs {
  private readonly scope: Construct;
  constructor(scope: Construct) {
    this.scope = new Construct(scope, "outputs");
  }
  publish(output: Output, value: string | readonly string[]): void {
    new TerraformOutput(this.scope, output.name, { value, staticId: true });
  }
}

/** Answers with what another workspace published. */
export interface Reader {
  text(output: Output<"string">): string;
  list(output: Output<"list">): string[];
}

/** Reads another workspace's state, by the names of the interface. */
export class StateReader implements Reader {
  constructor(private readonly state: TerraformRemoteState) {}
  text(output: Output<"string">): string {
    return this.state.getString(output.name);
  }
  list(output: Output<"list">): string[] {
    return this.state.getList(output.name);
  }
}
