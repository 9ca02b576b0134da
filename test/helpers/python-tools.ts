import { spawnSync } from "node:child_process";
import { delimiter, join } from "node:path";
import { isFile, type Found } from "../../src/doctor/terraform";

/** Programs of PyPI that tests use; `.ci/run` installs them at these versions. */
const TOOLS = {
  moto_server: { variable: "FERRY_MOTO", packageName: "moto[server]" },
  checkov: { variable: "FERRY_CHECKOV", packageName: "checkov" },
} as const;

export const findMoto = (env: NodeJS.ProcessEnv = process.env): Found => findTool("moto_server", env);
export const findCheckov = (env: NodeJS.ProcessEnv = process.env): Found => findTool("checkov", env);

function findTool(name: keyof typeof TOOLS, env: NodeJS.ProcessEnv): Found {
  const { variable, packageName } = TOOLS[name];
  const named = env[variable];
  if (named) return isFile(named) ? { path: named, version: "" } : { missing: `${variable}=${named} is no file` };
  const folders = (env["PATH"] ?? "").split(delimiter);
  const found = folders.map((folder) => join(folder, name)).find(isFile);
  if (found !== undefined) return { path: found, version: "" };
  return { missing: `no ${name} was found; pip install '${packageName}', or name it in ${variable}` };
}

/** What it says of itself. */
export const versionOf = (path: string): string =>
  spawnSync(path, ["--version"], { encoding: "utf8" }).stdout.trim().split("\n").at(-1) ?? "";
