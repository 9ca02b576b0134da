import type { ExportedMetric, Measure } from "./metric";
import { measureOf } from "./metric";
import type { Driver, MetricDriver, Scale, ScheduleDriver } from "./scale";
import { driversOf } from "./scale";

/** How fast it may follow itself, in seconds: out at once, in with patience. */
export const COOLDOWN_SEC = { out: 60, in: 300 } as const;

/** A resource that is near its target is no reason to have fewer; AWS's own policies wait for a tenth below it. */
const IN_BELOW_TARGET = 0.9;
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
    in: byMetric.length === 0 ? undefined : gate(drivers, context),
    schedules: drivers.filter((driver): driver is ScheduleDriver => "schedule" in driver),
  };
}

/** What the drivers that can say "fewer" say together. */
function gate(drivers: readonly Driver[], context: ScalingContext): InGate | undefined {
  const conditions = drivers.flatMap((driver) => inCondition(driver, context) ?? []);
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

function inCondition(driver: Driver, context: ScalingContext) {
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
    below: Math.floor(percent * IN_BELOW_TARGET),
    forMinutes: RESOURCE_MINUTES,
  };
}

function known({ metrics }: ScalingContext, key: string): ExportedMetric {
  const metric = Object.hasOwn(metrics, key) ? metrics[key] : undefined;
  if (!metric) throw new Error(`metric ${key} passed the checks and is not exported`);
  return metric;
}
