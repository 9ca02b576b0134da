import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { stableText } from "../../src/write";
import type { Found } from "./binaries";
import { findAwsProvider, findDockerProvider, findTerraform } from "./binaries";
import type { Json, JsonObject } from "./json";
import { Plan } from "./plan";

/** Seven seconds is usual; a cold disk with a 700 MB provider on it takes a minute. */
export const TERRAFORM_TIMEOUT_MS = 180_000;

/** An emulator's waiters take a minute or two for a load balancer and a database. */
export const APPLY_TIMEOUT_MS = 10 * 60_000;

/** What Terraform found at fault, as it would print it. */
export interface Diagnostic {
  readonly severity: "error" | "warning";
  readonly summary: string;
  readonly detail?: string;
  readonly address?: string;
}

/** A line of `terraform test -json`. */
interface TestEvent {
  readonly type: string;
  readonly diagnostic?: Diagnostic;
}

/** Why no AWS workspace can be given to Terraform here; undefined when it can. */
export function whyNoTerraform(): string | undefined {
  const gaps = [findTerraform(), findAwsProvider()].flatMap((found) => ("missing" in found ? [found.missing] : []));
  return gaps.length === 0 ? undefined : gaps.join("; ");
}

/** Why the devenv cannot be given to Terraform here. */
export function whyNoDocker(): string | undefined {
  const found = findDockerProvider();
  return "missing" in found ? found.missing : undefined;
}

/**
 * Runs Terraform in a folder of its own against provider binaries of this machine: nothing is fetched, no credentials
 * of the reader are seen.
 */
export class Terraform {
  private readonly folder = mkdtempSync(join(tmpdir(), "ferry-terraform-"));
  private readonly binary = pathOf(findTerraform());
  private readonly env: NodeJS.ProcessEnv;

  /** `env` reaches Terraform beside what it needs anyway, such as the address of an emulator. */
  constructor(env: Readonly<Record<string, string>> = {}) {
    const config = join(this.folder, "terraform.rc");
    writeFileSync(config, cliConfig());
    // Only what is named here reaches Terraform: a developer's AWS_PROFILE or TF_WORKSPACE must not.
    this.env = {
      PATH: process.env["PATH"],
      HOME: this.folder,
      TF_CLI_CONFIG_FILE: config,
      TF_IN_AUTOMATION: "1",
      CHECKPOINT_DISABLE: "1",
      AWS_EC2_METADATA_DISABLED: "true",
      ...env,
    };
  }

  /** The errors of a workspace exactly as it was synthesized; an S3 backend in it is no hindrance. */
  validate(name: string, json: JsonObject): Diagnostic[] {
    const folder = this.write(name, { "cdk.tf.json": json });
    const { stdout, stderr } = this.run(folder, ["validate", "-json"]);
    const answer = parse<{ diagnostics?: Diagnostic[] }>(stdout, stderr);
    return (answer.diagnostics ?? []).filter(({ severity }) => severity === "error");
  }

  /** `json` has been through the editor; `files` are what it reads beside it, such as another workspace's state. */
  plan(name: string, json: JsonObject, files: Readonly<Record<string, Json>> = {}): Plan {
    const folder = this.write(name, { "cdk.tf.json": json, ...files });
    const planned = this.run(folder, ["plan", "-refresh=false", "-input=false", "-no-color", "-out=plan.bin"]);
    if (planned.status !== 0) throw new Error(`terraform plan of ${name}:\n${planned.stderr}`);
    const { stdout, stderr } = this.run(folder, ["show", "-json", "plan.bin"]);
    return new Plan(parse<JsonObject>(stdout, stderr));
  }

  /** Makes it so, for real, and keeps the state in the workspace's folder. Gives what Terraform printed at its end. */
  apply(name: string, json: JsonObject, ...args: readonly string[]): string {
    const folder = this.write(name, { "cdk.tf.json": json });
    const applied = this.run(folder, [
      "apply",
      "-auto-approve",
      "-input=false",
      "-no-color",
      "-parallelism=20",
      ...args,
    ]);
    if (applied.status !== 0) throw new Error(`terraform apply of ${name}:\n${applied.stderr}`);
    return applied.stdout.trimEnd().split("\n").slice(-40).join("\n");
  }

