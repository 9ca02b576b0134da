import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import pc from "picocolors";
import { ConfigError } from "../config/errors";
import { startOf } from "../config/extends";
import { describeAll, type Deployment } from "../deployment";
import type { ComposeBundle } from "../rendering/compose-bundle";
import { hostBundle } from "../targets/ec2-compose/services";
import { ecsEnvTemplates } from "../targets/ecs/env-templates";
import { exampleReader } from "../targets/example-reader";
import { writing } from "../write";

const NO_FILES: ComposeBundle = { files: {}, absent: [] };

/** The compose bundle of one environment, with examples where only an apply knows the value; none without a host. */
export function exampleBundle(deployment: Deployment): ComposeBundle {
  const { environment, platform, migration } = deployment;
  if (environment.target !== "ec2-compose" || migration?.host === "removed") return NO_FILES;
  return hostBundle(deployment, { platform, home: "compose", migration }, exampleReader);
}

/** The same of what is on ECS: a template of variables for each component. */
export const exampleTemplates = (deployment: Deployment): Record<string, string> =>
  deployment.environment.target === "devenv" ? {} : ecsEnvTemplates(deployment, exampleReader);

/**
 * `ferry bundle shop/prod [--out folder]`: prints the compose file, or which templates there are for an environment
 * without one; with a folder writes the bundle's files, and the templates: in `ecs/`, where there is a bundle too.
 */
export function bundleCommand(root: string, target: string, out: string | undefined): string {
  const [deployment] = describeAll(root, [target]) as [Deployment];
  refuseLaptop(deployment);
  const { files, absent } = exampleBundle(deployment);
  const templates = exampleTemplates(deployment);
  const composed = files["docker-compose.yaml"];
  if (out === undefined) return composed?.trimEnd() ?? templateList(templates);
  const folder = composed === undefined ? "" : "ecs/";
  const all = {
    ...files,
    ...Object.fromEntries(Object.entries(templates).map(([path, text]) => [folder + path, text])),
  };
  writing(out, () => {
    for (const [path, text] of Object.entries(all)) {
      mkdirSync(dirname(join(out, path)), { recursive: true });
      writeFileSync(join(out, path), text);
    }
  });
  const missing = absent.map(({ service, variable, reason }) => `  ${service} ${variable} ${pc.dim(reason)}`);
  return [
    `${Object.keys(all).length} files in ${out}; what only an apply knows is an example`,
    ...(missing.length > 0 ? [pc.yellow("Not set on a host"), ...missing] : []),
  ].join("\n");
}

function refuseLaptop({ environment }: Deployment): void {
  if (environment.target !== "devenv") return;
  const text = "devenv has no bundle; allowed: an environment with target ec2-compose or ecs; for a laptop, ferry env";
  throw new ConfigError([{ ...startOf(environment.file), path: "target", text }]);
}

const templateList = (templates: Readonly<Record<string, string>>): string =>
  [...Object.keys(templates), pc.dim("Variables of each component on ECS; --out <folder> writes them.")].join("\n");
