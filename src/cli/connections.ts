import pc from "picocolors";
import { budgetsOf } from "../checks/budgets";
import { ConfigError } from "../config/errors";
import { startOf } from "../config/extends";
import { describeAll, type Deployment } from "../deployment";
import { bearable, DEFAULT_CLASS, type Budget } from "../model/connections";
import { bareTable } from "./workspaces-table";

/** `ferry connections shop/prod`: who may hold how many connections while a deployment is under way. */
export function connectionsCommand(root: string, target: string): string {
  const [deployment] = describeAll(root, [target]);
  return connectionsText(deployment as Deployment);
}

export function connectionsText(deployment: Deployment): string {
  const { environment } = deployment;
  if (environment.target === "devenv") {
    const text = "devenv runs one of each and has no budget; allowed: an environment on AWS";
    throw new ConfigError([{ ...startOf(environment.file), path: "target", text }]);
  }
  return budgetsOf(deployment)
    .map((budget) => `${pc.bold(budget.store)}\n${table(budget)}\n${sum(deployment, budget)}`)
    .join("\n\n");
}

const table = ({ claims }: Budget): string =>
  bareTable(
    ["  SERVICE", "POOLS OF ONE", "AT ONCE", "CONNECTIONS"],
    claims.map(({ service, pool, instances, connections }) => [`  ${service}`, pool, instances, connections]),
  );

function sum({ environment }: Deployment, { store, kind, connections, limit, because }: Budget): string {
  if (limit === undefined) return `  ${connections} of a number that is not known: ${because}`;
  const line = `  ${connections} of ${limit} (${Math.round((100 * connections) / limit)} %): ${because}`;
  if (kind === "redis") return line;
  const instanceClass = environment.stores[store]?.instanceClass ?? DEFAULT_CLASS.postgres;
  const most = bearable(instanceClass);
  return `${line}; ${instanceClass} bears ${most ?? "a number that is not in our table"}`;
}
