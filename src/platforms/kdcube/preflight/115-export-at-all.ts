import { noExport } from "./exported";
import { rule, inSettings, running, named, shown } from "./rule";

export const exportAtAll = rule({
  id: 115,
  group: "metrics",
  title: "an exporter that is to write to CloudWatch has its scheduler on",
  severity: "breaks",
  consequence: "it runs, is healthy, and exports nothing",
  fix: "leave METRICS_SCHEDULER_ENABLED to the model; runOnce is for a schedule outside",
  source: "code",
  looksAt: "METRICS_SCHEDULER_ENABLED and METRICS_RUN_ONCE",
  idle: noExport,
  run: (input) =>
    running(input, "metrics").flatMap((each) => {
      const { METRICS_SCHEDULER_ENABLED: on, METRICS_RUN_ONCE: once } = each.environment;
      return on === "1" || once === "1"
        ? []
        : [inSettings("metrics", `METRICS_SCHEDULER_ENABLED of ${named(each)} is ${shown(on)}`)];
    }),
});
