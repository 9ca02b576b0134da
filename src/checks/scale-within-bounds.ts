import type { Check, Fault } from "./check";
import { at } from "./check";

/** 15 · A range of instances that is empty, or that lets a second one in where there may be only one. */
export const scaleWithinBounds: Check = {
  id: 15,
  title: "scale.min is not above scale.max, and what runs once has a max of one",
  severity: "breaks",
  run: ({ environment, platform }) =>
    Object.entries(platform.services).flatMap(([name, { instances, scale }]): Fault[] => {
      if (instances === "one" && scale.max > 1) {
        return [
          at(["services", name, "scale", "max"]).is(
            `${scale.max} instances of a service that may run only once; allowed: 1`,
          ),
        ];
      }
      if (scale.min <= scale.max) return [];
      const said = environment.services[name]?.scale;
      const field = said?.min === undefined && said?.max !== undefined ? "max" : "min";
      const text =
        field === "min"
          ? `${scale.min} is above scale.max, which is ${scale.max}`
          : `${scale.max} is below scale.min, which is ${scale.min}`;
      return [at(["services", name, "scale", field]).is(text)];
    }),
};
