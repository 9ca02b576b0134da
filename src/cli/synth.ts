import pc from "picocolors";
import { describeChosen } from "../account";
import type { Deployment, Note } from "../deployment";
import { workspacesOf } from "../migration/workspaces";
import { variableOf } from "../model/secret";
import { synthesize, type Synthesis } from "../synthesize";
import { write } from "../write";
import { accountsTable, accountCommands } from "./accounts-table";
import { secretsText } from "./secrets-to-supply";
import { leftOut, leftOutRows } from "./left-out";
import { deployCommand } from "./deploy-command";
import { workspacesTable } from "./workspaces-table";
import { wrap } from "./wrap";

/** Said the same to every reader, and in a page of the docs. */
const COLUMNS = 100;

export interface SynthOptions {
  /** The checkout. */
  readonly root: string;
  readonly outdir: string;
  /** `shop/prod`, `shop/account`, …; all environments and accounts when there are none. */
  readonly names: readonly string[];
}

/** Synthesizes and writes, and gives what to print. Throws ConfigError before anything is written. */
export function synthCommand({ root, outdir, names }: SynthOptions): string {
  const { deployments, accounts } = describeChosen(root, names);
  const synthesis = synthesize(deployments, accounts);
  write(outdir, synthesis, names.length === 0);
  return summary(synthesis, outdir, process.env);
}

/** What was written, what was left out, what is worth knowing, and what to type next. */
export function summary(synthesis: Synthesis, outdir: string, env: NodeJS.ProcessEnv = {}): string {
  const deployments = new Set(synthesis.workspaces.map(({ deployment }) => deployment));
  return [
    ...accountsTable(synthesis.accounts),
    ...(synthesis.workspaces.length > 0 ? [workspacesTable(synthesis.workspaces)] : []),
    ...leftOut(synthesis.workspaces.flatMap(({ workspace, absent }) => leftOutRows(absent, workspace.name))),
    ...notesText([...deployments].flatMap(({ notes }) => notes)),
    ...secretsText([...deployments]),
    ...keysText([...deployments], env),
    ...accountCommands(synthesis, outdir),
    ...(deployments.size > 0 ? [nextCommands(synthesis, outdir)] : []),
  ].join("\n\n");
}

/** Secrets on a laptop, where a variable of the shell holds each; without one what it is for does not work. */
function keysText(deployments: readonly Deployment[], env: NodeJS.ProcessEnv): string[] {
  const lines = deployments.flatMap(({ environment, platform }) => {
    if (environment.target !== "devenv") return [];
    const variables = Object.keys(platform.secrets)
      .filter((name) => platform.secrets[name]?.kind === "supplied")
      .map((name) => `TF_VAR_${variableOf(name)}`)
      .filter((variable) => !env[variable]);
    if (variables.length === 0) return [];
    return [`  ${environment.platform}/${environment.environment}  ${variables.sort().join(" ")}`];
  });
  return lines.length === 0 ? [] : [[pc.bold("Keys that are not set, so empty on the laptop"), ...lines].join("\n")];
}

function notesText(notes: readonly Note[]): string[] {
  if (notes.length === 0) return [];
  const lines = notes.flatMap(({ id, problem: { file, line, column, path, text } }) => [
    `  ${file}:${line}:${column} ${path}${id === undefined ? "" : pc.dim(` (rule ${id})`)}`,
    ...wrap(text, COLUMNS, "    "),
  ]);
  return [[pc.yellow("Worth knowing"), ...lines].join("\n")];
}

/** What to type next, for the workspace that can be applied first without an account: else the first there is. */
function nextCommands({ workspaces }: Pick<Synthesis, "workspaces">, outdir: string): string {
  const [first] = [...workspaces].sort((a, b) => rank(a.workspace.target) - rank(b.workspace.target));
  if (!first) return "no environments below envs/";
  const { name } = first.workspace;
  const { platform, environment, devenv } = first.deployment.environment;
  return [
    pc.bold("Next"),
    ...(devenv ? [`  npx ferry doctor ${platform}/${environment}`] : []),
    `  npx cdktf deploy ${name}`,
    `  ${pc.dim("or, without the CDKTF CLI:")}`,
    `  terraform -chdir=${outdir}/stacks/${name} init && terraform -chdir=${outdir}/stacks/${name} apply`,
    ...(devenv?.mode === "infra" ? [`  npx ferry env ${platform}/${environment}`] : []),
    ...wholeEnvironments({ workspaces }),
  ].join("\n");
}

const rank = (target: string): number => (target === "devenv" ? 0 : 1);

/** Environments of several workspaces, each with the one command that applies them in order. */
function wholeEnvironments({ workspaces }: Pick<Synthesis, "workspaces">): string[] {
  const all = workspaces.map(({ deployment }) => deployment.environment);
  const several = [...new Set(workspaces.map(({ deployment }) => deployment))].filter(
    ({ environment, migration }) => workspacesOf(environment, migration).length > 1,
  );
  if (several.length === 0) return [];
  return [
    `  ${pc.dim("a whole environment, in the order of what depends on what; its foundation alone first, for its secrets:")}`,
    ...several.map((deployment) => `  ${deployCommand(deployment, all)}`),
  ];
}
