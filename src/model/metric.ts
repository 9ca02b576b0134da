/** A figure that the platform itself publishes, exactly as CloudWatch knows it: one letter off is another series. */
export interface ExportedMetric {
  readonly namespace: string;
  readonly name: string;
  /** As it is published: Percent is 0 to 100, a ratio is a Count of 0 to 1. */
  readonly unit: string;
  /** All of them: a series is known by the whole set, never by a part of it. */
  readonly dimensions: Readonly<Record<string, string>>;
  /** Left out by the exporter when there is nothing to measure, so that no data means zero. @default false */
  readonly absentWhenIdle?: boolean;
  /** From where on somebody is told. @default - nobody is */
  readonly alarm?: MetricAlarm;
}

export interface MetricAlarm {
  /** In the metric's own unit. */
  readonly above: number;
  readonly forMinutes: number;
  readonly severity: Severity;
  /** What it means to users, as the end of a sentence that begins with the metric. */
  readonly means: string;
}

/** page wakes somebody; ticket waits for the morning. */
export const SEVERITIES = ["page", "ticket"] as const;
export type Severity = (typeof SEVERITIES)[number];

/** What one metric is, as an alarm or a graph asks for it. */
export interface Measure {
  readonly namespace: string;
  readonly metric: string;
  readonly dimensions: Readonly<Record<string, string>>;
  /** `Average`, `Sum`, `Minimum`, `Maximum`, or a percentile such as `p95`. */
  readonly stat: string;
}

/** Without the unit: it is no part of what a series is, and one that is asked for in another unit has no data. */
export const measureOf = ({ namespace, name, dimensions }: ExportedMetric, stat = "Average"): Measure => ({
  namespace,
  metric: name,
  dimensions,
  stat,
});
