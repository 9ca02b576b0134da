import type { Account, StateHome } from "../config/account-schema";
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
export interface RootModule {
  readonly name: string;
  readonly state: StateAddress;
}

/** One workspace of an environment. */
export interface Workspace extends RootModule {
  readonly stack: StackName;
  /** The deployment option it belongs to. */
  readonly target: Target | "foundation";
  readonly phase?: Phase;
  /** Names of the workspaces that apply before it, sorted. */
  readonly dependsOn: readonly string[];
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

  const phases = inOrder(migration?.phases ?? []);
  const before = phases.filter(phaseGoesFirst);
  const stackOf = ({ name: phase }: Phase): StackName => `ecs-${phase}`;
  const compose = workspace("ec2-compose", "ec2-compose", ["foundation", ...before.map(stackOf)]);
  const phaseWorkspace = (phase: Phase): Workspace => {
    const others = (phase.after ?? []).map((name): StackName => `ecs-${name}`);
    const host: StackName[] = phaseGoesFirst(phase) ? [] : ["ec2-compose"];
    return workspace(stackOf(phase), "ecs", ["foundation", ...host, ...others], phase);
  };
  return [
    foundation,
    ...before.map(phaseWorkspace),
    compose,
    ...phases.filter((phase) => !phaseGoesFirst(phase)).map(phaseWorkspace),
  ];
}

/** As they are written, but each after those it waits for. */
function inOrder(phases: readonly Phase[]): Phase[] {
  const ordered: Phase[] = [];
  const visit = (phase: Phase): void => {
    if (ordered.includes(phase)) return;
    phases.filter(({ name }) => phase.after?.includes(name)).forEach(visit);
    ordered.push(phase);
  };
  phases.forEach(visit);
  return ordered;
}

/** The address of one stack's state, from the environment's file alone. */
export function stateAddress(named: Environment, stack: StackName): StateAddress {
  const { platform, environment, state, aws } = named;
  switch (state.backend) {
    case "local":
      return { backend: "local", path: `state/${platform}/${environment}/${stack}.tfstate` };
    case "cloud":
      return { backend: "cloud", organization: state.organization, workspace: `${platform}-${environment}-${stack}` };
    case "s3": {
      if (!aws) throw new Error("an s3 state without an aws block passed the checks");
      return s3Address({ platform, aws, stateHome: named.stateHome }, `${platform}/${environment}/${stack}.tfstate`);
    }
  }
}

/** What there is once per account: its workspace stands beside those of the environments, before all of them. */
export function accountWorkspace({ platform, aws, state, adopt }: Account): RootModule {
  const name = `${platform}-account`;
  if (state.backend === "local") {
    return { name, state: { backend: "local", path: `state/${platform}/account.tfstate` } };
  }
  const { stateBucket, stateKeyArn } = adopt;
  const stateHome = stateBucket && stateKeyArn ? { bucket: stateBucket, keyArn: stateKeyArn } : undefined;
  return { name, state: s3Address({ platform, aws, stateHome }, `${platform}/account.tfstate`) };
}

interface StateOwner {
  readonly platform: string;
  readonly aws: { readonly account: string; readonly region: string };
  readonly stateHome?: StateHome | undefined;
}

/** Where the account keeps state: the bucket that its workspace makes, unless one was adopted. */
export const stateBucketName = (platform: string, account: string): string =>
  physicalName("bucket", platform, "terraform-state", account);

/** The alias of its key, without `alias/`. */
export const stateKeyName = (platform: string): string => `${platform}-terraform-state`;

const s3Address = ({ platform, aws: { account, region }, stateHome }: StateOwner, key: string): StateAddress => ({
  backend: "s3",
  bucket: stateHome?.bucket ?? stateBucketName(platform, account),
  key,
  region,
  kmsKey: stateHome?.keyArn ?? `arn:aws:kms:${region}:${account}:alias/${stateKeyName(platform)}`,
});

/** As a reader would name it. */
export function formatStateAddress(address: StateAddress): string {
  if (address.backend === "local") return address.path;
  if (address.backend === "s3") return `s3://${address.bucket}/${address.key}`;
  return `cloud ${address.organization}/${address.workspace}`;
}
