import { instanceClass, KNOWN_FAMILIES } from "../model/instance-classes";
import type { Check, Fault } from "./check";
import { at } from "./check";
import { has } from "./walk";

/** 81 · An alarm that reaches nobody is found by users. */
export const tellSomebody: Check = {
  id: 81,
  title: "in production on AWS somebody is paged",
  severity: "degrades",
  run: ({ environment: { target, profile, alarms } }) => {
    if (target === "devenv" || profile !== "production" || (alarms && alarms.page.length > 0)) return [];
    return [at("alarms.page").is("nobody is told when users are hurt; name an address that somebody reads at night")];
  },
};

/** 82 · How much memory is little depends on how much there is. */
export const alarmKnownClasses: Check = {
  id: 82,
  title: "the class of each database and cache is known, so that its alarms have thresholds",
  severity: "degrades",
  run: ({ environment: { target, stores }, platform }) => {
    if (target === "devenv") return [];
    return Object.entries(stores).flatMap(([name, { instanceClass: said }]): Fault[] => {
      const kind = has(platform.stores, name) ? platform.stores[name]?.kind : undefined;
      if (said === undefined || (kind !== "postgres" && kind !== "redis") || instanceClass(said)) return [];
      const lost = kind === "postgres" ? "free memory and load" : "CPU";
      return [
        at(["stores", name, "instanceClass"]).is(
          `${said} is not in the table of classes, so its alarms on ${lost} are left out; known: ${KNOWN_FAMILIES.join(", ")}`,
        ),
      ];
    });
  },
};
