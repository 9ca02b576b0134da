import type { Check } from "./check";
import { at } from "./check";
import { servicesOnEcs } from "./walk";

/** 38 · Nothing moves the number of tasks between min and max so far; who counts on it should know. */
export const scaleWhereBuilt: Check = {
  id: 38,
  title: "a service that should scale is somewhere that scales it",
  severity: "degrades",
  run: (input) => {
    const names = servicesOnEcs(input)
      .filter(([, { scale }]) => scale.max > scale.min || scale.on !== undefined)
      .map(([name, { scale }]) => `${name} (${scale.min})`);
    if (names.length === 0) return [];
    return [at("services").is(`scaling is not built yet, so these stay at their min: ${names.sort().join(", ")}`)];
  },
};
