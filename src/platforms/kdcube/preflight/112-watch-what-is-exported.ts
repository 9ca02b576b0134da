import { EXPORTED, exporter, noExport, ownWatches, keyBehind } from "./exported";
import { rule, inSettings, parsed } from "./rule";

export const watchWhatIsExported = rule({
  id: 112,
  group: "metrics",
  title: "alarms, policies and mappings name metrics that the exporter exports",
  severity: "breaks",
  consequence: "an alarm on a name that nobody writes never fires, and a policy never scales",
  fix: "use a name of the exporter's own list in settings.metrics.mapping and in scale.on",
  source: "code",
  looksAt: "METRICS_MAPPING_JSON, alarms and scaling policies outside of AWS's own namespaces",
  idle: noExport,
  run: (input) => {
    const container = exporter(input);
    if (!container) return [];
    const mapped = Object.keys(parsed(container.environment["METRICS_MAPPING_JSON"]) ?? {});
    return [
      ...mapped
        .filter((key) => !EXPORTED.includes(key))
        .map((key) => inSettings("metrics.mapping", `${key} is exported by nobody`)),
      ...ownWatches(input)
        .filter(({ metric }) => keyBehind(container, metric) === undefined)
        .map(({ name, metric }) => inSettings("metrics", `${name} watches ${metric}, which is exported by nobody`)),
    ];
  },
});
