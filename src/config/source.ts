import type { Problem } from "./errors";
import type { MapTree, Path, Place, Tree } from "./tree";
import { childOf, formatPath, nameOf, toValue } from "./tree";

/** Knows for every path of a merged file what it holds, where that stands, and what it overrode. */
export class SourceMap {
  constructor(
    /** The file that was asked for; what it extends is in the places. */
    readonly file: string,
    readonly tree: MapTree,
  ) {}

  /** The plain value of the whole. */
  value(): unknown {
    return toValue(this.tree);
  }

  /** What stands at this path; items of a list by number or by name. */
  find(path: Path): Tree | undefined {
    return descend(this.tree, path);
  }

  /** Its place; where it says nothing, the line that removed it, else the nearest that is above it. */
  place(path: Path): Place {
    let here: Tree = this.tree;
    for (const segment of path) {
      const next: Tree | undefined = childOf(here, segment);
      if (!next) return (here.kind === "map" ? here.removed.get(String(segment))?.place : undefined) ?? here.place;
      here = next;
    }
    return here.place;
  }

  /** The place of the key, for what is wrong with the key and not with its value. */
  keyPlace(path: Path): Place {
    const tree = this.find(path);
    return tree?.key ?? tree?.place ?? this.place(path);
  }

  /** What the value at this path overrode, the latest first; a `null` among them is a removal. */
  history(path: Path): readonly Tree[] {
    const found: Tree[] = [];
    let here: Tree | undefined = this.tree;
    for (let depth = 0; here; depth += 1) {
      const below = path.slice(depth);
      for (let before = here.overrode; before; before = before.overrode) {
        const was = descend(before, below);
        if (was) found.push(was);
      }
      const segment = below[0];
      here = segment === undefined ? undefined : childOf(here, segment);
    }
    return found;
  }

  /** The path as it would be typed: items of a list by their name where they have one. */
  show(path: Path): string {
    let here: Tree | undefined = this.tree;
    const shown = path.map((segment) => {
      const parent: Tree | undefined = here;
      here = parent && childOf(parent, segment);
      const name = parent?.kind === "list" && here ? nameOf(here) : undefined;
      return name !== undefined && parent && childOf(parent, name) === here ? name : segment;
    });
    return formatPath(shown);
  }
}

/** A sentence about a path, at the line to mend: the value's, or its key's. */
export function blame(source: SourceMap, path: Path, text: string, on: "value" | "key" = "value"): Problem {
  const place = on === "key" ? source.keyPlace(path) : source.place(path);
  return { ...place, path: source.show(path), text };
}

function descend(tree: Tree, path: Path): Tree | undefined {
  let here: Tree | undefined = tree;
  for (const segment of path) {
    here = here && childOf(here, segment);
  }
  return here;
}
