import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import pc from "picocolors";
import { ConfigError } from "../config/errors";
import { blame, loadNamed } from "../config/load";
import { describe, type Deployment } from "../deployment";
import { pullNameOf } from "../model/image";
import { quoteForShell } from "../model/probe";
import { brokenRules, developmentValue, variableOf } from "../model/secret";
import { platformNamed } from "../platforms/registry";
import { laptopSecrets } from "../rendering/object-store";
import { renderProcessFiles, type ProcessFiles } from "../rendering/process-files";
import { writing } from "../write";
import { leftOut, leftOutRows } from "./left-out";

/** Nobody but who runs the processes: the files hold passwords and keys. */
const OWNER_ONLY = 0o600;

/**
 * `ferry env shop/dev`: writes what the platform's own services need to run as processes on the laptop, beside the
 * stores of mode infra. Secrets are taken from TF_VAR_…, as Terraform takes them. Throws ConfigError for an environment
 * that runs them in containers.
 */
export function envCommand(root: string, target: string, out: string | undefined, env: NodeJS.ProcessEnv): string {
  const loaded = loadNamed(root, target);
  const { platform, environment, devenv, target: option } = loaded.environment;
  if (devenv?.mode !== "infra") {
    const [path, text] =
      option === "devenv"
        ? [["devenv", "mode"], "all runs the services in containers; set infra to run them from a checkout"]
        : [["target"], `${option} has no processes of a developer; allowed: an environment with target devenv`];
    throw new ConfigError([blame(loaded.source, path, text)]);
  }
  const deployment = describe(loaded, platformNamed(platform, loaded.environment.file));
  const unfit = unfitSecrets(deployment, env);
  if (unfit.length > 0) throw new ConfigError(unfit.map((text) => blame(loaded.source, ["devenv", "mode"], text)));
  const folder = out ?? join("state", platform, environment, "processes");
  const rendered = processFiles(deployment, resolve(root, folder), env);
  write(resolve(root, folder), rendered);
  return summary(rendered, folder);
}

/** The same refusals that Terraform makes of these variables. */
function unfitSecrets({ platform }: Deployment, env: NodeJS.ProcessEnv): string[] {
  const secrets = laptopSecrets(platform);
  return Object.keys(secrets).flatMap((name) => {
    const variable = `TF_VAR_${variableOf(name)}`;
    return brokenRules(secrets, name, env[variable]).map(({ text }) => `${variable}: ${text}`);
  });
}

/** The files of one environment, as they would lie in `folder`. */
export function processFiles({ environment, platform }: Deployment, folder: string, env: NodeJS.ProcessEnv) {
  const services = Object.entries(environment.services).map(([name, { hostPorts = {} }]) => [name, hostPorts] as const);
  return renderProcessFiles({
    platform,
    environment: environment.environment,
    hostPorts: { stores: environment.devenv?.hostPorts ?? {}, services: Object.fromEntries(services) },
    domain: environment.edge.domain,
    proxy: environment.edge.kind === "proxy" ? environment.edge.proxy : undefined,
    imageName: (key) => pullNameOf(platform.images, key, environment.registry),
    secret: (name) =>
      env[`TF_VAR_${variableOf(name)}`] ??
      (laptopSecrets(platform)[name]?.kind === "generated" ? developmentValue(name) : ""),
    folder,
  });
}

function write(folder: string, { files, directories }: ProcessFiles): void {
  writing(folder, () => {
    for (const directory of directories) mkdirSync(join(folder, directory), { recursive: true });
    for (const [path, text] of Object.entries(files)) {
      const file = join(folder, path);
      mkdirSync(dirname(file), { recursive: true });
      // A file that was there would keep its mode, and show for a moment what is written into it.
      rmSync(file, { force: true });
      writeFileSync(file, text, { mode: OWNER_ONLY });
    }
  });
}

function summary({ files, directories, absent }: ProcessFiles, folder: string): string {
  const example = Object.keys(files)
    .filter((path) => path.startsWith(".env"))
    .at(-1);
  return [
    pc.bold(`Written to ${folder}, for you alone: they hold passwords`),
    ...Object.keys(files).map((path) => `  ${path}`),
    ...(directories.length === 0 ? [] : [pc.bold("Directories in the place of shared ones")]),
    ...directories.map((path) => `  ${path}`),
    ...leftOut(leftOutRows(absent)),
    pc.bold("Next, in the shell that starts a service"),
    `  set -a; . ${quoteForShell(join(folder, example ?? ""))}; set +a`,
  ].join("\n");
}
