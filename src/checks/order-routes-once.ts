import type { Check } from "./check";
import { inPlatform } from "./check";

/** 10 · The order becomes the priority of a listener rule, and a listener refuses two of the same. */
export const orderRoutesOnce: Check = {
  id: 10,
  title: "each order is given to one route",
  severity: "breaks",
  run: ({ platform: { routes } }) => {
    const byOrder = new Map<number, string>();
    return routes.flatMap(({ order, path }) => {
      const before = byOrder.get(order);
      byOrder.set(order, before ?? path);
      if (before === undefined) return [];
      return [inPlatform(`routes ${before} and ${path} both have order ${order}; give one of them another`)];
    });
  },
};
