import { deregistrationSec, FARGATE_STOP_MAX_SEC, longestRouteSec } from "./drain";
import type { PlatformParts } from "./platform";
import { ALB_IDLE_MAX_SEC } from "./proxy";
import { routesTo, type Route } from "./route";
import type { Service } from "./service";

/** Of the balancer's idle timeout over the longest silence: at equal values it is chance who gives up first. */
const IDLE_MARGIN_SEC = 60;

/** A route that says nothing, and nginx's own proxy_read_timeout. */
const READ_SEC = 60;

export interface ChainInput {
  readonly platform: Pick<PlatformParts, "services" | "routes">;
  /** Is there a load balancer in front? On a laptop there is none. */
  readonly balanced: boolean;
  /** The idle timeout that the environment asks for; without it, it follows from the routes. */
  readonly idleTimeoutSec: number | undefined;
  /** The service that takes all traffic, where the edge is a proxy. */
  readonly proxy?: string | undefined;
  /** The services that run on Fargate, or will. */
  readonly onFargate: readonly string[];
}

/** What happens to whoever waits, one kind for each link of the chain. */
export type Link = "idle" | "capped" | "turn" | "keepAlive" | "drain" | "stop" | "protect";

/** One place where the chain does not hold. */
export interface BrokenLink {
  readonly link: Link;
  readonly service?: string;
  readonly text: string;
}

/** All times of one service, in seconds; what is not there is not known, or does not exist in this place. */
export interface Hop {
  readonly service: string;
  /** The longest that one answer may take. */
  readonly turnSec?: number;
  /** The longest silence that a route to it allows, whoever routes. */
  readonly readSec?: number;
  /** How long it keeps an idle connection open for the one in front of it. */
  readonly keepAliveSec?: number;
  /** How long the balancer lets it finish once it is leaving. */
  readonly deregistrationSec?: number;
  /** From SIGTERM to SIGKILL. */
  readonly stopSec: number;
  /** Both: how long a deployment leaves it to finish. */
  readonly drainSec: number;
  /** Does the balancer itself send to it? */
  readonly behindBalancer: boolean;
}

export interface Idle {
  readonly sec: number;
  readonly from: "environment" | "routes";
  /** The route that it follows from: the first of the longest. */
  readonly route?: Route;
}

export interface Chain {
  readonly idle?: Idle;
  readonly hops: readonly Hop[];
  readonly broken: readonly BrokenLink[];
}

/**
 * The idle timeout of the load balancer: above the longest silence that any route allows, at most 4000.
 * Source: AWS, Application Load Balancer attributes, idle_timeout.timeout_seconds.
 */
export const idleTimeoutSec = (routes: readonly Route[], given?: number): number =>
  given ?? Math.min(ALB_IDLE_MAX_SEC, longestRouteSec(routes) + IDLE_MARGIN_SEC);

/** What it must be at least: a second more than the longest silence, or all there is. */
export const leastIdleTimeoutSec = (routes: readonly Route[]): number =>
  Math.min(ALB_IDLE_MAX_SEC, longestRouteSec(routes) + 1);

/**
 * From whoever waits to whoever works: a turn ends before those who read give up, they before the balancer calls the
 * connection idle, and it before a service behind it closes one that the balancer would still use. A leaving instance
 * has the balancer's drain and its own stop, of which Fargate gives two minutes.
 */
export function timeoutChain(input: ChainInput): Chain {
  const { platform, balanced } = input;
  const idle = balanced ? idleOf(input) : undefined;
  const hops = Object.entries(platform.services)
    .filter(([, { alongside }]) => alongside === undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, service]) => hopOf(input, name, service));
  const services = Object.entries(platform.services);
  return {
    ...(idle && { idle }),
    hops,
    broken: [
      ...(idle ? [...tooIdle(input, idle), ...capped(input)] : []),
      ...services.flatMap(([name, service]) => cutTurns(input, name, service)),
      ...(idle ? hops.flatMap((hop) => closedFirst(hop, idle)) : []),
      ...(balanced ? services.flatMap(([name, service]) => cutStreams(input, name, service)) : []),
      ...input.onFargate.flatMap((name) => killed(platform.services[name], name)),
    ],
  };
}

function idleOf({ platform: { routes }, idleTimeoutSec: given }: ChainInput): Idle {
  const route = longestRoute(routes);
  return {
    sec: idleTimeoutSec(routes, given),
    from: given === undefined ? "routes" : "environment",
    ...(route && { route }),
  };
}

