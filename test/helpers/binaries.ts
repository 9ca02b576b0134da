import { readdirSync } from "node:fs";
import { homedir } from "node:os";
import { basename, join } from "node:path";
import { byVersion, isFile, type Found } from "../../src/doctor/terraform";

export { findTerraform, type Found } from "../../src/doctor/terraform";

/** Where installers put things. Never the whole disk: a network mount in it would take minutes. */
const INSTALL_ROOTS = ["/opt", "/usr/local", "/usr/lib", "/var/lib"];
/** `<root>/<any>/registry.terraform.io/<namespace>/<type>/<version>/<os_arch>` and one to spare. */
const SEARCH_DEPTH = 8;
const SEARCH_DIRECTORIES = 5_000;
const NEVER_ENTERED = new Set(["node_modules", ".git", "docker", "dpkg", "go", "python3", "jvm", "gcc"]);

export const findAwsProvider = (env: NodeJS.ProcessEnv = process.env): Found => findProvider("aws", env);
export const findDockerProvider = (env: NodeJS.ProcessEnv = process.env): Found => findProvider("docker", env);

function findProvider(type: "aws" | "docker", env: NodeJS.ProcessEnv): Found {
  const variable = `FERRY_${type.toUpperCase()}_PROVIDER`;
  const named = env[variable];
  if (named) {
    const version = versionInName(basename(named), type);
    if (!isFile(named)) return { missing: `${variable}=${named} is no file` };
    return version ? { path: named, version } : { missing: `${variable}=${named} has no version in its name` };
  }
  for (const roots of [pluginDirectories(env), INSTALL_ROOTS]) {
    const [best] = roots.flatMap((root) => providersUnder(root, type)).sort((a, b) => byVersion(b.version, a.version));
    if (best) return best;
  }
  return {
    missing: `no terraform-provider-${type} was found; name one in ${variable}`,
  };
}

/** Source: Terraform, "CLI configuration", implied local mirror directories and plugin cache. */
function pluginDirectories(env: NodeJS.ProcessEnv): string[] {
  const home = env["HOME"] ?? homedir();
  return [
    ...(env["TF_PLUGIN_CACHE_DIR"] ? [env["TF_PLUGIN_CACHE_DIR"]] : []),
    join(home, ".terraform.d/plugins"),
    join(home, ".terraform.d/plugin-cache"),
    join(home, ".local/share/terraform/plugins"),
    "/usr/local/share/terraform/plugins",
    "/usr/share/terraform/plugins",
  ];
}

/** Breadth first, so that a huge neighbour cannot hide a provider that lies near the root. */
function providersUnder(root: string, type: string): { path: string; version: string }[] {
  const found: { path: string; version: string }[] = [];
  let level = [root];
  let budget = SEARCH_DIRECTORIES;
  for (let depth = 0; depth <= SEARCH_DEPTH && level.length > 0; depth++) {
    const next: string[] = [];
    for (const folder of level.slice(0, Math.max(0, budget))) {
      for (const entry of entriesOf(folder)) {
        const path = join(folder, entry.name);
        if (entry.isDirectory() && !NEVER_ENTERED.has(entry.name) && !forOtherMachine(entry.name)) next.push(path);
        const version = versionInName(entry.name, type);
        if (version && isFile(path)) found.push({ path, version });
      }
    }
    budget -= level.length;
    level = next;
  }
  return found;
}

/** `terraform-provider-aws_v5.100.0_x5` → 5.100.0 */
const versionInName = (name: string, type: string): string | undefined =>
  new RegExp(`^terraform-provider-${type}_v(\\d+\\.\\d+\\.\\d+)(?:_x\\d+)?(?:\\.exe)?$`).exec(name)?.[1];

const ARCHITECTURES: Readonly<Record<string, string>> = { x64: "amd64", arm64: "arm64", ia32: "386", arm: "arm" };
export const OWN_MACHINE = `${process.platform}_${ARCHITECTURES[process.arch] ?? process.arch}`;
const forOtherMachine = (folder: string): boolean =>
  /^(linux|darwin|windows|freebsd)_[a-z0-9]+$/.test(folder) && folder !== OWN_MACHINE;

/** A folder that cannot be read holds nothing for us. */
function entriesOf(folder: string) {
  try {
    return readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch {
    return [];
  }
}
