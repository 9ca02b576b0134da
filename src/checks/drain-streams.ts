import { deregistrationSec } from "../model/drain";
import { routesTo } from "../model/route";
import type { Check } from "./check";
import { inPlatform } from "./check";

/** 28 · A leaving instance is cut off when its drain is over, whatever its streams are in the middle of. */
export const drainStreams: Check = {
  id: 28,
  title: "streams end before the drain of their service does",
  severity: "degrades",
  run: ({ environment: { target }, platform: { services, routes } }) => {
    if (target === "devenv") return [];
    return Object.entries(services).flatMap(([name, service]) => {
      const drain = deregistrationSec(name, service, routes);
      return routesTo(routes, name)
        .filter(({ traffic, timeoutSec = 60 }) => traffic !== "request" && timeoutSec > drain)
        .map(({ order, path, timeoutSec = 60 }) =>
          inPlatform(
            `route ${order} ${path} may stay open ${timeoutSec} s, and ${name} drains for ${drain} s: a deployment cuts it`,
          ),
        );
    });
  },
};
