import { EDGE, seconds, type Facts, type TargetFacts } from "../facts";

/** What nginx waits for where a location says nothing. Source: nginx, ngx_http_proxy_module, proxy_read_timeout. */
const DEFAULT_READ_SEC = 60;

/** The route table that a proxy was given as a file: what it sends to whom, and what it answers itself. */
export const proxyFacts = (configuration: string): TargetFacts[] =>
  [...configuration.matchAll(/^( *)location (.+) \{\n([^]*?)^\1\}/gm)].map(([, , match = "", body = ""]) =>
    location(pathOf(match), body),
  );

function location(path: string, body: string): TargetFacts {
  const upstream = /set \$upstream ([^:;]+):(\d+);/.exec(body);
  if (!upstream) return { [EDGE]: { route: { [path]: answerOf(body) } } };
  const [, host = "", port] = upstream;
  const [read, limit, rewritten] = [
    /proxy_read_timeout (\d+)s;/.exec(body)?.[1],
    /client_max_body_size (\w+);/.exec(body)?.[1],
    /rewrite \S+ (\S+)\$1 break;/.exec(body)?.[1],
  ];
  const facts: Facts = {
    route: {
      [path]: `${host}:${port} by the proxy`,
      ...(limit !== undefined && { [`${path} body`]: limit }),
      ...(rewritten !== undefined && { [`${path} rewritten`]: rewritten }),
      ...(/^\s*internal;/m.test(body) && { [`${path} inside`]: "for the proxy's own questions alone" }),
    },
    timeout: { [path]: seconds(Number(read ?? DEFAULT_READ_SEC)) },
  };
  // A service on ECS has its name in front of its place: chat-ecs.shop-prod.internal.
  return { [host]: facts };
}

function answerOf(body: string): string {
  const [, status = "", to = ""] = /return (\d+)(?: ([^;$\s]+))?/.exec(body) ?? [];
  return to.startsWith("/") ? `${status} to ${to}` : status;
}

/** `~ ^/a/` is `/a/`; `~ ^/a(/|\z)` is `/a`; `= /a` stays. */
function pathOf(match: string): string {
  if (!match.startsWith("~ ^")) return match;
  return match
    .slice(3)
    .replace(/\(\/\|\\z\)$/, "")
    .replace(/\\(.)/g, "$1");
}
