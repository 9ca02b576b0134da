import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App } from "cdktf";
import type { AccountDeployment } from "./account";
import { ConfigError, type Problem } from "./config/errors";
import { startOf } from "./config/extends";
import type { Deployment } from "./deployment";
import { workspacesOf, type RootModule, type Workspace } from "./migration/workspaces";
import { AccountStack } from "./targets/account/stack";
import { DevenvStack } from "./targets/devenv/stack";
import { Ec2ComposeStack } from "./targets/ec2-compose/stack";
import { EcsStack } from "./targets/ecs/stack";
import { FoundationStack } from "./targets/foundation/stack";
import type { AbsentVariable, WorkspaceStack } from "./targets/workspace-stack";
import { withoutStackTraces } from "./terraform";

/** A root module as Terraform reads it, without CDKTF's own notes. */
export interface TerraformJson {
  readonly terraform: Readonly<Record<string, unknown>>;
  readonly provider: Readonly<Record<string, unknown>>;
  readonly resource?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly data?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly output?: Readonly<Record<string, unknown>>;
  readonly [block: string]: unknown;
}

export interface Synthesized {
  readonly workspace: Workspace;
  readonly deployment: Deployment;
  readonly json: TerraformJson;
  /** Variables that this workspace has no answer for, and left out. */
  readonly absent: readonly AbsentVariable[];
}

/** The workspace of an account, which belongs to no environment. */
export interface SynthesizedAccount {
  readonly workspace: RootModule;
  readonly deployment: AccountDeployment;
  readonly json: TerraformJson;
}

export interface Synthesis {
  readonly workspaces: readonly Synthesized[];
  readonly accounts: readonly SynthesizedAccount[];
  /** What the CDKTF CLI reads: each stack, where it lies, and what applies before it. */
  readonly manifest: { readonly version: string; readonly stacks: Readonly<Record<string, unknown>> };
}

/**
 * Every workspace of these deployments, in memory: nothing is written, and a fault of one leaves no half of another.
 * Accounts come after the environments, whose workspaces tell what a deployer must be allowed; those of their
 * environments that were not asked for are built beside and let go.
 */
export function synthesize(deployments: readonly Deployment[], accounts: readonly AccountDeployment[] = []): Synthesis {
  refuseSameName(deployments);
  return withoutStackTraces(() => {
    // CDKTF makes its output folder when an App is made; this one is never looked into.
    const outdir = mkdtempSync(join(tmpdir(), "ferry-"));
    try {
      const asked = new Set(deployments);
      const beside = [...new Set(accounts.flatMap(({ environments }) => environments))].filter(
        (deployment) => !asked.has(deployment),
      );
      const inMemory = (some: readonly Deployment[]): readonly Synthesized[] =>
        some.length > 0 ? inApp(new App({ outdir, stackTraces: false }), some).workspaces : [];
      const unasked = inMemory(beside);
      const leaving = inMemory(hostsThatGo(accounts));
      return inApp(new App({ outdir, stackTraces: false }), deployments, { accounts, unasked, leaving });
    } finally {
      rmSync(outdir, { recursive: true, force: true });
    }
  });
}

/** Environments whose compose host is taken away, as they are while it still stands: who takes it away needs as much. */
const hostsThatGo = (accounts: readonly AccountDeployment[]): Deployment[] =>
  [...new Set(accounts.flatMap(({ environments }) => environments))].flatMap((deployment) =>
    deployment.migration?.host === "removed"
      ? [{ ...deployment, migration: { ...deployment.migration, host: "present" as const } }]
      : [],
  );

/** Names are derived from folders, files and phases; two that come out alike would overwrite each other. */
function refuseSameName(deployments: readonly Deployment[]): void {
  const files = new Map<string, string>();
  const problems = deployments.flatMap(({ environment, migration }) =>
    workspacesOf(environment, migration).flatMap(({ name }): Problem[] => {
      const other = files.get(name);
      files.set(name, environment.file);
      if (other === undefined) return [];
      const text = `its workspace ${name} is one of ${other} already; give the environment or the phase another name`;
      return [{ ...startOf(environment.file), path: "", text }];
    }),
  );
  if (problems.length > 0) throw new ConfigError(problems);
}

