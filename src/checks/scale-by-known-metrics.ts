import { knownNames } from "../config/suggest";
import type { MetricDriver } from "../model/scale";
import type { Check, CheckInput, Fault } from "./check";
import { at } from "./check";
import { has, servicesOnEcs } from "./walk";

/** 38 · A driver that never has data moves nothing; a threshold in the wrong unit is never reached, or always. */
export const scaleByKnownMetrics: Check = {
  id: 38,
  title: "what drives the number of a service's instances is exported, and its thresholds are in that unit",
  severity: "breaks",
  run: (input) => [
    ...withoutExporter(input),
    ...servicesOnEcs(input).flatMap(([name, { scale }]) =>
      (scale.on ?? []).flatMap((driver, index) =>
        "metric" in driver ? faultsOf(input, ["services", name, "scale", "on", index], driver) : [],
      ),
    ),
  ],
};

/** Nobody publishes them any more: drivers move nothing, and alarms have nothing to see. Said once, where it is mended. */
function withoutExporter(input: CheckInput): Fault[] {
  const { environment, platform } = input;
  const { exporter, metrics = {}, services, name } = platform;
  const watched = Object.values(metrics).some(({ alarm }) => alarm !== undefined);
  const driven = servicesOnEcs(input)
    .filter(([, { scale }]) => scale.on?.some((driver) => "metric" in driver && has(metrics, driver.metric)))
    .map(([service]) => service)
    .sort();
  if (environment.target === "devenv" || exporter === undefined || has(services, exporter)) return [];
  if (!watched && driven.length === 0) return [];
  const use = [
    ...(driven.length > 0 ? [`moves the number of ${driven.join(", ")}`] : []),
    ...(watched ? ["alarms watch"] : []),
  ];
  return [
    at(["services", exporter, "enabled"]).is(
      `false, but it alone publishes what ${use.join(" and what ")}; enable it, or switch ${name}'s export to CloudWatch off as well`,
    ),
  ];
}

type Path = readonly (string | number)[];

function faultsOf({ platform: { name, metrics = {} } }: CheckInput, path: Path, driver: MetricDriver): Fault[] {
  const { metric: key, out, in: back } = driver;
  const known = Object.keys(metrics);
  if (known.length === 0) {
    return [
      at([...path, "metric"]).is(
        `${key} is not in CloudWatch: ${name} exports nothing there here, and Application Auto Scaling reads nothing else, Prometheus neither; switch its export on, or use cpu and memory`,
      ),
    ];
  }
  const metric = has(metrics, key) ? metrics[key] : undefined;
  if (!metric) return [at([...path, "metric"]).is(`${name} does not export ${key}; ${knownNames(key, known)}`)];
  const faults: Fault[] = [];
  if (metric.unit === "Percent" && out.above >= 100) {
    faults.push(at([...path, "out", "above"]).is(`${out.above} is never passed by a per cent; allowed: below 100`));
  }
  if (metric.unit === "Percent" && out.above < 1) {
    faults.push(
      at([...path, "out", "above"]).is(`${out.above} reads like a ratio; ${key} is 0 to 100, so allowed: 1 to 99`),
    );
  }
  if (metric.unit === "Seconds" && out.above >= 1000) {
    faults.push(at([...path, "out", "above"]).is(`${out.above} reads like milliseconds; ${key} is in seconds`));
  }
  if (back && back.below >= out.above) {
    faults.push(
      at([...path, "in", "below"]).is(
        `${back.below} is not below out.above, which is ${out.above}: one would undo the other`,
      ),
    );
  }
  return faults;
}
