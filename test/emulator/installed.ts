import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { stableText } from "../../src/write";
import { findAwsProvider, findTerraform, OWN_MACHINE } from "../helpers/binaries";
import type { JsonObject } from "../helpers/json";
import { mapTexts } from "../helpers/json";
import { APPLY_TIMEOUT_MS } from "../helpers/terraform";

/**
 * A folder as a reader has it after `npm start`, and Terraform as a reader has it: backends are set up by `init`, which
 * takes the provider from a directory in the place of a registry.
 */
export class Installed {
  private readonly root = mkdtempSync(join(tmpdir(), "ferry-installed-"));
  private readonly env: NodeJS.ProcessEnv;
  private readonly binary: string;
  private readonly version: string;

  constructor(env: Readonly<Record<string, string>>) {
    const [terraform, provider] = [findTerraform(), findAwsProvider()];
    if ("missing" in terraform) throw new Error(terraform.missing);
    if ("missing" in provider) throw new Error(provider.missing);
    this.binary = terraform.path;
    this.version = provider.version;
    const mirror = join(this.root, "mirror");
    const place = join(mirror, "registry.terraform.io/hashicorp/aws", provider.version, OWN_MACHINE);
    mkdirSync(place, { recursive: true });
    symlinkSync(provider.path, join(place, basename(provider.path)));
    const config = join(this.root, "terraform.rc");
    writeFileSync(
      config,
      `disable_checkpoint = true\nprovider_installation {\n  filesystem_mirror {\n    path = ${JSON.stringify(mirror)}\n  }\n}\n`,
    );
    this.env = {
      PATH: process.env["PATH"],
      HOME: this.root,
      TF_CLI_CONFIG_FILE: config,
      AWS_EC2_METADATA_DISABLED: "true",
      AWS_ACCESS_KEY_ID: "test",
      AWS_SECRET_ACCESS_KEY: "test",
      ...env,
    };
  }

  /** Writes a workspace where `npm start` would. The provider of this machine stands for the one that is pinned. */
  write(name: string, json: JsonObject): void {
    mkdirSync(this.workspace(name), { recursive: true });
    const own = mapTexts(json, (text) => (text === PINNED ? this.version : text));
    writeFileSync(join(this.workspace(name), "cdk.tf.json"), stableText(own));
  }

  /** What `terraform -chdir=… <words>` prints; throws all of it when it does not end well. */
  terraform(name: string, ...words: readonly string[]): string {
    const { status, text } = this.run(name, ...words);
    if (status !== 0) throw new Error(`terraform ${words.join(" ")} ended with ${status}:\n${text.slice(-4000)}`);
    return text;
  }

  /** The same, for what is meant to fail. */
  run(name: string, ...words: readonly string[]): { readonly status: number | null; readonly text: string } {
    const { status, stdout, stderr } = spawnSync(
      this.binary,
      [`-chdir=${this.workspace(name)}`, ...words, "-no-color"],
      {
        env: this.env,
        encoding: "utf8",
        timeout: APPLY_TIMEOUT_MS,
        maxBuffer: 2 ** 28,
      },
    );
    return { status, text: stdout + stderr };
  }

  /** Below the folder that `npm start` runs in. */
  path = (relative: string): string => join(this.root, relative);

  dispose(): void {
    rmSync(this.root, { recursive: true, force: true });
  }

  private workspace = (name: string): string => this.path(`cdktf.out/stacks/${name}`);
}

const PINNED = "6.25.0";