const readSec = ({ timeoutSec = READ_SEC }: Route): number => timeoutSec;

const longestRoute = (routes: readonly Route[]): Route | undefined =>
  routes.find((route) => readSec(route) === longestRouteSec(routes));

function hopOf({ platform, balanced, proxy }: ChainInput, service: string, model: Service): Hop {
  const routes = proxy === service ? platform.routes : routesTo(platform.routes, service);
  const behindBalancer =
    balanced && (proxy === undefined ? routes.some(({ exposure }) => exposure === "public") : proxy === service);
  const deregistration = behindBalancer ? deregistrationSec(service, model, platform.routes) : undefined;
  return {
    service,
    ...(model.turnSec !== undefined && { turnSec: model.turnSec }),
    ...(routes.length > 0 && { readSec: longestRouteSec(routes) }),
    ...(model.keepAliveSec !== undefined && { keepAliveSec: model.keepAliveSec }),
    ...(deregistration !== undefined && { deregistrationSec: deregistration }),
    stopSec: model.stopGraceSec,
    drainSec: (deregistration ?? 0) + model.stopGraceSec,
    behindBalancer,
  };
}

/** Of a route that is longer than any balancer waits nothing more can be asked than its most. */
function tooIdle({ platform: { routes } }: ChainInput, { sec, from, route }: Idle): BrokenLink[] {
  const longest = longestRouteSec(routes);
  const least = leastIdleTimeoutSec(routes);
  if (from === "routes" || sec >= least) return [];
  const text = `${sec} is not more than the ${longest} s of route ${route?.order} ${route?.path}; set ${least} or more`;
  return [{ link: "idle", text }];
}

const capped = ({ platform: { routes } }: ChainInput): BrokenLink[] =>
  routes
    .filter((route) => readSec(route) >= ALB_IDLE_MAX_SEC)
    .map((route) => ({
      link: "capped",
      text: `route ${route.order} ${route.path} may be silent ${readSec(route)} s, and no load balancer waits longer than ${ALB_IDLE_MAX_SEC}: silence beyond that ends it`,
    }));

function cutTurns({ platform: { routes } }: ChainInput, service: string, { turnSec }: Service): BrokenLink[] {
  if (turnSec === undefined) return [];
  return routesTo(routes, service)
    .filter((route) => route.traffic !== "request" && readSec(route) < turnSec)
    .map((route) => ({
      link: "turn",
      service,
      text: `route ${route.order} ${route.path} gives up after ${readSec(route)} s, and a turn of ${service} may take ${turnSec}; give it ${turnSec} s or more`,
    }));
}

/** The one that closes must be the one that sends, or a request goes into a connection that is no more: a 502. */
function closedFirst({ service, keepAliveSec, behindBalancer }: Hop, { sec }: Idle): BrokenLink[] {
  if (!behindBalancer || keepAliveSec === undefined || keepAliveSec > sec) return [];
  const text = `service ${service} closes idle connections after ${keepAliveSec} s, and the load balancer keeps them ${sec} s: some requests end with 502; its keep-alive must be longer`;
  return [{ link: "keepAlive", service, text }];
}

function cutStreams({ platform: { routes } }: ChainInput, service: string, model: Service): BrokenLink[] {
  const drain = deregistrationSec(service, model, routes);
  return routesTo(routes, service)
    .filter((route) => route.traffic !== "request" && readSec(route) > drain)
    .map((route) => ({
      link: "drain",
      service,
      text: `route ${route.order} ${route.path} may stay open ${readSec(route)} s, and ${service} drains for ${drain} s: a deployment cuts it`,
    }));
}

function killed(model: Service | undefined, service: string): BrokenLink[] {
  if (model === undefined) return [];
  const { stopGraceSec, turnSec, consumes, grants } = model;
  const broken: BrokenLink[] = [];
  if (stopGraceSec > FARGATE_STOP_MAX_SEC)
    broken.push({
      link: "stop",
      service,
      text: `service ${service}, stopGraceSec: ${stopGraceSec} is more than Fargate allows; at most ${FARGATE_STOP_MAX_SEC}`,
    });
  const isProtected = grants.some(({ grant }) => grant === "protectTask");
  if (consumes !== undefined && turnSec !== undefined && turnSec > stopGraceSec && !isProtected)
    broken.push({
      link: "protect",
      service,
      text: `a turn of ${service} may take ${turnSec} s and its stop ${stopGraceSec} s: scaling in cuts it; grant it protectTask`,
    });
  return broken;
}
