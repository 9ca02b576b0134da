import { exporter, noExport, ownWatches, keyBehind } from "./exported";
import { rule, inSettings, parsed, inside, shown } from "./rule";

export const watchInTheRightUnit = rule({
  id: 114,
  group: "metrics",
  title: "units of a mapping and thresholds fit the metric: percents from 0 to 100, seconds as seconds",
  severity: "breaks",
  consequence: "a threshold of 0.7 on a percent is always passed: the service scales to its maximum and stays there",
  fix: "write percents as 70; map a percent to the unit Percent, seconds to Seconds",
  source: "code",
  looksAt: "METRICS_MAPPING_JSON, thresholds of alarms and scaling policies",
  idle: noExport,
  run: (input) => {
    const container = exporter(input);
    if (!container) return [];
    const mapping = parsed(container.environment["METRICS_MAPPING_JSON"]) ?? {};
    return [
      ...Object.entries(mapping).flatMap(([key, value]) => {
        const [unit, right] = [inside(value, "unit"), unitOfKey(key)];
        return unit === right || right === undefined
          ? []
          : [inSettings("metrics.mapping", `${key} is mapped to the unit ${shown(unit)}, and is in ${right}`)];
      }),
      ...ownWatches(input).flatMap(({ name, metric, threshold }) => {
        const key = keyBehind(container, metric) ?? "";
        const percent = key.endsWith("_percent");
        return percent && threshold !== undefined && (threshold <= 1 || threshold > 100)
          ? [inSettings("metrics", `${name} has the threshold ${threshold} on ${metric}, a percent`)]
          : [];
      }),
    ];
  },
});

const unitOfKey = (key: string): string | undefined =>
  key.endsWith("_percent") ? "Percent" : key.includes("_seconds") ? "Seconds" : undefined;
