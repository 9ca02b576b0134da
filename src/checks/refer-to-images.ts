import type { Check } from "./check";
import { has, referencesOf, unknownName, workloadsOf } from "./walk";

/** 4 · An image that the release does not pin cannot be pulled. */
export const referToImages: Check = {
  id: 4,
  title: "whatever names an image names one that the platform lists",
  severity: "breaks",
  run: ({ platform }) => {
    const uses = [
      ...workloadsOf(platform).map(({ kind, name, workload }) => [`${kind} ${name}`, workload.image] as const),
      ...Object.entries(platform.stores).flatMap(([name, store]) =>
        // A bucket's is for a laptop alone, and rule 40 asks for it there.
        "image" in store && store.kind !== "bucket" ? [[`store ${name}`, store.image] as const] : [],
      ),
      ...referencesOf(platform).flatMap(({ where, reference }) =>
        reference.ref === "image" ? [[where, reference.image] as const] : [],
      ),
    ];
    return uses
      .filter(([, image]) => !has(platform.images, image))
      .map(([where, image]) => unknownName(where, "image", image, Object.keys(platform.images)));
  },
};
