import type { Check } from "./check";
import { at } from "./check";
import { servicesOnEcs } from "./walk";

/** 16 · Only Fargate's own capacity is rendered so far; another must not be taken for granted. */
export const useBuiltCapacity: Check = {
  id: 16,
  title: "a service on ECS runs on fargate",
  severity: "breaks",
  run: (input) =>
    servicesOnEcs(input)
      .filter(([, { capacity }]) => capacity !== "fargate")
      .map(([name, { capacity }]) =>
        at(["services", name, "capacity"]).is(`${capacity} is not built yet; allowed: fargate`),
      ),
};
