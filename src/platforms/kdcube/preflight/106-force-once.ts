import { rule, inRelease, running, named } from "./rule";

export const forceOnce = rule({
  id: 106,
  group: "bundles",
  title: "the bundle registry is forced for one rollout only",
  severity: "degrades",
  consequence: "each restart of a processor undoes what administrators changed in the registry",
  fix: "leave rollout.bundles_force_env_on_startup out of the next release file",
  source: "documents",
  looksAt: "BUNDLES_FORCE_ENV_ON_STARTUP",
  run: (input) =>
    running(input, "chat-proc").flatMap((each) =>
      each.environment["BUNDLES_FORCE_ENV_ON_STARTUP"] === "1"
        ? [
            inRelease(
              ["rollout", "bundles_force_env_on_startup"],
              `${named(each)} takes the bundles of this release at every start`,
            ),
          ]
        : [],
    ),
});
