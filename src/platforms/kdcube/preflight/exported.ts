import type { RenderedContainer, RenderedWatch } from "../../../model/rendered";
import { inside, parsed, running, type Input } from "./rule";

/** Every name that the seed era's exporter knows (kdcube reference §5.4). */
export const EXPORTED: readonly string[] = [
  "ingress.sse.total_connections",
  "ingress.sse.max_connections",
  "ingress.sse.sessions",
  "ingress.sse.saturation_percent",
  "proc.queue.total",
  "proc.queue.utilization_percent",
  "proc.pressure_ratio_percent",
  "proc.queue.avg_wait_seconds.anonymous",
  "proc.queue.avg_wait_seconds.registered",
  "proc.queue.avg_wait_seconds.paid",
  "proc.queue.avg_wait_seconds.privileged",
  "throttling.rate_limit_429",
  "throttling.backpressure_503",
];

/** The exporter, where it writes to CloudWatch. */
export const exporter = (input: Input): RenderedContainer | undefined =>
  running(input, "metrics").find(({ environment }) => environment["METRICS_EXPORT_CLOUDWATCH"] === "1");

export const noExport = (input: Input): string | undefined =>
  exporter(input) ? undefined : "nothing is exported to CloudWatch";

/** What CloudWatch calls a metric: the mapped name, or its own, with slashes. */
export function exportedName({ environment }: RenderedContainer, key: string): string {
  const mapped = inside(parsed(environment["METRICS_MAPPING_JSON"]), key, "name");
  return (typeof mapped === "string" ? mapped : key).replaceAll(".", "/");
}

/** Alarms and policies on what the platform exports itself; those on AWS's own metrics are none of its business. */
export function ownWatches(input: Input): RenderedWatch[] {
  const container = exporter(input);
  if (!container) return [];
  const namespace = namespaceOf(container);
  return input.rendered.watches.filter(
    (watch) => watch.namespace === namespace || keyBehind(container, watch.metric) !== undefined,
  );
}

export const namespaceOf = ({ environment }: RenderedContainer): string =>
  environment["METRICS_CLOUDWATCH_NAMESPACE"] ?? "KDCube/Metrics";

/** The key behind the name that CloudWatch knows. */
export const keyBehind = (container: RenderedContainer, metric: string): string | undefined =>
  EXPORTED.find((key) => exportedName(container, key) === metric);
