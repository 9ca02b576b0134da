import type { MapTree, ScalarTree, Tree } from "./tree";

/**
 * One file laid over the file that it extends: maps merge, lists and scalars replace, `null` removes. Each value keeps
 * what it overrode, with its place.
 */
export function mergeMaps(base: MapTree, over: MapTree): MapTree {
  const entries = new Map(base.entries);
  const removed = new Map(base.removed);
  for (const [key, value] of over.entries) {
    const before = base.entries.get(key) ?? base.removed.get(key);
    if (isRemoval(value)) {
      entries.delete(key);
      removed.set(key, before ? { ...value, overrode: before } : value);
    } else {
      entries.set(key, lay(before, value));
      removed.delete(key);
    }
  }
  return { ...over, entries, removed };
}

/** A file that extends nothing, with what its own `null`s take away taken away. */
export const withoutNulls = (tree: MapTree): MapTree => mergeMaps({ ...tree, entries: new Map() }, tree);

function lay(before: Tree | undefined, value: Tree): Tree {
  if (value.kind === "map") {
    if (before?.kind === "map") return mergeMaps(before, value);
    return before ? { ...withoutNulls(value), overrode: before } : withoutNulls(value);
  }
  const settled = value.kind === "list" ? { ...value, items: value.items.map(settle) } : value;
  return before ? { ...settled, overrode: before } : settled;
}

/** Items of a list have nothing below them, but a map among them may hold a `null` of its own. */
const settle = (item: Tree): Tree => (item.kind === "scalar" ? item : lay(undefined, item));

const isRemoval = (tree: Tree): tree is ScalarTree => tree.kind === "scalar" && tree.value === null;
