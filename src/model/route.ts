import type { Traffic } from "./service";

/**
 * One row of the route table, the same for a proxy and for a load balancer.
 * A path that ends in a slash is a prefix of the text; one that does not stands for itself and all below it:
 * `/a/` matches `/a/b`; `/a` matches `/a` and `/a/b`, never `/ab`. With `exact` it stands for itself alone.
 */
export interface Route {
  /** Written down and kept: it becomes the rule's priority. Lower wins. */
  readonly order: number;
  readonly path: string;
  readonly exact?: boolean;
  /** internal: not to be had from outside, and refused there. */
  readonly exposure: "public" | "internal";
  /** Who answers; none when it is a redirect. */
  readonly service?: string;
  readonly port?: string;
  readonly traffic: Traffic;
  readonly bodyMiB?: number;
  /** The longest silence or answer that is still healthy. @default 60 */
  readonly timeoutSec?: number;
  readonly redirect?: { readonly to: string; readonly status: 301 | 302 };
  /** Puts `to` in the place of the path when it passes the request on. */
  readonly rewrite?: { readonly to: string };
  /** Only with a session. */
  readonly login?: boolean;
}

/** The patterns of a load balancer's path condition that say the same. */
export function pathPatterns(route: Pick<Route, "path" | "exact">): string[] {
  if (route.exact) return [route.path];
  if (route.path.endsWith("/")) return [`${route.path}*`];
  return [route.path, `${route.path}/*`];
}

export function matches(route: Pick<Route, "path" | "exact">, path: string): boolean {
  if (route.exact) return path === route.path;
  if (route.path.endsWith("/")) return path.startsWith(route.path);
  return path === route.path || path.startsWith(`${route.path}/`);
}

/** Does every path of `inner` also belong to `outer`? */
export const covers = (outer: Pick<Route, "path" | "exact">, inner: Pick<Route, "path" | "exact">): boolean =>
  outer.exact ? Boolean(inner.exact) && inner.path === outer.path : matches(outer, inner.path);

export const byOrder = (a: Route, b: Route): number => a.order - b.order;

/** The row that answers, as a proxy or a load balancer would find it. */
export const routeFor = (routes: readonly Route[], path: string): Route | undefined =>
  [...routes].sort(byOrder).find((route) => matches(route, path));

export const routesTo = (routes: readonly Route[], service: string): Route[] =>
  routes.filter((route) => route.service === service).sort(byOrder);

/** Priorities of the load balancer: a moved route stands above its own base rule and above nothing more specific. */
export const basePriority = (order: number): number => 2 * order + 1;
export const phasePriority = (order: number): number => 2 * order;

/** What a browser types for a port of this host over plain HTTP. */
export const originOf = (domain: string, port: number): string => `http://${domain}${port === 80 ? "" : `:${port}`}`;
