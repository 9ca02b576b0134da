import { byOrder, covers } from "../model/route";
import type { Check } from "./check";
import { inPlatform } from "./check";

/** 11 · A broader path with a lower order answers for all below it, so that the narrower one is never asked. */
export const reachEveryRoute: Check = {
  id: 11,
  title: "the more specific route comes before the broader one",
  severity: "breaks",
  run: ({ platform }) => {
    const routes = [...platform.routes].sort(byOrder);
    return routes.flatMap((route, index) => {
      const above = routes.slice(0, index).find((before) => before.order < route.order && covers(before, route));
      if (!above) return [];
      return [
        inPlatform(
          `route ${route.order} ${route.path} is never reached: route ${above.order} ${above.path} answers before it; give it an order below ${above.order}`,
        ),
      ];
    });
  },
};
