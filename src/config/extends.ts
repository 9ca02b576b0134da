import path from "node:path";
import type { Problem } from "./errors";
import type { Files } from "./files";
import { mergeMaps, withoutNulls } from "./merge";
import { didYouMean } from "./suggest";
import type { MapTree, Place, Tree } from "./tree";

/** A file with all that it extends merged below it, or why there is none. */
export type Extended = { readonly tree: MapTree } | { readonly problems: readonly Problem[] };

/** Reads a file and, through `extends`, the files below it. */
export function readExtended(files: Files, file: string): Extended {
  return follow(files, file, []);
}

function follow(files: Files, file: string, chain: readonly string[]): Extended {
  const reading = files.reading(file);
  if ("unreadable" in reading) {
    return { problems: [{ file: files.display(file), line: 1, column: 1, path: "", text: reading.unreadable }] };
  }
  if ("problems" in reading) return reading;
  const { parent, tree } = withoutExtends(reading.tree);
  if (!parent) return { tree: withoutNulls(tree) };
  const next = parentFile(files, file, parent, [...chain, file]);
  if (typeof next !== "string") return { problems: [next] };
  const below = follow(files, next, [...chain, file]);
  return "tree" in below ? { tree: mergeMaps(below.tree, tree) } : below;
}

function withoutExtends(tree: MapTree): { parent: Tree | undefined; tree: MapTree } {
  const parent = tree.entries.get("extends");
  if (!parent) return { parent, tree };
  const entries = new Map(tree.entries);
  entries.delete("extends");
  return { parent, tree: { ...tree, entries } };
}

/** The file that is extended, or what is wrong with the line that names it. */
function parentFile(files: Files, file: string, named: Tree, chain: readonly string[]): string | Problem {
  const at = (text: string): Problem => ({ ...named.place, path: "extends", text });
  if (named.kind !== "scalar" || typeof named.value !== "string" || named.value === "") {
    return at("must be the path of one file, relative to this one, such as base.yaml");
  }
  const next = fileBeside(file, named.value);
  if (!next) return at(`${named.value} is an absolute path; write it relative to this file`);
  const before = chain.indexOf(next);
  if (before >= 0) {
    const loop = [...chain.slice(before), next].map((each) => files.display(each)).join(" → ");
    return at(`files extend each other in a loop: ${loop}`);
  }
  const reading = files.reading(next);
  return "unreadable" in reading ? at(missing(files, next, reading.unreadable)) : next;
}

/** A path as one file names another; nothing when it is absolute, which no other machine could follow. */
export const fileBeside = (file: string, named: string): string | undefined =>
  path.isAbsolute(named) ? undefined : path.resolve(path.dirname(file), named);

/** `envs/shop/bsae.yaml does not exist; did you mean base.yaml`. */
export function missing(files: Files, file: string, reason: string): string {
  const beside = files.list(path.relative(files.root, path.dirname(file))).filter(({ isFolder }) => !isFolder);
  const hint =
    reason === "does not exist"
      ? didYouMean(
          path.basename(file),
          beside.map(({ name }) => name),
        )
      : "";
  return `${files.display(file)} ${reason}${hint}`;
}

/** Where a whole file is blamed. */
export const startOf = (file: string): Place => ({ file, line: 1, column: 1 });
