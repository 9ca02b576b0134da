import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ConfigError } from "./config/errors";
import { isFileError } from "./config/files";
import type { Synthesis } from "./synthesize";

/** The text of a value with its keys in one order, so that the same model gives the same bytes. */
export function stableText(value: unknown): string {
  return `${JSON.stringify(sorted(value), null, 2)}\n`;
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, child]) => [key, sorted(child)]),
  );
}

/**
 * Writes `<outdir>/stacks/<workspace>/cdk.tf.json` and the manifest. What is beside a cdk.tf.json, Terraform's own
 * folder and lock file, stays. With `complete`, workspaces that the last manifest listed and no environment has any
 * more are removed: one left behind could still be applied. Else they stay, and stay listed. A folder that we did not
 * write is nobody's to remove. Throws ConfigError when the folder cannot be written.
 */
export function write(outdir: string, { workspaces, accounts, manifest }: Synthesis, complete: boolean): void {
  writing(outdir, () => {
    const stacks = join(outdir, "stacks");
    const before = listedIn(outdir);
    const all = [...workspaces, ...accounts];
    for (const { workspace, json } of all) {
      mkdirSync(join(stacks, workspace.name), { recursive: true });
      writeIfChanged(join(stacks, workspace.name, "cdk.tf.json"), stableText(json));
    }
    const names = new Set(all.map(({ workspace }) => workspace.name));
    const gone = Object.keys(before).filter((name) => !names.has(name));
    if (complete) for (const name of gone) rmSync(join(stacks, name), { recursive: true, force: true });
    const kept = complete ? {} : before;
    writeIfChanged(join(outdir, "manifest.json"), stableText({ ...manifest, stacks: { ...kept, ...manifest.stacks } }));
  });
}

/** Runs what writes into a folder. Throws ConfigError when the machine will not let it. */
export function writing(folder: string, work: () => void): void {
  try {
    work();
  } catch (error) {
    if (!isFileError(error)) throw error;
    throw new ConfigError([
      { file: folder, line: 1, column: 1, path: "", text: `cannot be written: ${error.message}` },
    ]);
  }
}

/** The workspaces of the last manifest, each by the name of its folder. */
function listedIn(outdir: string): Record<string, unknown> {
  const file = join(outdir, "manifest.json");
  if (!existsSync(file)) return {};
  try {
    const { stacks } = JSON.parse(readFileSync(file, "utf8")) as { stacks?: Record<string, unknown> };
    // A name that is no plain folder name is not one of ours.
    return Object.fromEntries(Object.entries(stacks ?? {}).filter(([name]) => /^[a-z][a-z0-9-]*$/.test(name)));
  } catch {
    return {};
  }
}

function writeIfChanged(file: string, text: string): void {
  if (!existsSync(file) || readFileSync(file, "utf8") !== text) writeFileSync(file, text);
}