  /** What the next apply would do, after a look at what is there. */
  replan(name: string, json: JsonObject): Plan {
    const folder = this.write(name, { "cdk.tf.json": json });
    const planned = this.run(folder, ["plan", "-input=false", "-no-color", "-parallelism=20", "-out=plan.bin"]);
    if (planned.status !== 0) throw new Error(`terraform plan of ${name}:\n${planned.stderr}`);
    const { stdout, stderr } = this.run(folder, ["show", "-json", "plan.bin"]);
    return new Plan(parse<JsonObject>(stdout, stderr));
  }

  /** The JSON of a plan as `terraform show` prints it, for who reads it from a file. */
  planFile(name: string, json: JsonObject, files: Readonly<Record<string, Json>>, to: string): void {
    const folder = this.write(name, { "cdk.tf.json": json, ...files });
    const planned = this.run(folder, ["plan", "-refresh=false", "-input=false", "-no-color", "-out=plan.bin"]);
    if (planned.status !== 0) throw new Error(`terraform plan of ${name}:\n${planned.stderr}`);
    writeFileSync(to, this.run(folder, ["show", "-json", "plan.bin"]).stdout);
  }

  /** The whole state of a workspace that was applied, as it lies on the disk. */
  stateText(name: string): string {
    return readFileSync(this.statePath(name), "utf8");
  }

  statePath(name: string): string {
    return join(this.folder, name, "terraform.tfstate");
  }

  /**
   * What a plan says against things that others made, of which `seen` says what AWS would answer: data source → its
   * values. Terraform's own mocks stand for the provider's answers, so conditions of data sources are really looked at.
   */
  lookAt(name: string, json: JsonObject, seen: Readonly<Record<string, JsonObject>>): string[] {
    const override_data = Object.entries(seen).map(([target, values]) => ({ target, values }));
    const test = { mock_provider: { aws: { override_data } }, run: { look: { command: "plan" } } };
    const folder = this.write(name, { "cdk.tf.json": json, "look.tftest.json": test });
    const { stdout, stderr } = this.run(folder, ["test", "-json"]);
    const events = stdout.split("\n").flatMap((line) => (line ? [parse<TestEvent>(line, stderr)] : []));
    if (!events.some(({ type }) => type === "test_summary")) throw new Error(`terraform test of ${name}:\n${stderr}`);
    return events.flatMap(({ diagnostic }) => (diagnostic?.severity === "error" ? [formatDiagnostic(diagnostic)] : []));
  }

  /** What a workspace's providers know of their resources: provider → schemas. */
  schemas(name: string, json: JsonObject): JsonObject {
    const folder = this.write(name, { "cdk.tf.json": json });
    const { stdout, stderr } = this.run(folder, ["providers", "schema", "-json"]);
    return parse<{ provider_schemas: JsonObject }>(stdout, stderr).provider_schemas;
  }

  dispose(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  private write(name: string, files: Readonly<Record<string, Json>>): string {
    const folder = join(this.folder, name);
    mkdirSync(folder, { recursive: true });
    // On lines of its own, because Terraform shows the whole line that an error stands in.
    for (const [file, content] of Object.entries(files)) writeFileSync(join(folder, file), stableText(content));
    return folder;
  }

  private run(cwd: string, args: readonly string[]) {
    const options = {
      cwd,
      env: this.env,
      encoding: "utf8",
      maxBuffer: 256 * 2 ** 20,
      timeout: args[0] === "apply" ? APPLY_TIMEOUT_MS : TERRAFORM_TIMEOUT_MS,
    } as const;
    const result = spawnSync(this.binary, args, options);
    if (result.error) throw result.error;
    return result;
  }
}

export const formatDiagnostic = ({ summary, detail, address }: Diagnostic): string =>
  [address, summary, detail].filter(Boolean).join(" · ");

/** `dev_overrides` takes the binary as it is: no init, no registry, and the version pin is not compared with it. */
function cliConfig(): string {
  const overrides = [
    ["hashicorp/aws", findAwsProvider()],
    ["kreuzwerker/docker", findDockerProvider()],
  ] as const;
  const lines = overrides.flatMap(([source, found]) =>
    "path" in found ? [`    ${JSON.stringify(source)} = ${JSON.stringify(dirname(found.path))}`] : [],
  );
  return `disable_checkpoint = true\nprovider_installation {\n  dev_overrides {\n${lines.join("\n")}\n  }\n}\n`;
}

function pathOf(found: Found): string {
  if ("missing" in found) throw new Error(found.missing);
  return found.path;
}

function parse<T>(stdout: string, stderr: string): T {
  try {
    return JSON.parse(stdout) as T;
  } catch {
    throw new Error(`terraform printed no JSON:\n${stdout}${stderr}`);
  }
}
