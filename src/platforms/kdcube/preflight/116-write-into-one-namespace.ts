import { exporter, noExport, ownWatches, namespaceOf } from "./exported";
import { unitOf, allowing } from "./network";
import { rule, inSettings, named } from "./rule";

export const writeIntoOneNamespace = rule({
  id: 116,
  group: "metrics",
  title: "the exporter writes into the one namespace that its role allows and that alarms look at",
  severity: "breaks",
  consequence: "every export is refused with AccessDenied, or lands where no alarm looks",
  fix: "set settings.metrics.namespace; grant and alarms take it from there",
  source: "inferred",
  looksAt: "METRICS_CLOUDWATCH_NAMESPACE, the condition of cloudwatch:PutMetricData, namespaces of alarms and policies",
  idle: noExport,
  run: (input) => {
    const container = exporter(input);
    if (!container) return [];
    const namespace = namespaceOf(container);
    const allowed = allowing(unitOf(input, container)?.allows ?? [], "cloudwatch:PutMetricData");
    const may = allowed.some(({ condition }) => condition === "{}" || condition.includes(JSON.stringify(namespace)));
    return [
      ...(may || container.on === "laptop"
        ? []
        : [
            inSettings(
              "metrics.namespace",
              `${named(container)} writes into ${namespace}, and its role does not allow it`,
            ),
          ]),
      ...ownWatches(input)
        .filter((each) => each.namespace !== namespace)
        .map((each) =>
          inSettings("metrics.namespace", `${each.name} looks into ${each.namespace}, written is ${namespace}`),
        ),
    ];
  },
});
