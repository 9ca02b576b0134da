import { mountPath } from "../model/mount";
import type { Check } from "./check";
import { inPlatform } from "./check";
import { referencesOf } from "./walk";

/** 36 · Where a directory lies, on the host or for the container, can be told only of one that is mounted. */
export const referToOwnMounts: Check = {
  id: 36,
  title: "a path is asked only of a mount that the same container has",
  severity: "breaks",
  run: ({ platform }) =>
    referencesOf(platform).flatMap(({ where, reference, workload }) => {
      if (reference.ref !== "hostPath" && reference.ref !== "path") return [];
      const own = (workload?.mounts ?? []).map(mountPath);
      if (own.includes(reference.mountPath)) return [];
      const known = own.length > 0 ? own.sort().join(", ") : "none";
      return [inPlatform(`${where}: nothing is mounted at ${reference.mountPath}; mounted: ${known}`)];
    }),
};
