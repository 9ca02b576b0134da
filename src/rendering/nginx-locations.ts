import { portName } from "../model/calls";
import type { PlatformParts } from "../model/platform";
import type { ProxySettings } from "../model/proxy";
import { addressOf, type Absent, type Resolve } from "../model/reference";
import { byOrder, type Route } from "../model/route";
import { ASK_FOR_SESSION, unmaskRoute } from "./nginx-login";
import { block, checkedPath, comment, asPattern } from "./nginx-text";

/** @default of a route, and so of the server; nginx has the same figure. */
const TIMEOUT_SEC = 60;

export interface LocationsInput {
  readonly platform: Pick<PlatformParts, "routes" | "services">;
  readonly settings: ProxySettings;
  readonly resolve: Resolve;
}

/**
 * The route table, in its order. nginx takes an exact location first and then the first regular expression that
 * matches, which is what a listener does with its rules. Prefix locations look simpler and are not: nginx takes the
 * longest, whatever the order, and answers `/a` for `/a/` with a redirect of its own instead of asking the next row.
 */
export function locations(input: LocationsInput): string[] {
  const { platform, settings } = input;
  const unmask = settings.login && unmaskRoute(platform.routes, settings.login);
  const rows = [...platform.routes].sort(byOrder).flatMap((route) => {
    if (route.exact && route.path === settings.healthPath)
      throw new Error(`route ${route.order} ${route.path} is what the proxy answers itself, for its probe`);
    return ["", comment(title(route)), ...block(`location ${match(route)}`, answer(input, route, route === unmask))];
  });
  const root = platform.routes.some(({ path, exact }) => path === "/" && !exact);
  return root ? rows : [...rows, "", "# nginx would look for a file.", ...block("location /", ["return 404;"])];
}

const title = ({ order, path, exact, service, redirect, exposure }: Route): string =>
  `${order} · ${path}${exact ? " alone" : ""} → ${redirect?.to ?? service}${exposure === "internal" ? ", internal" : ""}`;

function match({ path, exact }: Route): string {
  if (exact) return `= ${checkedPath(path)}`;
  return path.endsWith("/") ? `~ ^${asPattern(path)}` : `~ ^${asPattern(path)}(/|\\z)`;
}

function answer({ platform, settings, resolve }: LocationsInput, route: Route, unmask: boolean): string[] {
  if (route.login && !settings.login)
    throw new Error(`route ${route.order} ${route.path} asks for a session, and the proxy has no login guard`);
  if (route.exposure === "internal" && !unmask) return ["return 404;"];
  if (route.redirect) return [`return ${route.redirect.status} ${checkedPath(route.redirect.to)}$is_args$args;`];
  const upstream = upstreamOf(platform, route, resolve);
  // Not left out: a broader row would answer in its place.
  if (typeof upstream !== "string") return [comment(upstream.absent), "return 503;"];
  return [
    ...(unmask ? ["internal;"] : []),
    ...(route.login ? [ASK_FOR_SESSION] : []),
    ...limits(route),
    ...traffic(route),
    `set $upstream ${upstream};`,
    ...rewrite(route),
    "proxy_pass http://$upstream;",
  ];
}

function upstreamOf(platform: LocationsInput["platform"], route: Route, resolve: Resolve): string | Absent {
  const { order, path, service, port } = route;
  if (service === undefined) throw new Error(`route ${order} ${path} has neither a service nor a redirect`);
  return resolve(addressOf(service, port ?? portName(platform, service)));
}

function limits({ bodyMiB, timeoutSec = TIMEOUT_SEC }: Route): string[] {
  return [
    ...(bodyMiB === undefined ? [] : [`client_max_body_size ${bodyMiB}m;`]),
    ...(timeoutSec === TIMEOUT_SEC ? [] : [`proxy_read_timeout ${timeoutSec}s;`, `proxy_send_timeout ${timeoutSec}s;`]),
  ];
}

/** What a stream says is passed on when it is said, in both directions. */
function traffic({ traffic: kind }: Route): string[] {
  if (kind === "request") return [];
  const unbuffered = ["proxy_buffering off;", "proxy_request_buffering off;"];
  return kind === "socket" ? [...unbuffered, "set $upgrade $websocket;"] : unbuffered;
}

/**
 * With a variable in it, proxy_pass takes a path of its own for the whole path, so the change is made before. It comes
 * after every `set`: `break` ends those too. A path that is not changed goes on byte for byte; one that is changed has
 * been decoded, and is encoded again.
 */
const rewrite = ({ path, rewrite: change }: Route): string[] =>
  change ? [`rewrite (?s)^${asPattern(path)}(.*) ${checkedPath(change.to)}$1 break;`] : [];
