import type { Route } from "./route";
import { routesTo } from "./route";
import type { Service } from "./service";

/** Fargate kills after this, whatever the task asks for. Source: AWS, ECS container definition, stopTimeout. */
export const FARGATE_STOP_MAX_SEC = 120;

/** A target group takes 0 to 3600. Source: AWS, ELBv2 target group attributes, deregistration_delay. */
const DEREGISTRATION_MAX_SEC = 3600;

const REQUEST_DRAIN_SEC = 30;

/** The longest a route of this platform may stay open, in seconds; what a balancer's idle timeout must exceed. */
export const longestRouteSec = (routes: readonly Route[]): number =>
  Math.max(0, ...routes.map((route) => route.timeoutSec ?? 60));

/**
 * How long a load balancer lets a leaving instance finish: short requests half a minute, streams and sockets as long
 * as the longest of them may last.
 */
export function deregistrationSec(name: string, service: Service, routes: readonly Route[]): number {
  if (service.traffic === "request") return REQUEST_DRAIN_SEC;
  return Math.min(DEREGISTRATION_MAX_SEC, Math.max(REQUEST_DRAIN_SEC, longestRouteSec(longLived(name, routes))));
}

/** ECS takes an instance out of the load balancer before it signals it, so both times add up. */
export const drainSec = (name: string, service: Service, routes: readonly Route[]): number =>
  deregistrationSec(name, service, routes) + service.stopGraceSec;

/** A proxy stands in no row of the table and passes all of them on. */
function longLived(name: string, routes: readonly Route[]): Route[] {
  const own = routesTo(routes, name);
  return (own.length > 0 ? own : routes).filter((route) => route.traffic !== "request");
}
