import type { Probe } from "./probe";
import type { Route } from "./route";
import type { Traffic } from "./service";

/** How a load balancer spreads a service's traffic and finds out who can take it. */
export interface Balancing {
  /** Streams live long: the instance with the fewest open ones gets the next. */
  readonly algorithm: "round_robin" | "least_outstanding_requests";
  /** A new instance gets more and more for so long; 0 is off. Source: AWS, target group attributes, slow_start: 30 to 900. */
  readonly slowStartSec: number;
  /** A browser stays with its instance for so long; 0 is off. */
  readonly stickySec: number;
  readonly health: {
    readonly path: string;
    readonly matcher: string;
    readonly intervalSec: number;
    readonly timeoutSec: number;
    readonly unhealthyAfter: number;
  };
}

/** Time to fill a cache and warm an interpreter. */
const SLOW_START_SEC = 30;

/** A polling client that is moved in the middle of its handshake has to begin again; an hour outlasts any session's. */
const STICKY_SEC = 3600;

/** Two failures are half a minute at most; a slower look would keep a dead instance in rotation. */
const INTERVAL_SEC = { least: 10, most: 15 };
const FAILURES = { least: 2, most: 3 };

export interface BalancedService {
  readonly probe: Probe;
  readonly traffic: Traffic;
}

/** `routes` are the rows that the load balancer itself sends to the service. */
export function balancingOf({ probe, traffic }: BalancedService, routes: readonly Route[]): Balancing {
  const requestsOnly = traffic === "request";
  const intervalSec = within(INTERVAL_SEC, probe.intervalSec ?? INTERVAL_SEC.most);
  return {
    algorithm: requestsOnly ? "round_robin" : "least_outstanding_requests",
    // AWS refuses it beside least_outstanding_requests.
    slowStartSec: requestsOnly ? SLOW_START_SEC : 0,
    // Socket.IO begins by polling, and each poll must find the instance that knows the session.
    stickySec: routes.some((route) => route.traffic === "socket") ? STICKY_SEC : 0,
    health: {
      path: "http" in probe ? probe.http.path : "/",
      // Who names no path answers something there, and what it is says only that it is up.
      matcher: "http" in probe ? "200" : "200-499",
      intervalSec,
      timeoutSec: Math.min(probe.timeoutSec ?? 5, intervalSec - 1),
      unhealthyAfter: within(FAILURES, probe.retries ?? FAILURES.most),
    },
  };
}

const within = ({ least, most }: { least: number; most: number }, value: number): number =>
  Math.min(most, Math.max(least, value));
