import type { Environment, Target } from "../config/schema";
import { physicalName } from "../model/naming";
import { phaseGoesFirst } from "./order";
import type { Migration, Phase } from "./plan";

export type StackName = "devenv" | "foundation" | "ec2-compose" | "ecs" | `ecs-${string}`;

/** Where a workspace's state lies. Every part is derived; none can be typed wrong. */
export type StateAddress =
  | { readonly backend: "local"; readonly path: string }
  | {
      readonly backend: "s3";
      readonly bucket: string;
      readonly key: string;
      readonly region: string;
      readonly kmsKey: string;
    }
  | { readonly backend: "cloud"; readonly organization: string; readonly workspace: string };

/** One stack, one root module, one state. */
export interface Workspace {
  readonly name: string;
  readonly stack: StackName;
  /** The deployment option it belongs to. */
  readonly target: Target | "foundation";
  readonly phase?: Phase;
  /** Names of the workspaces that apply before it, sorted. */
  readonly dependsOn: readonly string[];
  readonly state: StateAddress;
}

/** The workspaces of an environment, in an order that can be applied from top to bottom. */
export function workspacesOf(environment: Environment, migration?: Migration): Workspace[] {
  const name = (stack: StackName): string => `${environment.platform}-${environment.environment}-${stack}`;
  const workspace = (
    stack: StackName,
    target: Workspace["target"],
    after: readonly StackName[],
    phase?: Phase,
  ): Workspace => ({
    name: name(stack),
    stack,
    target,
    ...(phase && { phase }),
    dependsOn: after.map(name).sort(),
    state: stateAddress(environment, stack),
  });
  if (environment.target === "devenv") return [workspace("devenv", "devenv", [])];
  const foundation = workspace("foundation", "foundation", []);
  if (environment.target === "ecs") return [foundation, workspace("ecs", "ecs", ["foundation"])];

  const phases = migration?.phases ?? [];
  const before = phases.filter(phaseGoesFirst);
  const stackOf = ({ name: phase }: Phase): StackName => `ecs-${phase}`;
  const compose = workspace("ec2-compose", "ec2-compose", ["foundation", ...before.map(stackOf)]);
  const phaseWorkspace = (phase: Phase): Workspace =>
    workspace(stackOf(phase), "ecs", phaseGoesFirst(phase) ? ["foundation"] : ["foundation", "ec2-compose"], phase);
  return [
    foundation,
    ...before.map(phaseWorkspace),
    compose,
    ...phases.filter((phase) => !phaseGoesFirst(phase)).map(phaseWorkspace),
  ];
}

/** The address of one stack's state, from the environment's file alone. */
export function stateAddress({ platform, environment, state, aws }: Environment, stack: StackName): StateAddress {
  switch (state.backend) {
    case "local":
      return { backend: "local", path: `state/${platform}/${environment}/${stack}.tfstate` };
    case "cloud":
      return { backend: "cloud", organization: state.organization, workspace: `${platform}-${environment}-${stack}` };
    case "s3": {
      if (!aws) throw new Error("an s3 state without an aws block passed the checks");
      const { account, region } = aws;
      return {
        backend: "s3",
        bucket: physicalName("bucket", platform, "terraform-state", account),
        key: `${platform}/${environment}/${stack}.tfstate`,
        region,
        kmsKey: `arn:aws:kms:${region}:${account}:alias/${platform}-terraform-state`,
      };
    }
  }
}

/** As a reader would name it. */
export function formatStateAddress(address: StateAddress): string {
  if (address.backend === "local") return address.path;
  if (address.backend === "s3") return `s3://${address.bucket}/${address.key}`;
  return `cloud ${address.organization}/${address.workspace}`;
}
