import { join } from "node:path";
import { describeChosen } from "../../src/account";
import type { Deployment } from "../../src/deployment";
import type { StackName } from "../../src/migration/workspaces";
import { synthesize } from "../../src/synthesize";
import { forOfflinePlan } from "./editor";
import type { JsonObject } from "./json";
import { objectAt } from "./json";
import { ROOT } from "./source-files";
import type { Terraform } from "./terraform";
import { stateOf, workspaceNamed, workspacesOf } from "./workspaces";

/** Plans every workspace of a deployment offline; workspace → the file with its plan as JSON. */
export function planFiles(terraform: Terraform, deployment: Deployment, folder: string): Record<string, string> {
  const all = workspacesOf([deployment]);
  return Object.fromEntries(
    all.map(({ workspace, json }) => {
      const file = (source: string): string => `${source}.tfstate`;
      const sources = Object.keys(objectAt(json, "data", "terraform_remote_state")) as StackName[];
      const states = sources.map((source) => [file(source), stateOf(deployment, workspaceNamed(all, source))] as const);
      const path = join(folder, `${workspace.name}.json`);
      terraform.planFile(workspace.name, forOfflinePlan(json, file), Object.fromEntries(states), path);
      return [workspace.name, path];
    }),
  );
}

/** The same of every account that is shipped. */
export function accountFiles(terraform: Terraform, folder: string): string[] {
  const { deployments, accounts } = describeChosen(ROOT);
  return synthesize(deployments, accounts).accounts.map(({ workspace, json }) => {
    const path = join(folder, `${workspace.name}.json`);
    const edited = forOfflinePlan(json as unknown as JsonObject, (source) => source);
    terraform.planFile(workspace.name, edited, {}, path);
    return path;
  });
}
