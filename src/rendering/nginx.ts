import { PROXY_KEEP_ALIVE_SEC } from "../model/proxy";
import { byKey } from "../model/reference";
import { locations, type LocationsInput } from "./nginx-locations";
import { loginGuard } from "./nginx-login";
import { block, checkedPath, quoted } from "./nginx-text";

/** What differs between the places where a proxy runs. */
export interface ProxyPlace {
  /** Who knows the services' names: 127.0.0.11 in a Docker network, 169.254.169.253 in a VPC. */
  readonly resolver: string;
  /** The networks of load balancers whose X-Forwarded-* is believed; none on a laptop. */
  readonly trusted: readonly string[];
}

export interface NginxInput extends LocationsInput {
  readonly place: ProxyPlace;
}

/**
 * The route table as an nginx configuration: all of it, for `nginx -c`. It needs no module that OpenResty and Debian's
 * nginx do not have built in; with a login guard it needs Lua, so OpenResty.
 */
export const nginxConfiguration = (input: NginxInput): string => [...main, "", ...http(input), ""].join("\n");

/** Nothing is written outside /tmp, so that it runs with a read-only root and as any user. */
const main: readonly string[] = [
  "# The route table, as its proxy reads it. Written by Ferry; a change here is lost at the next deployment.",
  "worker_processes auto;",
  "worker_rlimit_nofile 16384;",
  "pid /tmp/nginx.pid;",
  // A line about one request carries its query, tokens included; what became of it is in the access log.
  "error_log /dev/stderr emerg;",
  "",
  "# A stream takes two, for as long as it lasts.",
  ...block("events", ["worker_connections 4096;"]),
];

const temporary = ["client_body", "proxy", "fastcgi", "scgi", "uwsgi"].map(
  (kind) => `${kind}_temp_path /tmp/nginx-${kind};`,
);

const http = (input: NginxInput): string[] =>
  block("http", [
    ...temporary,
    "server_tokens off;",
    "",
    ...log,
    "",
    ...compression,
    "",
    "# h2c is an upgrade too, and would carry requests past all locations.",
    ...block("map $http_upgrade $websocket", ['default "";', '"~*^websocket$" websocket;']),
    ...block("map $upgrade $connection_upgrade", ["default upgrade;", '"" "";']),
    "",
    ...balancer(input.place),
    ...(input.settings.login ? [...loginGuard(input.settings.login), ""] : []),
    ...block("server", server(input)),
  ]);

/** Without the query, where streams of a browser carry their tokens. */
const log: readonly string[] = [
  ...block("map $request_uri $path", ['"~^([^?]*)" $1;']),
  `log_format requests escape=json '${JSON.stringify({
    time: "$time_iso8601",
    client: "$remote_addr",
    method: "$request_method",
    host: "$host",
    path: "$path",
    status: "$status",
    bytes: "$bytes_sent",
    seconds: "$request_time",
    upstream: "$upstream_addr",
    upstreamSeconds: "$upstream_response_time",
    agent: "$http_user_agent",
  })}';`,
  "access_log /dev/stdout requests;",
];

/** text/event-stream is not among the types: a stream waits for no block to be full. */
const compression: readonly string[] = [
  "gzip on;",
  "gzip_vary on;",
  "gzip_proxied any;",
  "gzip_min_length 1024;",
  "gzip_types application/javascript application/json image/svg+xml text/css text/javascript text/plain;",
];

/** Who asked, and how: told by a load balancer where there is one. From anybody else such a header means nothing. */
function balancer({ trusted }: ProxyPlace): string[] {
  if (trusted.length === 0) return [];
  return [
    ...trusted.map((network) => `set_real_ip_from ${network};`),
    "real_ip_header X-Forwarded-For;",
    "real_ip_recursive on;",
    ...block("geo $realip_remote_addr $balanced", ["default 0;", ...trusted.map((network) => `${network} 1;`)]),
    ...block('map "$balanced $http_x_forwarded_proto" $client_scheme', [
      "default $scheme;",
      '"1 http" http;',
      '"1 https" https;',
    ]),
    ...block('map "$balanced $http_x_forwarded_port" $client_port', ['default "";', '"~^1 ([0-9]+)$" $1;']),
    "# Longer than a load balancer keeps an idle connection (4000 s at most), or it would send into one that closes.",
    `keepalive_timeout ${PROXY_KEEP_ALIVE_SEC}s;`,
    "",
  ];
}

/** No location may have a header of its own, in either direction: it would lose all of these. */
function server({ platform, settings, place, resolve }: NginxInput): string[] {
  const headers = Object.entries(settings.headers).sort(byKey);
  return [
    `listen ${settings.port} default_server;`,
    "absolute_redirect off;",
    `client_max_body_size ${settings.bodyMiB}m;`,
    "# Cookies that hold tokens are long.",
    "large_client_header_buffers 4 32k;",
    "proxy_buffer_size 32k;",
    "proxy_buffers 8 32k;",
    "",
    "# Looked up while it runs: a service that is missing keeps nothing from starting, one that moves is found again.",
    `resolver ${place.resolver} valid=10s ipv6=off;`,
    "resolver_timeout 5s;",
    "proxy_connect_timeout 5s;",
    "proxy_http_version 1.1;",
    "proxy_redirect off;",
    "# A service may not fetch what is internal by naming it in its answer.",
    "proxy_ignore_headers X-Accel-Redirect;",
    "",
    ...Object.entries(passedOn(place)).map(([name, value]) => `proxy_set_header ${name} ${value};`),
    'set $upgrade "";',
    ...headers.flatMap(([name, value]) => [
      `proxy_hide_header ${quoted(name)};`,
      `add_header ${quoted(name)} ${quoted(value)} always;`,
    ]),
    "",
    "# The location is chosen by the path without its dots, and a service is sent the path with them. No browser sends any.",
    ...block('if ($request_uri ~* "^[^?]*(/|%2f)(\\.|%2e)(\\.|%2e)(/|%2f|[?#]|\\z)")', ["return 400;"]),
    "",
    ...block(`location = ${checkedPath(settings.healthPath)}`, [
      "access_log off;",
      "default_type text/plain;",
      'return 200 "ok";',
    ]),
    ...locations({ platform, settings, resolve }),
  ];
}

/** All of them are set, so that what a client says of itself under these names is gone. */
const passedOn = ({ trusted }: ProxyPlace): Readonly<Record<string, string>> => ({
  Connection: "$connection_upgrade",
  Forwarded: '""',
  Host: "$http_host",
  Proxy: '""',
  Upgrade: "$upgrade",
  "X-Forwarded-For": "$remote_addr",
  "X-Forwarded-Host": "$http_host",
  // nginx knows its own port alone, which on a laptop is not the one that was typed.
  "X-Forwarded-Port": trusted.length > 0 ? "$client_port" : '""',
  "X-Forwarded-Proto": trusted.length > 0 ? "$client_scheme" : "$scheme",
  "X-Real-IP": "$remote_addr",
});
