import type { Situation } from "../../migration/ownership";
import type { Platform } from "../../model/platform";
import type { Workload } from "../../model/service";
import { hostWorkloads } from "./jobs";

/** The file stores that the host's services and jobs mount, sorted. */
export function hostFileStores(situation: Situation): string[] {
  return sharedBy(Object.values(hostWorkloads(situation)));
}

/** Does anything of the platform share files, wherever it runs now? A move changes no software. */
export const sharesFiles = ({ services, jobs }: Platform): boolean =>
  sharedBy([...Object.values(services), ...Object.values(jobs)]).length > 0;

function sharedBy(workloads: readonly Workload[]): string[] {
  const mounts = workloads.flatMap((workload) => workload.mounts);
  return [...new Set(mounts.flatMap((mount) => (mount.kind === "shared" ? [mount.store] : [])))].sort();
}
