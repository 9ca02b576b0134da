import type { Situation } from "../../migration/ownership";
import { hostWorkloads } from "./jobs";

/** The file stores that the host's services and jobs mount, sorted. */
export function hostFileStores(situation: Situation): string[] {
  const mounts = Object.values(hostWorkloads(situation)).flatMap((workload) => workload.mounts);
  return [...new Set(mounts.flatMap((mount) => (mount.kind === "shared" ? [mount.store] : [])))].sort();
}
