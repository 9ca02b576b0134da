import { exporter, noExport, ownWatches } from "./exported";
import { rule, inSettings, parsed, shown } from "./rule";

export const watchTheRightDimensions = rule({
  id: 113,
  group: "metrics",
  title: "alarms and policies have exactly the dimensions that the exporter writes",
  severity: "breaks",
  consequence: "they look at a series of its own that never has a value",
  fix: "set settings.metrics.dimensions; alarms take them from there",
  source: "code",
  looksAt: "METRICS_CLOUDWATCH_DIMENSIONS_JSON, dimensions of alarms and scaling policies",
  idle: noExport,
  run: (input) => {
    const container = exporter(input);
    const written = parsed(container?.environment["METRICS_CLOUDWATCH_DIMENSIONS_JSON"]);
    if (!written || Object.values(written).some((value) => typeof value !== "string"))
      return [
        inSettings(
          "metrics.dimensions",
          `${shown(container?.environment["METRICS_CLOUDWATCH_DIMENSIONS_JSON"])} is no JSON object of texts, and then no dimension is written`,
        ),
      ];
    return ownWatches(input)
      .filter(({ dimensions }) => inOrder(dimensions) !== inOrder(written))
      .map(({ name, dimensions }) =>
        inSettings("metrics.dimensions", `${name} looks at ${inOrder(dimensions)}, written is ${inOrder(written)}`),
      );
  },
});

const inOrder = (of: Readonly<Record<string, unknown>>): string =>
  Object.entries(of)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${name}=${String(value)}`)
    .join(" ");
