import { join } from "node:path";
import type { Deployment } from "../../src/deployment";
import type { StackName } from "../../src/migration/workspaces";
import { forOfflinePlan } from "./editor";
import { objectAt } from "./json";
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
