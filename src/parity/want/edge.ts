import { balancingOf } from "../../model/balancing";
import { portName, portNumber, referencesOf } from "../../model/calls";
import { deregistrationSec } from "../../model/drain";
import { addressOf } from "../../model/reference";
import { basePriority, type Route } from "../../model/route";
import type { Service } from "../../model/service";
import { EDGE, seconds } from "../facts";
import { answerOf, isHere } from "./references";
import { as, not, same, type Asked, type Named, type Want, type Wants } from "./want";

/** nginx and the model have the same figure for a row that says nothing. */
const READ_SEC = 60;

/** As a proxy writes it: `= /a` stands for itself alone. */
const pathOf = ({ path, exact }: Route): string => (exact ? `= ${path}` : path);

/** Who sends the rows of the table on to the services: the load balancer's rules, a proxy, or on a laptop nobody. */
function table({ deployment: { environment } }: Asked["place"], target: Asked["place"]["target"]) {
  const { kind, proxy } = environment.edge;
  if (kind === "proxy") return { by: "proxy" as const, proxy };
  return { by: target === "devenv" ? ("nobody" as const) : ("rules" as const), proxy: undefined };
}

/** What leads to a service, and how it is taken away from there. */
export function reached(asked: Asked, service: Service): Pick<Wants, "route" | "timeout" | "drain" | "health"> {
  const { place, name } = asked;
  const { routes } = place.deployment.platform;
  const own = routes.filter((route) => route.service === name);
  const rows = own.map((route) => row(asked, route));
  const door = proxyDoor(asked);
  const group = balanced(asked) ? groupWants(asked, service) : { drain: {}, health: {}, route: {} };
  return {
    route: { ...group.route, ...merged(rows, "route"), ...door.route },
    timeout: { ...merged(rows, "timeout"), ...door.timeout },
    drain: group.drain,
    health: group.health,
  };
}

const merged = (rows: readonly Pick<Wants, "route" | "timeout">[], aspect: "route" | "timeout"): Named =>
  Object.assign({}, ...rows.map((each) => each[aspect] ?? {})) as Named;

function row(asked: Asked, route: Route): Pick<Wants, "route" | "timeout"> {
  const { place } = asked;
  const { environment } = place.deployment;
  const path = pathOf(route);
  const words = `row ${route.order} of the route table`;
  const timeoutSec = route.timeoutSec ?? READ_SEC;
  const rest = { ...bodyWant(asked, route), ...rewriteWant(asked, route) };
  const to = `port ${portOf(asked, route)}`;
  const silence = seconds(timeoutSec);
  const { by } = table(place, place.target);
  const isUnmask = by === "proxy" && route.exposure === "internal" && isInside(asked, route);
  if (by === "nobody") {
    const nobody = route.exposure === "internal" ? "route-internal" : "no-balancer";
    return { route: { [path]: not(to, nobody, words), ...rest }, timeout: { [path]: not(silence, nobody, words) } };
  }
  if (route.exposure === "internal" && !isUnmask)
    return {
      route: { [path]: not(to, "route-internal", words) },
      timeout: { [path]: not(silence, "route-internal", words) },
    };
  if (by === "proxy") {
    const answer = answerOf({ ...asked, name: environment.edge.proxy ?? "" }, upstream(asked, route));
    if (!isHere(answer)) return { route: { [path]: not(to, answer.absent, words) } };
    const text = as(to, `${answer.text} by the proxy`, ["route-by-proxy", ...answer.rules], words);
    const inside: Named = isUnmask
      ? { [`${path} inside`]: as("inside", "for the proxy's own questions alone", ["route-internal"], words) }
      : {};
    return { route: { [path]: text, ...inside, ...rest }, timeout: { [path]: same(silence, words) } };
  }
  if (route.rewrite && !environment.edge.rewrites)
    return {
      route: { [path]: not(to, "rewrite-refused", words), ...rest },
      timeout: { [path]: not(silence, "rewrite-refused", words) },
    };
  return {
    route: { [path]: as(to, `${to} by rule ${basePriority(route.order)}`, [], words), ...rest },
    timeout: { [path]: idleWant(asked, timeoutSec, words) },
  };
}

const upstream = ({ place }: Asked, { service = "", port }: Route) =>
  addressOf(service, port ?? portName(place.deployment.platform, service));

const portOf = ({ place }: Asked, { service = "", port }: Route): string =>
  String(portNumber(place.deployment.platform, service, port));

/** A row that the proxy's login guard asks, and nobody outside. */
function isInside({ place }: Asked, { path }: Route): boolean {
  const { platform } = place.deployment;
  return Object.values(platform.services).some((service) =>
    referencesOf(platform, service).some(
      (reference) => reference.ref === "proxyConfig" && reference.proxy.login?.unmask === path,
    ),
  );
}

function idleWant({ place }: Asked, timeoutSec: number, words: string): Want {
  if (place.deployment.environment.adopt?.loadBalancer) return not(seconds(timeoutSec), "balancer-of-others", words);
  return {
    ...as(seconds(timeoutSec), `more than ${seconds(timeoutSec)}`, ["idle-timeout"], words),
    holds: (fact) => Number.parseInt(fact, 10) > timeoutSec,
  };
}

