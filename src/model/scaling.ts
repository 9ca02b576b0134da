import type { ExportedMetric, Measure } from "./metric";
import { measureOf } from "./metric";
import type { Driver, MetricDriver, Scale, ScheduleDriver } from "./scale";
import { driversOf, leastCount } from "./scale";

/** How fast it may follow itself, in seconds: out at once, in with patience. */
export const COOLDOWN_SEC = { out: 60, in: 300 } as const;

/** What those that stay may use once one is gone, in per cent of the target; the rest is for what grows meanwhile. */
const AFTERWARDS = 90;
/**
 * What a task uses with nobody there, in per cent of the target, and does not hand over when it goes. CPU: nothing.
 * Memory: an assumption; with nothing, a service that is large when idle would never have fewer.
 */
const IDLE = { cpu: 0, memory: 50 } as const;
const RESOURCE_MINUTES = 15;

export interface ResourceTarget {
  readonly resource: "cpu" | "memory";
  readonly percent: number;
  /** false where metrics have a say: then fewer is decided in one place, with all of them. */
  readonly scalesIn: boolean;
}

export interface OutCondition {
  /** The metric's key in the platform. */
  readonly key: string;
  readonly measure: Measure;
  readonly above: number;
  readonly forMinutes: number;
}

/** All of them at once, as one expression over named measures: 1 while every condition holds, else 0. */
export interface InGate {
  readonly measures: Readonly<Record<string, Measure>>;
  readonly expression: string;
  readonly forMinutes: number;
}

export interface Scaling {
  readonly targets: readonly ResourceTarget[];
  readonly out: readonly OutCondition[];
  readonly in: InGate | undefined;
  readonly schedules: readonly ScheduleDriver[];
}

export interface ScalingContext {
  readonly metrics: Readonly<Record<string, ExportedMetric>>;
  /** The service's own use of a resource, in per cent. */
  readonly resource: (resource: "cpu" | "memory") => Measure;
}

/**
 * What a service's drivers come to. Any one of them alone brings more; fewer only when all agree, because a quiet CPU
 * says nothing of those who wait in a queue.
 */
export function scalingOf(scale: Scale, context: ScalingContext): Scaling {
  const drivers = driversOf(scale);
  const byMetric = drivers.filter((driver): driver is MetricDriver => "metric" in driver);
  return {
    targets: drivers.flatMap((driver): ResourceTarget[] => {
      const scalesIn = byMetric.length === 0;
      if ("cpu" in driver) return [{ resource: "cpu", percent: driver.cpu, scalesIn }];
      return "memory" in driver ? [{ resource: "memory", percent: driver.memory, scalesIn }] : [];
    }),
    out: byMetric.map(({ metric: key, out }) => ({ key, measure: measureOf(known(context, key)), ...out })),
    in: byMetric.length === 0 ? undefined : gate(drivers, leastCount(scale), context),
    schedules: drivers.filter((driver): driver is ScheduleDriver => "schedule" in driver),
  };
}

/** What the drivers that can say "fewer" say together. */
function gate(drivers: readonly Driver[], least: number, context: ScalingContext): InGate | undefined {
  const conditions = drivers.flatMap((driver) => inCondition(driver, least, context) ?? []);
  const named = conditions.map((condition, index) => ({ ...condition, id: `m${index + 1}` }));
  const steady = named.filter(({ mayBeAbsent }) => !mayBeAbsent);
  const sparse = named.filter(({ mayBeAbsent }) => mayBeAbsent);
  const [always] = steady;
  // Data that is missing must not read as idle: one condition at least has to have been measured.
  if (!always) return undefined;
  const terms = steady.map(({ id, below }) => `(${id} < ${below})`);
  if (sparse.length > 0) {
    // A comparison with a series that has no data has none either, and FILL fills no empty one; MAX over a list passes
    // by what is missing, and the zero keeps the list from being empty.
    const shares = sparse.map(({ id, below }) => `${id} / ${below}`);
    terms.push(`(MAX([${always.id} * 0, ${shares.join(", ")}]) < 1)`);
  }
  return {
    measures: Object.fromEntries(named.map(({ id, measure }) => [id, measure])),
    expression: `IF(${terms.join(" AND ")}, 1, 0)`,
    forMinutes: Math.max(...conditions.map((condition) => condition.forMinutes)),
  };
}

function inCondition(driver: Driver, least: number, context: ScalingContext) {
  if ("metric" in driver) {
    const metric = known(context, driver.metric);
    return driver.in && { measure: measureOf(metric), mayBeAbsent: metric.absentWhenIdle === true, ...driver.in };
  }
  const resource = "cpu" in driver ? "cpu" : "memory" in driver ? "memory" : undefined;
  if (!resource) return undefined;
  const percent = "cpu" in driver ? driver.cpu : "memory" in driver ? driver.memory : 0;
  return {
    measure: context.resource(resource),
    mayBeAbsent: false,
    below: inBelow(percent, IDLE[resource], least),
    forMinutes: RESOURCE_MINUTES,
  };
}

/**
 * The use below which one fewer will do, in per cent. The rest take over what the one that goes was doing, and the step
 * to the least number gives each of them most: from n + 1 to n, its use above idle grows by 1/n. With none left there is
 * nobody to be busy, so then the step from two to one decides. Whole numbers until the last division: 36 stays 36.
 */
function inBelow(percent: number, idle: number, least: number): number {
  const n = Math.max(1, least);
  return Math.floor((percent * (AFTERWARDS * n + idle)) / (100 * (n + 1)));
}

function known({ metrics }: ScalingContext, key: string): ExportedMetric {
  const metric = Object.hasOwn(metrics, key) ? metrics[key] : undefined;
  if (!metric) throw new Error(`metric ${key} passed the checks and is not exported`);
  return metric;
}