interface Accounts {
  readonly accounts: readonly AccountDeployment[];
  /** Workspaces of their environments that are built for them alone. */
  readonly unasked: readonly Synthesized[];
  /** Workspaces with a host that the environment removes, as they are before that. */
  readonly leaving: readonly Synthesized[];
}

function inApp(
  app: App,
  deployments: readonly Deployment[],
  { accounts, unasked, leaving }: Accounts = { accounts: [], unasked: [], leaving: [] },
): Synthesis {
  const stacks = deployments.flatMap((deployment) => {
    const workspaces = workspacesOf(deployment.environment, deployment.migration);
    const built = new Map(workspaces.map((workspace) => [workspace.name, stackFor(app, workspace, deployment)]));
    for (const [name, stack] of built) {
      const before = workspaces.find((workspace) => workspace.name === name)?.dependsOn ?? [];
      for (const dependency of before) stack.addDependency(built.get(dependency) as WorkspaceStack);
    }
    return [...built.values()];
  });
  const workspaces = stacks.map((stack) => {
    stack.runAllValidations();
    const { workspace, deployment, absent } = stack;
    return { workspace, deployment, absent, json: withoutNotes(stack.toTerraform() as TerraformJson) };
  });
  const hosts = new Map(
    leaving.flatMap(({ workspace, json }) =>
      workspace.target === "ec2-compose" ? [[workspace.name, json] as const] : [],
    ),
  );
  const accountStacks = accounts.map((deployment) => accountStack(app, deployment, [...workspaces, ...unasked], hosts));
  const ofAccounts = accountStacks.map((stack) => {
    stack.runAllValidations();
    return {
      workspace: stack.workspace,
      deployment: stack.deployment,
      json: withoutNotes(stack.toTerraform() as TerraformJson),
    };
  });
  // The manifest lists a stack when it is asked for it. None depends on the account there: the CDKTF CLI would then
  // refuse to apply an environment by its name alone, and the account is applied once, by an administrator.
  [...stacks, ...accountStacks].forEach((stack) => app.manifest.forStack(stack));
  return { workspaces, accounts: ofAccounts, manifest: app.manifest.buildManifest() };
}

/** With what the deployer of that account applies; a host that goes is by its workspace's name. */
function accountStack(
  app: App,
  deployment: AccountDeployment,
  built: readonly Synthesized[],
  hosts: ReadonlyMap<string, TerraformJson>,
): AccountStack {
  const own = built.filter((each) => deployment.environments.includes(each.deployment));
  const applied = own.map(({ workspace: { name }, deployment: { environment }, json }) => ({
    name,
    environment: environment.environment,
    json: hosts.get(name) ?? json,
  }));
  return new AccountStack(app, deployment, applied);
}

function stackFor(app: App, workspace: Workspace, deployment: Deployment): WorkspaceStack {
  switch (workspace.target) {
    case "foundation":
      return new FoundationStack(app, workspace, deployment);
    case "ecs":
      return new EcsStack(app, workspace, deployment);
    case "ec2-compose":
      return new Ec2ComposeStack(app, workspace, deployment);
    case "devenv":
      return new DevenvStack(app, workspace, deployment);
  }
}

/** The construct path beside each resource only repeats its address; the CDKTF CLI reads the stack's own note alone. */
function withoutNotes(json: TerraformJson): TerraformJson {
  for (const block of [json.resource, json.data, json.output, json["variable"]]) {
    for (const entry of Object.values(block ?? {}) as Record<string, unknown>[]) {
      delete entry["//"];
      for (const resource of Object.values(entry)) if (isRecord(resource)) delete resource["//"];
    }
  }
  return json;
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null;
