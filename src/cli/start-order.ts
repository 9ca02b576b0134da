import pc from "picocolors";
import { ConfigError } from "../config/errors";
import { startOf } from "../config/extends";
import { describeAll, type Deployment } from "../deployment";
import { startOrder, type Keeper, type Wait } from "../migration/start-order";
import { bareTable } from "./workspaces-table";

const KEPT: Readonly<Record<Keeper, (wait: Wait) => string>> = {
  container: ({ by }) => `dependsOn in ${by}`,
  foundation: () => "the foundation applies before",
  order: ({ by, condition }) => (condition === "started" ? `Terraform order after ${by}` : `steady state of ${by}`),
  workspace: ({ by }) => `${by} applies before`,
  retries: () => "none: the application tries again",
  nothing: ({ by }) => pc.yellow(`none: ${by} may apply later`),
};

/** `ferry start-order shop/prod`: what each service on ECS waits for, and what keeps it waiting. */
export function startOrderCommand(root: string, target: string): string {
  const [deployment] = describeAll(root, [target]);
  return startOrderText(deployment as Deployment);
}

export function startOrderText({ environment, platform, migration }: Deployment): string {
  if (environment.target === "devenv") {
    const text = "devenv has an order of its own; allowed: an environment that runs on ECS, or moves there";
    throw new ConfigError([{ ...startOf(environment.file), path: "target", text }]);
  }
  const waits = startOrder({ platform, home: environment.target === "ecs" ? "ecs" : "compose", migration });
  const idle = Object.keys(platform.services)
    .filter((name) => Object.keys(platform.services[name]?.needs ?? {}).length === 0)
    .sort();
  const rows = waits.map((wait) => [wait.service, wait.need, wait.condition, KEPT[wait.keeper](wait)]);
  const table = rows.length > 0 ? [bareTable(["SERVICE", "WAITS FOR", "UNTIL", "KEPT BY"], rows)] : [];
  return [...table, ...(idle.length > 0 ? [pc.dim(`waits for nobody: ${idle.join(", ")}`)] : [])].join("\n");
}
