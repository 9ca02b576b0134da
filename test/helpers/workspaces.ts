import type { Deployment } from "../../src/deployment";
import { describeAll } from "../../src/deployment";
import { orderPhases } from "../../src/migration/job-order";
import type { PhaseState } from "../../src/migration/schema";
import { resolveMigration } from "../../src/migration/resolve";
import type { Workspace } from "../../src/migration/workspaces";
import { synthesize } from "../../src/synthesize";
import { composeOutputs, foundationOutputs, type Output } from "../../src/targets/outputs";
import { fixtureState } from "./fixture-state";
import type { JsonObject } from "./json";
import { objectAt } from "./json";
import { ROOT } from "./source-files";

export interface Synthesized {
  readonly workspace: Workspace;
  readonly json: JsonObject;
}

let described: readonly Deployment[] | undefined;
/** What the repository ships, read once. */
export const shipped = (): readonly Deployment[] => (described ??= describeAll(ROOT));

export function deploymentNamed(name: string): Deployment {
  const found = shipped().find(({ environment }) => `${environment.platform}/${environment.environment}` === name);
  if (!found) throw new Error(`${name} is not shipped`);
  return found;
}

export const workspacesOf = (deployments: readonly Deployment[]): Synthesized[] =>
  synthesize(deployments).workspaces.map(({ workspace, json }) => ({ workspace, json: json as unknown as JsonObject }));

export function workspaceNamed(workspaces: readonly Synthesized[], stack: Workspace["stack"]): Synthesized {
  const found = workspaces.find(({ workspace }) => workspace.stack === stack);
  if (!found) throw new Error(`${stack} is not among ${workspaces.map(({ workspace }) => workspace.name).join(", ")}`);
  return found;
}

/** The same deployment with its phases elsewhere; `25` is state shared with that share. */
export function inStates(deployment: Deployment, states: Readonly<Record<string, PhaseState | number>>): Deployment {
  const settings = deployment.environment.migration;
  if (!settings) throw new Error(`${deployment.environment.file} moves nothing`);
  const phases = settings.phases.map((phase) => {
    const { name, services } = phase;
    const wanted = states[name];
    if (wanted === undefined) return phase;
    if (typeof wanted === "number") return { name, services, state: "shared" as const, share: wanted };
    return { name, services, state: wanted };
  });
  const changed = { ...settings, phases };
  const { migration, faults } = resolveMigration(deployment.platform, changed);
  if (faults.length > 0) throw new Error(faults.map(({ text }) => text).join("\n"));
  const ordered = orderPhases(deployment.platform, migration);
  return { ...deployment, environment: { ...deployment.environment, migration: changed }, migration: ordered };
}

/**
 * What stands for the state of `producer`: every output that it writes, with the interface's own example. Outputs that
 * the interface does not know are an error, those that the producer does not write are left out, as they would be.
 */
export function stateOf({ platform }: Deployment, producer: Synthesized): JsonObject {
  const { services, jobs, tasks, stores, secrets } = platform;
  const names = Object.keys({ ...services, ...jobs, ...tasks, ...stores, ...secrets });
  const known = [foundationOutputs, composeOutputs].flatMap((outputs) =>
    Object.values(outputs).flatMap((output: Output | ((name: string) => Output)) =>
      typeof output === "function" ? names.map(output) : [output],
    ),
  );
  const written = Object.keys(objectAt(producer.json, "output"));
  return fixtureState(
    written.map((name) => {
      const output = known.find((each) => each.name === name);
      if (!output) throw new Error(`output ${name} of ${producer.workspace.name} is not in the outputs interface`);
      return { ...output, example: output.example };
    }),
  );
}