function bodyWant({ place }: Asked, route: Route): Named {
  if (route.bodyMiB === undefined) return {};
  const [name, text, words] = [`${pathOf(route)} body`, `${route.bodyMiB}m`, `row ${route.order} of the route table`];
  return {
    [name]: table(place, place.target).by === "proxy" ? same(text, words) : not(text, "body-not-limited", words),
  };
}

function rewriteWant({ place }: Asked, route: Route): Named {
  if (!route.rewrite) return {};
  const [name, text, words] = [`${pathOf(route)} rewritten`, route.rewrite.to, `row ${route.order} of the route table`];
  const { by } = table(place, place.target);
  if (by === "proxy" || (by === "rules" && place.deployment.environment.edge.rewrites))
    return { [name]: same(text, words) };
  return { [name]: not(text, by === "nobody" ? "no-balancer" : "rewrite-refused", words) };
}

/** The one rule that brings everything to a proxy. */
function proxyDoor(asked: Asked): Pick<Wants, "route" | "timeout"> {
  const { place, name } = asked;
  const { platform, environment } = place.deployment;
  if (environment.edge.kind !== "proxy" || environment.edge.proxy !== name) return {};
  const [text, words] = [`port ${portNumber(platform, name)} by rule ${basePriority(1)}`, "edge.proxy"];
  const longest = Math.max(READ_SEC, ...platform.routes.map(({ timeoutSec = 0 }) => timeoutSec));
  if (place.target === "devenv")
    return {
      route: { "/": not(text, "no-balancer", words) },
      timeout: { "/": not(seconds(longest), "no-balancer", words) },
    };
  return { route: { "/": same(text, words) }, timeout: { "/": idleWant(asked, longest, words) } };
}

/** The rows that the load balancer itself sends to a service, were there one. */
function balancerRows({ place, name }: Asked): readonly Route[] {
  const { platform, environment } = place.deployment;
  if (environment.edge.kind === "proxy")
    return environment.edge.proxy === name ? [{ order: 1, path: "/", exposure: "public", traffic: "stream" }] : [];
  return platform.routes.filter(
    (route) => route.service === name && route.exposure === "public" && (environment.edge.rewrites || !route.rewrite),
  );
}

export const balanced = (asked: Asked): boolean => balancerRows(asked).length > 0;

function groupWants(asked: Asked, service: Service): { route: Named; drain: Named; health: Named } {
  const { place, name } = asked;
  const { algorithm, slowStartSec, stickySec, health } = balancingOf(service, balancerRows(asked));
  const look = [
    `${health.path} gives ${health.matcher}`,
    `every ${seconds(health.intervalSec)}`,
    `within ${seconds(health.timeoutSec)}`,
    `${health.unhealthyAfter} times`,
  ].join(", ");
  const spread = [
    algorithm,
    ...(slowStartSec > 0 ? [`slow start ${seconds(slowStartSec)}`] : []),
    ...(stickySec > 0 ? [`sticky ${seconds(stickySec)}`] : []),
  ].join(", ");
  const leaving = seconds(deregistrationSec(name, service, place.deployment.platform.routes));
  const want = (text: string, words: string): Want =>
    place.target === "devenv" ? not(text, "no-balancer", words) : same(text, words);
  return {
    route: { "(spread)": want(spread, "traffic") },
    drain: { deregistration: want(leaving, "routes and traffic") },
    health: { balancer: want(look, "probe") },
  };
}

/** Rows that no service answers: who redirects or refuses at the door. */
export function edgeWants(place: Asked["place"]): Wants {
  const { environment, platform } = place.deployment;
  const asked = { place, name: EDGE };
  const { by } = table(place, place.target);
  const rows = platform.routes.flatMap((route): [string, Want][] => {
    const answer = answerAtDoor(asked, route, by === "proxy" || environment.edge.rewrites === true);
    if (answer === undefined) return [];
    const words = `row ${route.order} of the route table`;
    return [[pathOf(route), by === "nobody" ? not(answer, "no-balancer", words) : same(answer, words)]];
  });
  return { route: { ...Object.fromEntries(rows), ...(by === "proxy" ? ofProxyItself(place) : {}) } };
}

/** What a proxy answers beside the table: its probe, and what no row names. */
function ofProxyItself({ deployment: { platform } }: Asked["place"]): Named {
  const settings = Object.values(platform.services).flatMap((service) =>
    referencesOf(platform, service).flatMap((reference) => (reference.ref === "proxyConfig" ? [reference.proxy] : [])),
  );
  const root = platform.routes.some(({ path, exact }) => path === "/" && !exact);
  return {
    ...Object.fromEntries(settings.map(({ healthPath }) => [`= ${healthPath}`, same("200", "the proxy's probe")])),
    ...(!root && { "/": same("404", "no row") }),
  };
}

function answerAtDoor(asked: Asked, route: Route, rewrites: boolean): string | undefined {
  if (route.redirect) return `${route.redirect.status} to ${route.redirect.to}`;
  if (route.exposure === "internal") return isInside(asked, route) && rewrites ? undefined : "404";
  return route.rewrite && !rewrites ? "404" : undefined;
}
