import type { $ZodIssue, $ZodType } from "zod/v4/core";
import { allowedBy, innermost, keysAt, keysOf, optionsOf, schemasAt } from "./allowed";
import type { Problem } from "./errors";
import type { SourceMap } from "./source";
import { blame } from "./source";
import { didYouMean, nearestName } from "./suggest";
import { oldBoolean } from "./traps";
import type { Path, Tree } from "./tree";
import { formatPath } from "./tree";

/** Names that are known and refused, by the path where they may turn up: name → why, and what to use instead. */
export type Refused = Readonly<Record<string, Readonly<Record<string, string>>>>;

export interface Blamed {
  readonly schema: $ZodType;
  readonly source: SourceMap;
  /** Where in the file the checked value begins. */
  readonly prefix?: Path;
  readonly refused?: Refused;
}

/** What zod found, each at its line: what it got, what is allowed, what was probably meant. */
export const problemsOf = (issues: readonly $ZodIssue[], blamed: Blamed): Problem[] =>
  withoutEchoes(issues, blamed).flatMap((issue) => problemsIn(issue, [], blamed));

function problemsIn(issue: $ZodIssue, above: Path, blamed: Blamed): Problem[] {
  const path = [...above, ...issue.path.map((segment) => (typeof segment === "symbol" ? String(segment) : segment))];
  const { source, prefix = [] } = blamed;
  const full = [...prefix, ...path];
  if (issue.code === "unrecognized_keys") {
    const known = keysAt(blamed.schema, path);
    return issue.keys.map((key) => blame(source, [...full, key], unknownKey(key, known), "key"));
  }
  if (issue.code === "invalid_key") {
    const got = `got key ${JSON.stringify(full.at(-1))}`;
    return [blame(source, full, `${got}; allowed: ${keyAllowed(path, blamed)}`, "key")];
  }
  if (issue.code === "invalid_union") return fromUnion(issue, path, blamed);
  return [blame(source, full, issue.code === "custom" ? issue.message : sentence(path, blamed))];
}

/** A key that is misspelt is also missing; that is said once, at the key. */
function withoutEchoes(issues: readonly $ZodIssue[], { schema, source, prefix = [] }: Blamed): readonly $ZodIssue[] {
  const meant = new Set<string>();
  for (const { path, ...issue } of issues) {
    if (issue.code !== "unrecognized_keys") continue;
    const known = keysAt(schema, path as Path);
    for (const key of issue.keys) meant.add(formatPath([...(path as Path), nearestName(key, known) ?? ""]));
  }
  if (meant.size === 0) return issues;
  return issues.filter(
    ({ path }) => !meant.has(formatPath(path as Path)) || source.find([...prefix, ...(path as Path)]),
  );
}

function unknownKey(key: string, known: readonly string[]): string {
  const allowed = known.length > 0 ? `; allowed: ${known.join(", ")}` : "";
  return `unknown key${allowed}${didYouMean(key, known)}`;
}

function keyAllowed(path: Path, { schema }: Blamed): string {
  for (const parent of schemasAt(schema, path.slice(0, -1)).flatMap(optionsOf)) {
    const { def } = parent._zod;
    if (def.type === "record") return allowedBy(def.keyType);
  }
  return "another name";
}

/** Of a union's options only the one that was probably meant is worth telling about. */
function fromUnion(issue: Extract<$ZodIssue, { code: "invalid_union" }>, path: Path, blamed: Blamed): Problem[] {
  const { schema, source, prefix = [] } = blamed;
  const full = [...prefix, ...path];
  const options = "options" in issue ? (issue.options as readonly unknown[] | undefined) : undefined;
  if (options) {
    const tree = source.find(full);
    const allowed = options.map(String);
    return [blame(source, full, `${gotOrMissing(tree)}; allowed: ${allowed.join(", ")}${meant(tree, allowed)}`)];
  }
  const best = [...issue.errors].sort((a, b) => strangeness(a) - strangeness(b))[0];
  if (!best || best.some((each) => each.path.length === 0)) {
    return [blame(source, full, `${gotOrMissing(source.find(full))}; allowed: ${choices(schema, path)}`)];
  }
  return best.flatMap((each) => problemsIn(each, path, blamed));
}

/** How little an option fits: another kind of value altogether, then keys it does not know, then keys it lacks. */
const strangeness = (issues: readonly $ZodIssue[]): number =>
  issues.reduce((sum, { code, path }) => sum + (path.length > 0 ? 1 : code === "unrecognized_keys" ? 10 : 100), 0);

/** Maps told apart by their keys, and whatever else may stand there. */
function choices(schema: $ZodType, path: Path): string {
  const said = schemasAt(schema, path)
    .flatMap(optionsOf)
    .map((option) => {
      const keys = keysOf(option);
      return keys.length > 0 ? `{ ${keys.join(", ")} }` : allowedBy(option);
    });
  return [...new Set(said)].join(", or ");
}

function sentence(path: Path, blamed: Blamed): string {
  const { schema, source, prefix = [], refused } = blamed;
  const tree = source.find([...prefix, ...path]);
  const options = schemasAt(schema, path);
  const allowed = options.length === 0 ? "" : `; allowed: ${[...new Set(options.map(allowedBy))].join(", or ")}`;
  const reason = tree?.kind === "scalar" ? refused?.[path.join(".")]?.[String(tree.value)] : undefined;
  if (reason !== undefined) return `${gotOrMissing(tree)}, ${reason}${allowed}`;
  return `${gotOrMissing(tree)}${allowed}${options[0] ? hint(tree, options[0]) : ""}`;
}

/** What to write instead, when that can be told. */
function hint(tree: Tree | undefined, schema: $ZodType): string {
  if (tree?.kind !== "scalar") return "";
  const { def } = innermost(schema)._zod;
  const { value, written, quoted } = tree;
  if (def.type === "string" && typeof value !== "string") return `; put it in quotes: "${written}"`;
  if (def.type === "number" && quoted && /^-?\d+(?:\.\d+)?$/.test(written)) return `; write ${written} without quotes`;
  if (def.type === "boolean" && typeof value === "string") return booleanHint(value);
  if (def.type === "array") return `; write [${quoted ? JSON.stringify(value) : written}]`;
  return def.type === "enum" ? meant(tree, Object.values(def.entries).map(String)) : "";
}

function booleanHint(word: string): string {
  const value = /^(?:true|false)$/i.test(word) ? word.toLowerCase() : oldBoolean(word);
  return value === undefined ? "" : `; write ${value}`;
}

const meant = (tree: Tree | undefined, known: readonly string[]): string =>
  tree?.kind === "scalar" && tree.value !== null ? didYouMean(String(tree.value), known) : "";

/** `got "yes"`: what stands in the file, as it is written there. */
export function gotOrMissing(tree: Tree | undefined): string {
  if (!tree) return "missing";
  if (tree.kind === "map") return "got a map";
  if (tree.kind === "list") return `got a list of ${tree.items.length}`;
  if (tree.value === null) return "got nothing";
  if (typeof tree.value !== "string") return `got ${tree.written}`;
  const text = tree.value.length > 60 ? `${tree.value.slice(0, 57)}…` : tree.value;
  return `got ${JSON.stringify(text)}`;
}
