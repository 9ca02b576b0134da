import type { Check } from "./check";
import { at } from "./check";

/** 29 · With edge proxy the shares would be the proxy's to keep, which it cannot yet. */
export const migrateWithRules: Check = {
  id: 29,
  title: "a migration needs edge.kind rules",
  severity: "breaks",
  run: ({ environment: { edge, migration } }) =>
    migration && edge.kind === "proxy"
      ? [
          at("edge.kind").is(
            "proxy is refused with a migration: the proxy does not split traffic by share yet; allowed: rules",
          ),
        ]
      : [],
};
