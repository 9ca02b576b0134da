import type { $ZodType } from "zod/v4/core";
import * as z from "zod";
import type { Problem } from "./errors";
import type { LoadedEnvironment } from "./load";
import { environmentSchema } from "./schema";
import type { SourceMap } from "./source";
import { blame } from "./source";
import type { Path, Place, Tree } from "./tree";
import { childOf, formatPath, nameOf, parsePath, toValue } from "./tree";
import { whyUnknown } from "./known-paths";

/** Who says a value: a line of a file, who fills in where no file says anything, or nobody. */
export type Origin = Place | { readonly default: string } | { readonly unset: true };

export interface Said {
  readonly path: string;
  /** Undefined where a file removed it, or where nobody says anything. */
  readonly value: unknown;
  readonly origin: Origin;
}

/** One value and where it comes from. */
export interface Explanation extends Said {
  /** The latest first. */
  readonly overrode: readonly Said[];
  /** For a map: each value in it with its own line, as they may come from several files. */
  readonly parts: readonly Said[];
}

/** What stands behind the files. */
export interface Defaults {
  readonly platform: string;
  readonly settings: $ZodType;
  readonly release: $ZodType;
  /** What the platform gives each service before the environment's own is applied; asked for only when needed. */
  readonly services: () => Readonly<Record<string, unknown>>;
}

/** The value at a typed path, or why there can be none. */
export function explain(loaded: LoadedEnvironment, typed: string, defaults: Defaults): Explanation | Problem {
  const asked = parsePath(typed);
  const behind = { ...scopeOf(loaded, asked, defaults), asked };
  const { source, below } = behind;
  const path = formatPath(asked);
  const tree = source.find(below);
  const standard = standardOf(behind, defaults);
  const overrode = source.history(below).map((before) => said(path, before));
  if (tree?.kind === "map")
    return { ...said(path, tree), overrode, parts: [...partsOf(tree, asked), ...rest(tree, asked, standard)] };
  if (tree) return { ...said(path, tree), overrode: standard ? [...overrode, standard] : overrode, parts: [] };
  const unknown = whyUnknown(behind, defaults.services);
  if (unknown !== undefined) return { ...blame(source, below, unknown), path };
  return { ...(standard ?? { path, value: undefined, origin: { unset: true } }), overrode, parts: [] };
}

/** Which file a typed path is about, and which schema governs it. */
export interface Scope {
  readonly asked: readonly string[];
  readonly source: SourceMap;
  /** The path inside the file. */
  readonly below: readonly string[];
  readonly schema: $ZodType;
  /** How much of `below` is above the schema: the platform's own begins under `settings`. */
  readonly above: number;
  /** What the schema was, or would be, given. */
  readonly value: unknown;
  /** Who fills in what the schema fills in. */
  readonly owner: string;
}

function scopeOf(loaded: LoadedEnvironment, asked: readonly string[], defaults: Defaults): Omit<Scope, "asked"> {
  const owner = `platform ${defaults.platform}`;
  const { source, release, settings } = loaded;
  // `release` alone is the key of the environment that names the file.
  if (asked[0] === "release" && asked.length > 1) {
    return {
      source: release.source,
      below: asked.slice(1),
      schema: defaults.release,
      above: 0,
      value: release.value,
      owner,
    };
  }
  if (asked[0] === "settings") {
    return { source, below: asked, schema: defaults.settings, above: 1, value: settings ?? {}, owner };
  }
  return { source, below: asked, schema: environmentSchema, above: 0, value: source.value(), owner: "ferry" };
}

/** What holds, or would hold, if no file said anything at this path. */
function standardOf(
  { asked, below, schema, above, source, value, owner }: Scope,
  defaults: Defaults,
): Said | undefined {
  // An item of a list is there or not; nothing fills one in.
  if (below.some((_segment, depth) => source.find(below.slice(0, depth))?.kind === "list")) return undefined;
  const inSchema = below.slice(above);
  const [first, service, ...field] = asked;
  const ofPlatform = first === "services" && service !== undefined && field[0] !== "enabled";
  const standard = ofPlatform
    ? valueAt(defaults.services(), [service, ...field])
    : first === "services" && field.length === 1
      ? true
      : valueAt(z.safeParse(schema, without(value, inSchema)).data, inSchema);
  if (standard === undefined) return undefined;
  const who = ofPlatform ? `platform ${defaults.platform}` : owner;
  return { path: formatPath(asked), value: standard, origin: { default: who } };
}

/** The value as it would be if nobody had set this path, so that the schema fills it in. */
function without(value: unknown, path: Path): unknown {
  const [segment, ...below] = path;
  if (segment === undefined || typeof value !== "object" || value === null || Array.isArray(value)) return value;
  const { [segment]: child, ...others } = value as Record<string, unknown>;
  return child === undefined || below.length === 0 ? others : { ...others, [segment]: without(child, below) };
}

function valueAt(value: unknown, path: Path): unknown {
  let here = value;
  for (const segment of path) {
    if (typeof here !== "object" || here === null || !Object.hasOwn(here, segment)) return undefined;
    here = (here as Record<string, unknown>)[segment];
  }
  return here;
}

const said = (path: string, tree: Tree): Said => ({
  path,
  value: tree.kind === "scalar" && tree.value === null ? undefined : toValue(tree),
  origin: tree.place,
});

/** Every value below a map; a list of plain values is one of them. */
function partsOf(tree: Tree, path: Path): Said[] {
  if (tree.kind === "map") return [...tree.entries].flatMap(([key, child]) => partsOf(child, [...path, key]));
  if (tree.kind === "scalar" || tree.items.every(({ kind }) => kind === "scalar"))
    return [said(formatPath(path), tree)];
  return tree.items.flatMap((item, index) => partsOf(item, [...path, nameOf(item) ?? index]));
}

/** What the defaults add to a map that files fill in part. */
function rest(tree: Tree, path: Path, standard: Said | undefined): Said[] {
  if (typeof standard?.value !== "object" || standard.value === null) return [];
  return Object.entries(standard.value).flatMap(([key, value]) => {
    const child = childOf(tree, key);
    const here: Said = { ...standard, path: formatPath([...path, key]), value: value as unknown };
    if (child?.kind === "map") return rest(child, [...path, key], here);
    return child || value === undefined ? [] : [here];
  });
}
