import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { stableText } from "../../src/write";
import { type JsonObject, objectAt } from "../helpers/json";

/** Path below test/golden → text. */
export type GoldenFiles = Readonly<Record<string, string>>;

/** What is kept of one workspace: its addresses, its JSON, and the files that it brings to a host, as a reader sees them. */
export const goldenFiles = (workspace: string, json: JsonObject): GoldenFiles => ({
  [`${workspace}/addresses.txt`]: `${addressesOf(json).join("\n")}\n`,
  [`${workspace}/cdk.tf.json`]: stableText(withoutTexts(json)),
  ...Object.fromEntries(bundleOf(json).map(([path, text]) => [`${workspace}/bundle/${path}`, text])),
});

/** Everything that has an address in Terraform, outputs and variables included, sorted. */
export function addressesOf(json: JsonObject): string[] {
  const blocks = (kind: string, prefix: string): string[] =>
    Object.entries(objectAt(json, kind)).flatMap(([type, named]) =>
      Object.keys(objectAt(named)).map((name) => `${prefix}${type}.${name}`),
    );
  const named = (kind: string, prefix: string): string[] =>
    Object.keys(objectAt(json, kind)).map((name) => `${prefix}${name}`);
  return [
    ...blocks("resource", ""),
    ...blocks("data", "data."),
    ...blocks("ephemeral", "ephemeral."),
    ...named("variable", "var."),
    ...named("output", "output."),
  ].sort();
}

/** Only what Terraform makes and could lose. */
export const countResources = (json: JsonObject): number =>
  Object.values(objectAt(json, "resource")).reduce<number>(
    (count, named) => count + Object.keys(objectAt(named)).length,
    0,
  );

/** What a host is given, but for the program, whose files are in the sources: they would stand in the JSON on one line each. */
const bundleOf = (json: JsonObject): [string, string][] =>
  Object.entries(objectAt(json, "locals", "bundle_files"))
    .filter(([path]) => !path.startsWith("program/"))
    .map(([path, text]) => [path, text as string]);

/** The JSON without the texts that are kept beside it. */
function withoutTexts(json: JsonObject): JsonObject {
  const locals = objectAt(json, "locals");
  if (locals["bundle_files"] === undefined) return json;
  const named = Object.keys(objectAt(locals, "bundle_files")).map((path) => [path, `the text of ${path}`]);
  return { ...json, locals: { ...locals, bundle_files: Object.fromEntries(named) as JsonObject } };
}

/** What is committed below `root`; a file that no workspace has any more is among it. */
export function committed(root: string): GoldenFiles {
  const paths = readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.endsWith(".ts"))
    .map((entry) => join(entry.parentPath, entry.name));
  return Object.fromEntries(paths.map((path) => [path.slice(root.length + 1), readFileSync(path, "utf8")]));
}

export function rewrite(root: string, files: GoldenFiles): void {
  for (const path of Object.keys(committed(root))) if (!(path in files)) rmSync(join(root, path));
  for (const [path, text] of Object.entries(files)) {
    if (!existsSync(dirname(join(root, path)))) mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
}
