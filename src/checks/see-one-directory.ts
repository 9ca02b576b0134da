import { hasReached } from "../migration/resolve";
import type { Check } from "./check";
import { at } from "./check";

/** 42 · ECS mounts the file system; on the host the same store is a directory, one with it only where it is mounted there. */
export const seeOneDirectory: Check = {
  id: 42,
  title: "while a phase moves, its shared files are one directory in both places",
  severity: "degrades",
  run: ({ migration, platform: { services } }) =>
    (migration?.phases ?? []).flatMap((phase, index) => {
      if (!hasReached(phase, "standby") || phase.state === "retired") return [];
      const stores = phase.services.flatMap((name) =>
        (services[name]?.mounts ?? []).flatMap((mount) =>
          mount.kind === "shared" ? [`${mount.store} of ${name}`] : [],
        ),
      );
      if (stores.length === 0) return [];
      const names = [...new Set(stores)].sort().join(", ");
      return [
        at(["migration", "phases", index, "state"]).is(
          `${phase.state} lets both places use ${names}: mount the file system of the foundation at its directory on the host first`,
        ),
      ];
    }),
};
