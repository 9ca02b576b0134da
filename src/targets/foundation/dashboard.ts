import { CloudwatchDashboard } from "@cdktf/provider-aws/lib/cloudwatch-dashboard";
import { physicalName } from "../../model/naming";
import { byKey } from "../../model/reference";
import type { ExportedMetric } from "../../model/metric";
import { jsonDocument } from "../../terraform";
import type { AlarmsProps } from "./alarms";
import type { FoundationStack } from "./stack";

/** One line of a graph: a metric with its dimensions, or an expression that finds what there is now. */
type Line = readonly unknown[];

interface Graph {
  readonly title: string;
  readonly lines: readonly Line[];
  readonly stat: string;
}

const WIDTH = 8;
const HEIGHT = 6;
const COLUMNS = 24 / WIDTH;

/**
 * One page for the environment. Services are found by search, so it knows those of later workspaces without a name of
 * theirs, and stays the same in every phase.
 */
export function dashboard(stack: FoundationStack, props: AlarmsProps): void {
  const graphs = [
    ...edgeGraphs(props.edge.arnSuffix),
    ...serviceGraphs(props.cluster.name),
    ...[...props.stores.databases].flatMap(([name, { identifier }]) => databaseGraphs(name, identifier)),
    ...[...props.stores.caches].flatMap(([name, { members }]) => cacheGraphs(name, members)),
    ...platformGraphs(stack.platform.metrics ?? {}),
  ];
  const widgets = graphs.map(({ title, lines, stat }, index) => ({
    type: "metric",
    x: (index % COLUMNS) * WIDTH,
    y: Math.floor(index / COLUMNS) * HEIGHT,
    width: WIDTH,
    height: HEIGHT,
    properties: { title, region: stack.aws.region, view: "timeSeries", period: 60, stat, metrics: lines },
  }));
  new CloudwatchDashboard(stack, "dashboard", {
    dashboardName: physicalName("other", ...stack.words()),
    dashboardBody: jsonDocument({ widgets }),
  });
}

const search = (query: string, stat: string): Line => [{ expression: `SEARCH('${query}', '${stat}', 60)` }];

function edgeGraphs(arnSuffix: string): Graph[] {
  const of = (metric: string): Line => ["AWS/ApplicationELB", metric, "LoadBalancer", arnSuffix];
  const byGroup = (metric: string, stat: string): Line =>
    search(`{AWS/ApplicationELB,LoadBalancer,TargetGroup} MetricName="${metric}" LoadBalancer="${arnSuffix}"`, stat);
  return [
    {
      title: "Load balancer: requests and errors",
      stat: "Sum",
      lines: [of("RequestCount"), of("HTTPCode_ELB_5XX_Count"), of("HTTPCode_Target_5XX_Count")],
    },
    { title: "Load balancer: open connections", stat: "Sum", lines: [of("ActiveConnectionCount")] },
    { title: "Response time by target group, p95", stat: "p95", lines: [byGroup("TargetResponseTime", "p95")] },
    { title: "Healthy targets by group", stat: "Minimum", lines: [byGroup("HealthyHostCount", "Minimum")] },
  ];
}

function serviceGraphs(clusterName: string): Graph[] {
  const graph = (title: string, namespace: string, metric: string): Graph => ({
    title,
    stat: "Average",
    lines: [
      search(`{${namespace},ClusterName,ServiceName} MetricName="${metric}" ClusterName="${clusterName}"`, "Average"),
    ],
  });
  return [
    graph("Services: CPU, %", "AWS/ECS", "CPUUtilization"),
    graph("Services: memory, %", "AWS/ECS", "MemoryUtilization"),
    graph("Services: running tasks", "ECS/ContainerInsights", "RunningTaskCount"),
  ];
}

function databaseGraphs(name: string, identifier: string): Graph[] {
  const of = (metric: string): Line => ["AWS/RDS", metric, "DBInstanceIdentifier", identifier];
  return [
    { title: `${name}: CPU, % and load`, stat: "Average", lines: [of("CPUUtilization"), of("DBLoad")] },
    { title: `${name}: connections`, stat: "Average", lines: [of("DatabaseConnections")] },
    {
      title: `${name}: free memory and storage`,
      stat: "Average",
      lines: [of("FreeableMemory"), of("FreeStorageSpace")],
    },
  ];
}

function cacheGraphs(name: string, members: readonly string[]): Graph[] {
  const of = (metric: string): Line[] => members.map((member) => ["AWS/ElastiCache", metric, "CacheClusterId", member]);
  return [
    { title: `${name}: engine CPU, %`, stat: "Average", lines: of("EngineCPUUtilization") },
    { title: `${name}: memory, %`, stat: "Average", lines: of("DatabaseMemoryUsagePercentage") },
    { title: `${name}: connections`, stat: "Average", lines: of("CurrConnections") },
  ];
}

/** By unit, because seconds and per cent on one axis hide each other. */
function platformGraphs(metrics: Readonly<Record<string, ExportedMetric>>): Graph[] {
  const all = Object.entries(metrics)
    .sort(byKey)
    .map(([, metric]) => metric);
  return [...new Set(all.map(({ unit }) => unit))].sort().map((unit) => ({
    title: `Platform: ${unit}`,
    stat: "Average",
    lines: all
      .filter((metric) => metric.unit === unit)
      .map(({ namespace, name, dimensions }) => [namespace, name, ...Object.entries(dimensions).sort(byKey).flat()]),
  }));
}
