import { CloudwatchMetricAlarm } from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm";
import type { ITerraformDependable } from "cdktf";
import type { Construct } from "constructs";
import type { Measure } from "../model/metric";
import { escapeTemplates } from "../terraform";

/** One metric, or one expression over several that are named in it. */
export type Watched =
  Measure | { readonly expression: string; readonly label: string; readonly over: Readonly<Record<string, Measure>> };

/** When it goes off, and how sure it must be. */
export interface AlarmRule {
  readonly watched: Watched;
  readonly is: keyof typeof COMPARISONS;
  readonly threshold: number;
  /** @default 60 */
  readonly periodSec?: number;
  /** How many periods are looked at. */
  readonly periods: number;
  /** How many of them must be over. @default - all of them */
  readonly datapoints?: number;
  readonly missing: "breaching" | "notBreaching" | "missing" | "ignore";
}

export interface AlarmProps extends AlarmRule {
  readonly name: string;
  readonly description: string;
  /** Told when it goes off. */
  readonly actions: readonly string[];
  /** Told when it is over. @default - nobody */
  readonly okActions?: readonly string[];
  /** What must stand before it looks: with no data yet it would go off. @default - nothing */
  readonly dependsOn?: readonly ITerraformDependable[];
}

const COMPARISONS = {
  ">": "GreaterThanThreshold",
  ">=": "GreaterThanOrEqualToThreshold",
  "<": "LessThanThreshold",
  "<=": "LessThanOrEqualToThreshold",
} as const;

const SIMPLE_STATISTICS: readonly string[] = ["Average", "Sum", "Minimum", "Maximum", "SampleCount"];

/** A watch over a metric of CloudWatch. */
export function metricAlarm(scope: Construct, id: string, props: AlarmProps): CloudwatchMetricAlarm {
  const { watched, periodSec = 60 } = props;
  return new CloudwatchMetricAlarm(scope, id, {
    alarmName: props.name,
    alarmDescription: escapeTemplates(props.description),
    comparisonOperator: COMPARISONS[props.is],
    threshold: props.threshold,
    evaluationPeriods: props.periods,
    datapointsToAlarm: props.datapoints ?? props.periods,
    treatMissingData: props.missing,
    alarmActions: [...props.actions],
    okActions: [...(props.okActions ?? [])],
    ...(props.dependsOn && { dependsOn: [...props.dependsOn] }),
    ...("expression" in watched
      ? { metricQuery: queries(watched, periodSec) }
      : { ...single(watched), period: periodSec }),
  });
}

const single = ({ namespace, metric, dimensions, stat }: Measure) => ({
  namespace,
  metricName: metric,
  dimensions: { ...dimensions },
  ...(SIMPLE_STATISTICS.includes(stat) ? { statistic: stat } : { extendedStatistic: stat }),
});

const queries = ({ expression, label, over }: Extract<Watched, { expression: string }>, period: number) => [
  { id: "result", expression, label, returnData: true },
  ...Object.entries(over).map(([id, { namespace, metric, dimensions, stat }]) => ({
    id,
    metric: {
      namespace,
      metricName: metric,
      dimensions: { ...dimensions },
      stat,
      period,
    },
  })),
];
