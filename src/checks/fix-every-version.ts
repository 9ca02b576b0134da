import { isFixed } from "../model/image";
import type { Check, Fault } from "./check";
import { workloadsOf } from "./walk";

/** 22 · A tag that moves makes two hosts of one deployment run different code. */
export const fixEveryVersion: Check = {
  id: 22,
  title: "in production every image is fixed: a digest, a commit or a release number",
  severity: "breaks",
  run: ({ environment: { profile, target }, platform, release }) => {
    if (profile !== "production") return [];
    const byTag = new Map<string, string[]>();
    const used = new Set(workloadsOf(platform).map(({ workload }) => workload.image));
    // On AWS the stores are managed, and their images run nowhere.
    if (target === "devenv")
      for (const store of Object.values(platform.stores)) if ("image" in store) used.add(store.image);
    for (const [name, image] of Object.entries(platform.images)) {
      if (used.has(name) && !isFixed(image)) byTag.set(image.tag, [...(byTag.get(image.tag) ?? []), name]);
    }
    return [...byTag].map(([tag, names]): Fault => ({
      in: "release",
      path: pathOf(release, tag) ?? [],
      text: `${tag} moves (images: ${names.sort().join(", ")}); production allows a digest, a commit or a release number`,
    }));
  },
};

/** Which line of the release says so is the platform's own business; the first that holds this very text does. */
function pathOf(value: unknown, wanted: string): (string | number)[] | undefined {
  if (value === wanted) return [];
  if (typeof value !== "object" || value === null) return undefined;
  for (const [key, child] of Object.entries(value)) {
    const below = pathOf(child, wanted);
    if (below) return [Array.isArray(value) ? Number(key) : key, ...below];
  }
  return undefined;
}
