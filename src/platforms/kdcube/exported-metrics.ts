import type { ExportedMetric, MetricAlarm } from "../../model/metric";
import type { Driver } from "../../model/scale";
import { dimensions } from "./environment/metrics";
import type { Kdcube } from "./input";

/** Who sends turns; the queue keeps a row for each (kdcube reference §3.7). */
const ROLES = ["anonymous", "registered", "paid", "privileged"] as const;

const waits = ROLES.map((role) => `proc.queue.avg_wait_seconds.${role}`);

/**
 * All that the seed era's exporter publishes (kdcube reference §5.4). The documents of that era name more, such as a
 * p95 of the wait; nothing ever sent those, and an alarm on one would be quiet for ever.
 */
export const EXPORTED: readonly string[] = [
  "ingress.sse.total_connections",
  "ingress.sse.max_connections",
  "ingress.sse.sessions",
  "ingress.sse.saturation_percent",
  "proc.queue.total",
  "proc.queue.utilization_percent",
  "proc.pressure_ratio_percent",
  ...waits,
  "throttling.rate_limit_429",
  "throttling.backpressure_503",
];

/** What is told of, and when; the waits are the only sign of the queue's speed that there is. */
const ALARMS: Readonly<Record<string, MetricAlarm>> = {
  "ingress.sse.saturation_percent": {
    above: 80,
    forMinutes: 3,
    severity: "page",
    means: "soon nobody can open another stream",
  },
  "proc.queue.utilization_percent": {
    above: 80,
    forMinutes: 3,
    severity: "page",
    means: "soon turns are refused with 503",
  },
  ...Object.fromEntries(
    waits.map((key): [string, MetricAlarm] => [
      key,
      { above: 3, forMinutes: 3, severity: "ticket", means: "users wait before anything happens" },
    ]),
  ),
};

/** The metrics of this environment by the exporter's own names; none where nothing goes to CloudWatch. */
export function exportedMetrics(input: Kdcube): Record<string, ExportedMetric> {
  const { metrics: of } = input.settings;
  if (!of.cloudWatch) return {};
  // The processor has no route that mode proxy could ask (kdcube reference §5.4).
  const keys = of.mode === "proxy" ? EXPORTED.filter((key) => !key.startsWith("proc.")) : EXPORTED;
  return Object.fromEntries(
    keys.map((key): [string, ExportedMetric] => {
      const mapped = of.mapping?.[key];
      const alarm = ALARMS[key];
      return [
        key,
        {
          namespace: of.namespace,
          name: (mapped?.name ?? key).replaceAll(".", "/"),
          unit: mapped?.unit ?? unitOf(key),
          dimensions: dimensions(input),
          // Of a role that sends nothing there is no average.
          ...(waits.includes(key) && { absentWhenIdle: true }),
          ...(alarm && { alarm }),
        },
      ];
    }),
  );
}

/** What the name says; a role may stand behind it (kdcube reference §5.4). */
function unitOf(key: string): string {
  const word = /_(percent|seconds)(\.|$)/.exec(key)?.[1];
  return word === "percent" ? "Percent" : word === "seconds" ? "Seconds" : "Count";
}

type Side = "ingress" | "proc";

/** What moves the number of instances: what users feel where it is exported, and always what the machine feels. */
export function driversFor(input: Kdcube, side: Side): Driver[] {
  const known = exportedMetrics(input);
  const rows = side === "ingress" ? INGRESS : PROC;
  return [{ cpu: 65 }, { memory: 75 }, ...rows.filter((driver) => "metric" in driver && driver.metric in known)];
}

/** Kdcube reference §5.4, "Policies", in per cent as the exporter publishes it. */
const INGRESS: readonly Driver[] = [
  {
    metric: "ingress.sse.saturation_percent",
    out: { above: 70, forMinutes: 3 },
    in: { below: 30, forMinutes: 15 },
  },
];

/** More for pressure or for a wait; less only when the queue is empty enough and nobody waits. */
const PROC: readonly Driver[] = [
  {
    metric: "proc.queue.utilization_percent",
    out: { above: 70, forMinutes: 3 },
    in: { below: 30, forMinutes: 15 },
  },
  { metric: "proc.pressure_ratio_percent", out: { above: 70, forMinutes: 3 } },
  ...waits.map((metric): Driver => ({ metric, out: { above: 3, forMinutes: 3 }, in: { below: 1, forMinutes: 15 } })),
];
