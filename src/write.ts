import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
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
 * folder and lock file, stays. With `complete`, folders of workspaces that no environment has any more are removed:
 * one left behind could still be applied.
 */
export function write(outdir: string, { workspaces, manifest }: Synthesis, complete: boolean): void {
  const stacks = join(outdir, "stacks");
  for (const { workspace, json } of workspaces) {
    mkdirSync(join(stacks, workspace.name), { recursive: true });
    writeIfChanged(join(stacks, workspace.name, "cdk.tf.json"), stableText(json));
  }
  if (complete) {
    const names = new Set(workspaces.map(({ workspace }) => workspace.name));
    for (const name of readdirSync(stacks)) if (!names.has(name)) rmSync(join(stacks, name), { recursive: true });
  }
  writeIfChanged(join(outdir, "manifest.json"), stableText(manifest));
}

function writeIfChanged(file: string, text: string): void {
  if (!existsSync(file) || readFileSync(file, "utf8") !== text) writeFileSync(file, text);
}
