/** Where something stands. Lines and columns count from 1; the file is named from the root, as a person types it. */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

interface Node {
  /** The value where it begins on its key's line, else the key: what a person would put the finger on. */
  readonly place: Place;
  /** The key, for a value of a map. */
  readonly key?: Place;
  /** What stood here before this file said otherwise. */
  readonly overrode?: Tree;
}

export interface ScalarTree extends Node {
  readonly kind: "scalar";
  readonly value: string | number | boolean | null;
  /** As it is written, so that a message can show 012 and not 12. */
  readonly written: string;
  readonly quoted: boolean;
}

export interface MapTree extends Node {
  readonly kind: "map";
  readonly entries: ReadonlyMap<string, Tree>;
  /** What `null` took away, so that a missing value can be blamed on the line that removed it. */
  readonly removed: ReadonlyMap<string, ScalarTree>;
}

export interface ListTree extends Node {
  readonly kind: "list";
  readonly items: readonly Tree[];
}

/** YAML with its positions kept: what a file says and where. */
export type Tree = ScalarTree | MapTree | ListTree;

export type Path = readonly (string | number)[];

/** One step down. An item of a list answers to its number and to its `name`. */
export function childOf(tree: Tree, segment: string | number): Tree | undefined {
  if (tree.kind === "map") return tree.entries.get(String(segment));
  if (tree.kind === "scalar") return undefined;
  if (typeof segment === "number" || /^\d+$/.test(segment)) return tree.items[Number(segment)];
  return tree.items.find((item) => nameOf(item) === segment);
}

/** What an item of a list is called: its `name`, when it has one. */
export function nameOf(item: Tree): string | undefined {
  const name = item.kind === "map" ? item.entries.get("name") : undefined;
  return name?.kind === "scalar" && typeof name.value === "string" ? name.value : undefined;
}

/** The plain value, without positions. */
export function toValue(tree: Tree): unknown {
  if (tree.kind === "scalar") return tree.value;
  if (tree.kind === "list") return tree.items.map(toValue);
  return Object.fromEntries([...tree.entries].map(([key, child]) => [key, toValue(child)]));
}

/** `services.api.size`; a segment that would be misread stands in quotes. */
export const formatPath = (path: Path): string =>
  path.map((segment) => (/^[^\s."']+$/.test(String(segment)) ? String(segment) : JSON.stringify(segment))).join(".");

/** The segments of a typed path; the other way round than `formatPath`. */
export function parsePath(text: string): string[] {
  const segments = text.match(/"(?:[^"\\]|\\.)*"|[^."]+/g) ?? [];
  return segments.map((segment) => (segment.startsWith('"') ? unquote(segment) : segment));
}

function unquote(segment: string): string {
  try {
    return String(JSON.parse(segment));
  } catch {
    return segment.slice(1, -1);
  }
}
