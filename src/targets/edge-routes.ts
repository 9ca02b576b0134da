import type { Deployment } from "../deployment";
import { portNumber } from "../model/calls";
import { byOrder, type Route } from "../model/route";

/** A row that the load balancer forwards: to whom, and on which port. */
export interface ForwardedRoute {
  readonly route: Route;
  readonly service: string;
  readonly port: number;
}

/**
 * The rows that become forwarding rules. With edge `rules` each public row of a service; one with a rewrite only where
 * the environment asks for rewrites. With edge `proxy` one rule: all of it to the proxy.
 */
export function forwardedRoutes({ environment, platform }: Deployment): ForwardedRoute[] {
  const { kind, proxy, rewrites } = environment.edge;
  const rows: Route[] =
    kind === "proxy"
      ? [
          {
            order: PROXY_ORDER,
            path: "/",
            exposure: "public",
            traffic: "stream",
            ...(proxy !== undefined && { service: proxy }),
          },
        ]
      : platform.routes.filter(({ exposure, rewrite }) => exposure === "public" && (rewrites || !rewrite));
  return [...rows].sort(byOrder).flatMap((route) => {
    const port = route.service === undefined ? undefined : portNumber(platform, route.service, route.port);
    return route.service === undefined || port === undefined ? [] : [{ route, service: route.service, port }];
  });
}

/** The one rule of a proxy stands first; there is nothing beside it. */
const PROXY_ORDER = 1;

/** Service → the ports that the load balancer sends traffic to, sorted. */
export function publicPorts(routes: readonly ForwardedRoute[], service: string): number[] {
  const ports = routes.filter((row) => row.service === service).map(({ port }) => port);
  return [...new Set(ports)].sort((a, b) => a - b);
}

/** The rows that the load balancer sends to one port of a service. */
export const rowsOn = (routes: readonly ForwardedRoute[], service: string, port: number): Route[] =>
  routes.filter((row) => row.service === service && row.port === port).map(({ route }) => route);

/** The rewrite of a row as the load balancer takes it: the path's text gives way, what follows stays. */
export const urlRewrite = ({ path, rewrite }: Route): { from: string; to: string } | undefined =>
  rewrite && { from: `^${path.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}(.*)$`, to: `${rewrite.to}$1` };
