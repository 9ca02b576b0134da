import { mountPath } from "../model/mount";
import type { Check } from "./check";
import { at } from "./check";

/** 25 · What lies on the host alone is out of reach for the half that runs on ECS. */
export const reachStorageFromBoth: Check = {
  id: 25,
  title: "a phase begins only when both places can reach what its services keep",
  severity: "breaks",
  run: ({ platform, migration }) =>
    (migration?.phases ?? []).flatMap((phase, index) => {
      if (phase.state === "planned") return [];
      return phase.services.flatMap((name) =>
        (platform.services[name]?.mounts ?? [])
          .filter(({ kind }) => kind === "hostPath")
          .map((mount) =>
            at(["migration", "phases", index, "state"]).is(
              `${phase.state} is refused: service ${name} mounts ${mountPath(mount)}, which lies on the host alone; keep it in a store, or stay at planned`,
            ),
          ),
      );
    }),
};
