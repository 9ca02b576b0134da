import { DEFAULT_DRIVERS, driversOf, scales, type Driver } from "../model/scale";
import type { Check, CheckInput, Fault } from "./check";
import { at } from "./check";
import { has, servicesOnEcs } from "./walk";

/** A metric alarm takes ten metrics, its expression included. Source: AWS, CloudWatch quotas, metric math. */
const MAX_IN_CONDITIONS = 9;

/** 78 · What only ever adds ends at its most and stays there, and is paid for. */
export const scaleBothWays: Check = {
  id: 78,
  title: "a service that scales by metrics has a measured condition for fewer instances as well",
  severity: "breaks",
  run: (input) =>
    scaled(input).flatMap(([name, drivers]): Fault[] => {
      const spot = at(["services", name, "scale", "on"]);
      const back = drivers.filter((driver) => !("schedule" in driver) && (!("metric" in driver) || driver.in));
      if (!drivers.some((driver) => "metric" in driver)) return [];
      if (back.length > MAX_IN_CONDITIONS) {
        return [spot.is(`${back.length} conditions for fewer; one alarm has to see them all, and takes 9`)];
      }
      if (back.some((driver) => !mayBeAbsent(input, driver))) return [];
      const why = back.length === 0 ? "nothing says when fewer will do" : "all that says so may be absent for hours";
      return [spot.is(`${why}; add in: { below, forMinutes } to a metric that is always there, or a cpu driver`)];
    }),
};

/** 79 · Two drivers of one kind, or a schedule beyond the bounds, cannot both be what is meant. */
export const scaleOnce: Check = {
  id: 79,
  title: "each driver of a service is there once, and its schedules keep within its max",
  severity: "breaks",
  run: (input) =>
    servicesOnEcs(input).flatMap(([name, { scale }]) => {
      const seen = new Set<string>();
      return driversOf(scale).flatMap((driver, index): Fault[] => {
        const path = ["services", name, "scale", "on", index];
        const key = keyOf(driver);
        if (seen.has(key)) return [at(path).is(`${key} is there twice; keep one`)];
        seen.add(key);
        if (!("schedule" in driver) || driver.min <= scale.max) return [];
        return [at([...path, "min"]).is(`${driver.min} is above scale.max, which is ${scale.max}`)];
      });
    }),
};

/** 80 · Drivers without room, and room without drivers, do nothing; their author expects something. */
export const scaleWithRoom: Check = {
  id: 80,
  title: "drivers have room between min and max, and room has a driver",
  severity: "degrades",
  run: (input) =>
    servicesOnEcs(input).flatMap(([name, { scale, instances }]): Fault[] => {
      const said = input.environment.services[name]?.scale?.on;
      const room = instances === "many" && scale.max > scale.min;
      if (room && scale.on?.length === 0) {
        return [at(["services", name, "scale", "on"]).is(`empty, so nothing moves it from ${scale.min}`)];
      }
      if (room || !said || said.length === 0) return [];
      const why = instances === "one" ? "it runs only once" : `min and max are both ${scale.max}`;
      return [at(["services", name, "scale", "on"]).is(`not used: ${why}`)];
    }),
};

function scaled(input: CheckInput): [string, readonly Driver[]][] {
  return servicesOnEcs(input)
    .filter(([, service]) => scales(service))
    .map(([name, { scale }]) => [name, scale.on ?? DEFAULT_DRIVERS]);
}

function mayBeAbsent({ platform: { metrics = {} } }: CheckInput, driver: Driver): boolean {
  return "metric" in driver && has(metrics, driver.metric) && metrics[driver.metric]?.absentWhenIdle === true;
}

function keyOf(driver: Driver): string {
  if ("metric" in driver) return driver.metric;
  if ("schedule" in driver) return driver.schedule;
  return "cpu" in driver ? "cpu" : "memory";
}
