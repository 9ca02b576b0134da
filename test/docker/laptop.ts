import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { describeAll } from "../../src/deployment";
import { synthesize } from "../../src/synthesize";
import { write } from "../../src/write";
import { findDockerProvider, findTerraform } from "../helpers/binaries";
import type { JsonObject } from "../helpers/json";
import { Workbench } from "../fixtures/workbench";
import { ROOT } from "../helpers/source-files";

/** The version that the output pins, and so the only one that a mirror may offer. */
const PINNED = "3.6.2";
/** Pull nothing, build nothing: what takes longer than this hangs. */
const TERRAFORM_TIMEOUT_MS = 10 * 60_000;

/** Why no devenv can be applied here; undefined when one can. */
export function whyNoLaptop(): string | undefined {
  const [terraform, provider] = [findTerraform(), findDockerProvider()];
  if ("missing" in terraform) return terraform.missing;
  if ("missing" in provider) return provider.missing;
  return provider.version === PINNED
    ? undefined
    : `the Docker provider found is ${provider.version}, the output pins ${PINNED}`;
}

export interface Ran {
  readonly status: number | null;
  /** Both streams, without colour. */
  readonly output: string;
  readonly seconds: number;
}

/** A checkout of its own with copies of the shipped environments, applied by real Terraform to the real engine. */
export class Laptop {
  readonly bench = new Workbench(ROOT);
  private readonly env: NodeJS.ProcessEnv;

  constructor() {
    this.env = {
      PATH: process.env["PATH"],
      HOME: this.bench.root,
      DOCKER_HOST: process.env["DOCKER_HOST"],
      TF_CLI_CONFIG_FILE: mirrorConfig(this.bench.root),
      TF_IN_AUTOMATION: "1",
      CHECKPOINT_DISABLE: "1",
    };
  }

  /** Writes the workspaces of these environments, as `npm start` does. */
  synth(...names: string[]): void {
    write(join(this.bench.root, "cdktf.out"), synthesize(describeAll(this.bench.root, names)), false);
  }

  init(workspace: string): Ran {
    return this.terraform(workspace, ["init", "-input=false"]);
  }

  apply(workspace: string, ...args: string[]): Ran {
    return this.terraform(workspace, ["apply", "-auto-approve", "-input=false", ...args]);
  }

  destroy(workspace: string): Ran {
    return this.terraform(workspace, ["destroy", "-auto-approve", "-input=false"]);
  }

  /** Address → what would be done to it; nothing where nothing would. */
  plan(workspace: string, env: NodeJS.ProcessEnv = {}): Readonly<Record<string, string>> {
    const planned = this.terraform(workspace, ["plan", "-input=false", "-out=plan.bin"], env);
    if (planned.status !== 0) throw new Error(planned.output);
    const shown = this.terraform(workspace, ["show", "-json", "plan.bin"]);
    const { resource_changes: changes = [] } = JSON.parse(shown.output) as {
      resource_changes?: { address: string; change: { actions: string[] } }[];
    };
    const moving = changes.filter(({ change }) => !["no-op", "read"].includes(change.actions.join()));
    return Object.fromEntries(moving.map(({ address, change }) => [address, change.actions.join("+")]));
  }

  outputs(workspace: string): Readonly<Record<string, unknown>> {
    const shown = JSON.parse(this.terraform(workspace, ["output", "-json"]).output) as Record<string, JsonObject>;
    return Object.fromEntries(Object.entries(shown).map(([name, { value }]) => [name, value]));
  }

  terraform(workspace: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): Ran {
    return this.run(terraformPath(), args, { cwd: this.folder(workspace), env });
  }

  run(command: string, args: readonly string[], { cwd = this.bench.root, env = {} }: RunOptions = {}): Ran {
    const started = performance.now();
    const result = spawnSync(command, [...args], {
      cwd,
      env: { ...this.env, NO_COLOR: "1", TF_CLI_ARGS: "-no-color", ...env },
      encoding: "utf8",
      maxBuffer: 2 ** 28,
      timeout: TERRAFORM_TIMEOUT_MS,
    });
    if (result.error) throw result.error;
    const seconds = (performance.now() - started) / 1000;
    return { status: result.status, output: result.stdout + result.stderr, seconds };
  }

  /** One that is not waited for. */
  start(command: string, args: readonly string[], { cwd = this.bench.root, env = {} }: RunOptions = {}): ChildProcess {
    return spawn(command, [...args], { cwd, env: { ...this.env, ...env }, stdio: "ignore" });
  }

  folder(workspace: string): string {
    return join(this.bench.root, "cdktf.out/stacks", workspace);
  }

  remove(): void {
    this.bench.remove();
  }
}

interface RunOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
}

function terraformPath(): string {
  const found = findTerraform();
  if ("missing" in found) throw new Error(found.missing);
  return found.path;
}

/** A mirror with the one provider that a laptop needs, in place of a registry. */
export function mirrorConfig(root: string): string {
  const found = findDockerProvider();
  if ("missing" in found) throw new Error(found.missing);
  const mirror = join(root, "mirror");
  const machine = `${process.platform}_${process.arch === "x64" ? "amd64" : process.arch}`;
  const folder = join(mirror, "registry.terraform.io/kreuzwerker/docker", found.version, machine);
  mkdirSync(folder, { recursive: true });
  symlinkSync(found.path, join(folder, basename(found.path)));
  const file = join(root, "terraform.rc");
  const lines = ["disable_checkpoint = true", `provider_installation { filesystem_mirror { path = "${mirror}" } }`];
  writeFileSync(file, `${lines.join("\n")}\n`);
  return file;
}
