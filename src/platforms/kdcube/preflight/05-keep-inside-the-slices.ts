import { rule, inSettings, running, named, READERS, parsed } from "./rule";

export const keepInsideTheSlices = rule({
  id: 5,
  group: "gateway",
  title: "a section of the gateway's configuration that has slices has nothing beside them",
  severity: "degrades",
  consequence:
    "what stands beside the slices is dropped without a word, pg_max_connections and capacity_source_component among it",
  fix: "put the field into both slices",
  source: "code",
  looksAt: "sections of GATEWAY_CONFIG_JSON that have ingress or proc",
  run: (input) =>
    running(input, ...READERS).flatMap((container) =>
      Object.entries(parsed(container.environment["GATEWAY_CONFIG_JSON"]) ?? {}).flatMap(([section, value]) => {
        const keys = Object.keys(typeof value === "object" && value !== null ? value : {});
        const beside = keys.filter((key) => !SLICES.includes(key));
        if (beside.length === 0 || beside.length === keys.length) return [];
        return [inSettings("gateway", `${section} of ${named(container)} has ${beside.join(", ")} beside its slices`)];
      }),
    ),
});

const SLICES = ["ingress", "proc", "processor", "worker"];
