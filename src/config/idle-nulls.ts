import type { Problem } from "./errors";
import { childOf, formatPath, nameOf, type Tree } from "./tree";

/**
 * Every `null` that takes nothing away: a misspelt key would otherwise pass as a removal, and what it was meant to
 * remove would stay.
 */
export function idleNulls(tree: Tree, path: readonly (string | number)[] = []): Problem[] {
  if (tree.kind === "scalar") return [];
  if (tree.kind === "list") {
    return tree.items.flatMap((item, index) => idleNulls(item, [...path, nameOf(item) ?? index]));
  }
  const idle = [...tree.removed].flatMap(([key, { key: place, overrode }]): Problem[] =>
    overrode || !place ? [] : [{ ...place, path: formatPath([...path, key]), text: NOTHING }],
  );
  return [...idle, ...[...tree.entries.keys()].flatMap((key) => idleNulls(childOf(tree, key) as Tree, [...path, key]))];
}

const NOTHING = "null removes what an extended file says, and none says this; remove the line, or mend its name";
