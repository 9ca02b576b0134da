import type { Situation } from "../../migration/ownership";
import { foundationOutputs as out, type Reader } from "../outputs";
import { hostWorkloads } from "./jobs";

/** The file stores that the host's services and jobs mount, sorted. */
export function hostFileStores(situation: Situation): string[] {
  const mounts = Object.values(hostWorkloads(situation)).flatMap((workload) => workload.mounts);
  return [...new Set(mounts.flatMap((mount) => (mount.kind === "shared" ? [mount.store] : [])))].sort();
}

/** Store → where its files are, for who mounts them. */
export const hostFileSystems = (
  situation: Situation,
  foundation: Reader,
): Record<string, { readonly fileSystemId: string; readonly accessPointId: string }> =>
  Object.fromEntries(
    hostFileStores(situation).map((store) => [
      store,
      {
        fileSystemId: foundation.text(out.fileSystemId(store)),
        accessPointId: foundation.text(out.accessPointId(store)),
      },
    ]),
  );
