import type { Check, Fault } from "./check";
import { at } from "./check";
import { has } from "./walk";

/** 65 · A restore that cannot be is found out when it is needed most. */
export const restoreWhatCanBe: Check = {
  id: 65,
  title: "stores.<name>.restore names what its kind can begin from",
  severity: "breaks",
  run: ({ environment, platform }) =>
    Object.entries(environment.stores).flatMap(([name, { restore }]): Fault[] => {
      const kind = has(platform.stores, name) ? platform.stores[name]?.kind : undefined;
      if (restore === undefined || kind === undefined) return [];
      const spot = at(["stores", name, "restore"]);
      if (environment.target === "devenv") return [spot.isNamed("a laptop's stores are volumes; remove it")];
      if (kind === "files") {
        return [
          spot.isNamed(
            "EFS is not made from a backup by Terraform; restore it with AWS Backup (ferry recovery prints how), then adopt it or copy the files",
          ),
        ];
      }
      if (kind === "bucket") {
        return [spot.isNamed("a bucket keeps its versions; bring those back (ferry recovery prints how)")];
      }
      if (kind === "redis" && "instance" in restore) {
        return [
          at(["stores", name, "restore", "instance"]).isNamed("a cache knows no point in time; allowed: snapshot"),
        ];
      }
      return [];
    }),
};
