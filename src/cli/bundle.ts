import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import pc from "picocolors";
import { ConfigError } from "../config/errors";
import { startOf } from "../config/extends";
import { describeAll, type Deployment } from "../deployment";
import type { ComposeBundle } from "../rendering/compose-bundle";
import { exampleReader } from "../targets/example-reader";
import { writing } from "../write";
import { hostBundle } from "../targets/ec2-compose/services";

/** The compose bundle of one environment, with examples where only an apply knows the value. */
export function exampleBundle(deployment: Deployment): ComposeBundle {
  const { environment, platform, migration } = deployment;
  if (environment.target !== "ec2-compose") {
    const text = `${environment.target} has no compose bundle; allowed: an environment with target ec2-compose`;
    throw new ConfigError([{ ...startOf(environment.file), path: "target", text }]);
  }
  return hostBundle(deployment, { platform, home: "compose", migration }, exampleReader);
}

/** `ferry bundle shop/prod [--out folder]`: prints the compose file, or writes all of the bundle's files. */
export function bundleCommand(root: string, target: string, out: string | undefined): string {
  const [deployment] = describeAll(root, [target]);
  const { files, absent } = exampleBundle(deployment as Deployment);
  if (out === undefined) return (files["docker-compose.yaml"] ?? "").trimEnd();
  writing(out, () => {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(out, path)), { recursive: true });
      writeFileSync(join(out, path), text);
    }
  });
  const missing = absent.map(({ service, variable, reason }) => `  ${service} ${variable} ${pc.dim(reason)}`);
  return [
    `${Object.keys(files).length} files in ${out}; what only an apply knows is an example`,
    ...(missing.length > 0 ? [pc.yellow("Not set on a host"), ...missing] : []),
  ].join("\n");
}
