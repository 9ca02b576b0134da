import { keysAt, schemasAt } from "./allowed";
import type { Scope } from "./explain";
import { knownNames } from "./suggest";
import { formatPath, nameOf } from "./tree";

/** The first segment of a path that can stand for nothing, with what could; nothing when the path may be set. */
export function whyUnknown(scope: Scope, services: () => Readonly<Record<string, unknown>>): string | undefined {
  const { above, below, source, asked } = scope;
  for (let depth = above; depth < below.length; depth += 1) {
    const segment = below[depth] as string;
    if (source.find(below.slice(0, depth + 1))) continue;
    const { names, isOpen } = namesBelow(scope, depth, services);
    if (isOpen || names.includes(segment)) continue;
    const parent = formatPath(asked.slice(0, depth + asked.length - below.length));
    return `${parent === "" ? "there is no" : `${parent} has no`} ${segment}; ${knownNames(segment, names)}`;
  }
  return undefined;
}

/** What may follow at this depth; open where the reader chooses the names. */
function namesBelow(
  { source, below, schema, above }: Scope,
  depth: number,
  services: () => Readonly<Record<string, unknown>>,
): { names: string[]; isOpen: boolean } {
  const parent = below.slice(0, depth);
  const tree = source.find(parent);
  if (tree?.kind === "list") {
    return { names: tree.items.map((item, index) => nameOf(item) ?? String(index)), isOpen: false };
  }
  if (parent.length === 1 && parent[0] === "services" && above === 0) {
    return { names: Object.keys(services()), isOpen: false };
  }
  const inSchema = below.slice(above, depth);
  const keys = keysAt(schema, inSchema);
  const inFile = tree?.kind === "map" ? [...tree.entries.keys()] : [];
  const isOpen = keys.length === 0 && schemasAt(schema, below.slice(above, depth + 1)).length > 0;
  return { names: [...new Set([...keys, ...inFile])], isOpen };
}
