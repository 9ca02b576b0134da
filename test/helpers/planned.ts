import type { Deployment } from "../../src/deployment";
import type { StackName } from "../../src/migration/workspaces";
import { forOfflinePlan } from "./editor";
import { objectAt } from "./json";
import type { Plan } from "./plan";
import { Terraform, TERRAFORM_TIMEOUT_MS } from "./terraform";
import { stateOf, workspaceNamed, workspacesOf } from "./workspaces";

/** Plans one workspace against fixture states of those it reads, which are the ones its own JSON names. */
export function planOf(terraform: Terraform, deployment: Deployment, stack: StackName): Plan {
  const all = workspacesOf([deployment]);
  const { workspace, json } = workspaceNamed(all, stack);
  const file = (source: string): string => `${source}.tfstate`;
  const sources = Object.keys(objectAt(json, "data", "terraform_remote_state")) as StackName[];
  const states = sources.map((source) => [file(source), stateOf(deployment, workspaceNamed(all, source))] as const);
  return terraform.plan(workspace.name, forOfflinePlan(json, file), Object.fromEntries(states));
}

/** For a `describe`: plans once, before its first test, and clears away after its last. */
export function planBefore(deployment: Deployment, stack: StackName, take: (plan: Plan) => void): void {
  let terraform: Terraform;
  beforeAll(() => {
    terraform = new Terraform();
    take(planOf(terraform, deployment, stack));
  }, TERRAFORM_TIMEOUT_MS);
  afterAll(() => terraform.dispose());
}
