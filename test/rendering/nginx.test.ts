import type { PlatformParts } from "../../src/model/platform";
import type { ProxySettings } from "../../src/model/proxy";
import { absent, type Reference } from "../../src/model/reference";
import { routeFor, type Route } from "../../src/model/route";
import { addressInNetwork } from "../../src/rendering/addresses";
import { nginxConfiguration, type NginxInput } from "../../src/rendering/nginx";
import { DELEGATED, partsOf } from "../platforms/kdcube/fixtures";
import { shop } from "./shop";

const { services } = shop;
const row = (route: Pick<Route, "order" | "path"> & Partial<Route>): Route => ({
  exposure: "public",
  traffic: "request",
  ...(route.redirect ? {} : { service: "api" }),
  ...route,
});
const settings: ProxySettings = { port: 8080, healthPath: "/healthz", bodyMiB: 10, headers: {} };
const login = { unmask: "/unmask", cookies: ["access", "id"] };
const unmask = row({ order: 1, path: "/unmask", exact: true, exposure: "internal", rewrite: { to: "/v1/unmask" } });

const resolveIn =
  (platform: Pick<PlatformParts, "services">) =>
  (reference: Reference): ReturnType<typeof addressInNetwork> =>
    reference.ref === "address" ? addressInNetwork(platform, reference) : absent("not told in this test");

type Change = Partial<Omit<NginxInput, "settings">> & { readonly settings?: Partial<ProxySettings> };
const written = (routes: readonly Route[], change: Change = {}): string =>
  nginxConfiguration({
    platform: { routes, services },
    place: { resolver: "127.0.0.11", trusted: [] },
    resolve: resolveIn({ services }),
    ...change,
    settings: { ...settings, ...change.settings },
  });

interface Location {
  readonly order: number;
  readonly match: string;
  readonly body: readonly string[];
}
/** The locations that come of rows, as they stand in the text. */
const locations = (text: string): Location[] =>
  [...text.matchAll(/# (\d+) · .*\n {4}location (.*) \{\n([^]*?)\n {4}\}/g)].map(([, order, match, body]) => ({
    order: Number(order),
    match: match ?? "",
    body: (body ?? "").split("\n").map((line) => line.trim()),
  }));
const bodyOf = (route: Route, change?: Change): readonly string[] =>
  locations(written([route], change)).find(({ order }) => order === route.order)?.body ?? [];

/** nginx's own rule: an exact location, else the first regular expression that matches. */
const chosen = (all: readonly Location[], path: string): number | undefined =>
  (
    all.find(({ match }) => match === `= ${path}`) ??
    all.find(({ match }) => match.startsWith("~ ") && new RegExp(match.slice(2).replace("\\z", "$")).test(path))
  )?.order;

const nearby = ({ path }: Route): string[] => {
  const bare = path.replace(/\/$/, "");
  return [path, bare, `${bare}/`, `${bare}x`, `${bare}/x`, `${bare}/x/y`, `${bare}.x`, `/x${path}`].filter((near) =>
    near.startsWith("/"),
  );
};

const kdcube = partsOf({ edge: "proxy", settings: { auth: DELEGATED } });
const tables: readonly [string, readonly Route[]][] = [
  ["KDCube with delegated login", kdcube.routes.map((route) => ({ ...route, login: false }))],
  ["KDCube without", partsOf({ edge: "proxy" }).routes],
  [
    "a table with traps",
    [
      row({ order: 7, path: "/a/b/", exact: true }),
      row({ order: 10, path: "/a/b/" }),
      row({ order: 20, path: "/a/b" }),
      row({ order: 30, path: "/a/", redirect: { to: "/b", status: 302 } }),
      row({ order: 40, path: "/a", exact: true }),
      row({ order: 50, path: "/a.(c)*/" }),
      row({ order: 60, path: "/A", exposure: "internal" }),
    ],
  ],
];

describe("the row that answers", () => {
  it.each(tables)("is the same for nginx as for a load balancer: %s", (_, routes) => {
    const platform = { routes, services: kdcube.services };
    const all = locations(nginxConfiguration({ ...base(platform), settings }));
    expect(all.map(({ order }) => order)).toEqual(routes.map(({ order }) => order));
    const paths = [...new Set(["/", "/x", ...routes.flatMap(nearby)])];
    expect(paths.length).toBeGreaterThan(20);
    for (const path of paths) expect([path, chosen(all, path)]).toEqual([path, routeFor(routes, path)?.order]);
  });

  it("does not depend on the order in which the rows are given", () => {
    const [, routes] = tables[2] ?? [];
    expect(written([...(routes ?? [])].reverse())).toBe(written(routes ?? []));
  });

  it("is nobody where no row matches, and not a file of the image", () => {
    expect(written([row({ order: 1, path: "/a" })])).toContain("location / {\n      return 404;");
    expect(written([row({ order: 1, path: "/" })])).not.toContain("location / {");
  });
});

const base = (platform: NginxInput["platform"]): Omit<NginxInput, "settings"> => ({
  platform,
  place: { resolver: "127.0.0.11", trusted: [] },
  resolve: resolveIn(kdcube),
});

describe("a row", () => {
  const route = row({ order: 1, path: "/a" });

  it("goes to an address that is looked up while the proxy runs", () => {
    expect(bodyOf(route)).toEqual(["set $upstream api:8010;", "proxy_pass http://$upstream;"]);
    expect(written([route])).toContain("resolver 127.0.0.11 valid=10s ipv6=off;");
  });

  it("goes where this place says, though that is known at apply only", () => {
    const body = bodyOf(route, { resolve: () => "${TfToken[TOKEN.7]}:8010" });
    expect(body).toContain("set $upstream ${TfToken[TOKEN.7]}:8010;");
  });

  it("is refused where its service has no address, and left to no broader row", () => {
    const body = bodyOf(route, { resolve: () => absent("api runs\nelsewhere") });
    expect(body).toEqual(["# api runs elsewhere", "return 503;"]);
  });

  it("is refused when it is internal", () => {
    expect(bodyOf({ ...route, exposure: "internal" })).toEqual(["return 404;"]);
  });

  it("redirects on the host and the port that were asked, with the query", () => {
    expect(bodyOf({ ...route, redirect: { to: "/b/c", status: 302 } })).toEqual(["return 302 /b/c$is_args$args;"]);
    expect(written([route])).toContain("absolute_redirect off;");
  });

  it("passes on a path of its own, its letters taken as they are, after the last `set`", () => {
    expect(bodyOf({ ...route, path: "/a.(b)/", traffic: "socket", rewrite: { to: "/v1/" } }).slice(-4)).toEqual([
      "set $upgrade $websocket;",
      "set $upstream api:8010;",
      "rewrite (?s)^/a\\.\\(b\\)/(.*) /v1/$1 break;",
      "proxy_pass http://$upstream;",
    ]);
  });

  it("says its own limits where it has some", () => {
    const body = bodyOf({ ...route, bodyMiB: 500, timeoutSec: 30 });
    expect(body.slice(0, 3)).toEqual([
      "client_max_body_size 500m;",
      "proxy_read_timeout 30s;",
      "proxy_send_timeout 30s;",
    ]);
    expect(written([route])).toContain("client_max_body_size 10m;");
  });

  it.each([
    ["request", []],
    ["stream", ["proxy_buffering off;", "proxy_request_buffering off;"]],
    ["socket", ["proxy_buffering off;", "proxy_request_buffering off;", "set $upgrade $websocket;"]],
  ] as const)("of traffic %s holds back what it may", (traffic, lines) => {
    expect(bodyOf({ ...route, traffic }).slice(0, -2)).toEqual(lines);
  });

  it("takes no header of its own in either direction, or it would lose the server's", () => {
    const all = locations(nginxConfiguration({ ...base(kdcube), settings: { ...settings, login: kdcubeLogin } }));
    expect(all.length).toBe(kdcube.routes.length);
    expect(all.flatMap(({ body }) => body).filter((line) => /add_header|set_header|hide_header/.test(line))).toEqual(
      [],
    );
  });
});

const kdcubeLogin = { unmask: "/auth/unmask", cookies: ["__Secure-LATC", "__Secure-LITC"] };

describe("who asked", () => {
  const passedOn = (trusted: readonly string[]): Record<string, string> => {
    const text = written([row({ order: 1, path: "/" })], { place: { resolver: "127.0.0.11", trusted } });
    const lines = text.matchAll(/proxy_set_header (\S+) (.*);/g);
    return Object.fromEntries([...lines].map(([, name = "", value = ""]) => [name, value]));
  };

  it("is what nginx saw, on a laptop", () => {
    expect(passedOn([])).toMatchObject({
      Forwarded: '""',
      Host: "$http_host",
      "X-Forwarded-For": "$remote_addr",
      "X-Forwarded-Host": "$http_host",
      "X-Forwarded-Port": '""',
      "X-Forwarded-Proto": "$scheme",
      "X-Real-IP": "$remote_addr",
    });
    expect(written([])).not.toMatch(/real_ip|http_x_forwarded/);
  });

  it("is what a load balancer says, and nobody else", () => {
    const place = { resolver: "169.254.169.253", trusted: ["10.0.0.0/24", "10.0.1.0/24"] };
    const text = written([], { place });
    expect(text).toContain("set_real_ip_from 10.0.0.0/24;\n  set_real_ip_from 10.0.1.0/24;");
    expect(text).toContain("real_ip_header X-Forwarded-For;\n  real_ip_recursive on;");
    expect(text).toMatch(
      /geo \$realip_remote_addr \$balanced \{\s+default 0;\s+10.0.0.0\/24 1;\s+10.0.1.0\/24 1;\s+\}/,
    );
    expect(text).toMatch(
      /map "\$balanced \$http_x_forwarded_proto" \$client_scheme \{\s+default \$scheme;\s+"1 http" /,
    );
    expect(passedOn(place.trusted)).toMatchObject({
      "X-Forwarded-For": "$remote_addr",
      "X-Forwarded-Port": "$client_port",
      "X-Forwarded-Proto": "$client_scheme",
    });
  });
});

describe("the login guard", () => {
  const guarded = row({ order: 2, path: "/a", login: true });
  const text = written([unmask, guarded, row({ order: 3, path: "/b" })], { settings: { login } });

  it("is asked by the rows behind a login, and written once", () => {
    expect(text.match(/init_by_lua_block/g)).toHaveLength(1);
    const asking = locations(text).filter(({ body }) => body.includes("access_by_lua_block { ask_for_session() }"));
    expect(asking.map(({ order }) => order)).toEqual([2]);
  });

  it("asks the internal row, which nobody else can", () => {
    expect(text).toContain('ngx.location.capture("/unmask")');
    expect(text).toContain('local needed = { "access", "id" }');
    expect(locations(text)[0]?.body).toEqual([
      "internal;",
      "set $upstream api:8010;",
      "rewrite (?s)^/unmask(.*) /v1/unmask$1 break;",
      "proxy_pass http://$upstream;",
    ]);
  });

  it("is all the Lua there is: a stock nginx runs a table without", () => {
    expect(written([unmask, row({ order: 3, path: "/b" })])).not.toMatch(/lua|internal;/);
  });

  it("must be there for a row behind a login", () => {
    expect(() => written([guarded])).toThrow("route 2 /a asks for a session, and the proxy has no login guard");
  });

  it.each([
    ["missing", []],
    ["public", [{ ...unmask, exposure: "public" as const }]],
  ])("is refused when the row it asks is %s", (_, routes) => {
    expect(() => written(routes, { settings: { login } })).toThrow("no internal route with a service");
  });
});

describe("the server", () => {
  it("answers for its own health, unlogged, and lets no row have that path", () => {
    const own =
      'location = /healthz {\n      access_log off;\n      default_type text/plain;\n      return 200 "ok";\n    }';
    expect(written([])).toContain(own);
    expect(() => written([row({ order: 4, path: "/healthz", exact: true })])).toThrow("route 4 /healthz is what");
  });

  it("puts its headers on every answer, in the place of the service's", () => {
    const headers = { "X-B": 'a "b" \\', "Strict-Transport-Security": "max-age=1; includeSubDomains" };
    const text = written([], { settings: { headers } });
    expect(text.match(/^ {4}(add|proxy_hide)_header.*$/gm)?.map((line) => line.trim())).toEqual([
      'proxy_hide_header "Strict-Transport-Security";',
      'add_header "Strict-Transport-Security" "max-age=1; includeSubDomains" always;',
      'proxy_hide_header "X-B";',
      'add_header "X-B" "a \\"b\\" \\\\" always;',
    ]);
  });

  it("refuses a path that a service could read in another way than the locations do", () => {
    const [, pattern = ""] = /if \(\$request_uri ~\* "(.*)"\)/.exec(written([])) ?? [];
    const dots = new RegExp(pattern.replace("\\z", "$"), "i");
    const refused = ["/a/../b", "/a/%2e%2E/b", "/a%2F..%2fb", "/a/..", "/a/..?b", "/a/.%2e#"];
    const allowed = ["/a/..b/c", "/a../b", "/a/...", "/a/./b", "/a?b=/../c", "/a?/../"];
    expect(refused.filter((path) => !dots.test(path))).toEqual([]);
    expect(allowed.filter((path) => dots.test(path))).toEqual([]);
  });

  it("never compresses a stream of events", () => {
    expect(written([])).toMatch(/gzip_types (?!.*event-stream)/);
  });

  it("holds nothing that Terraform would fill in", () => {
    expect(nginxConfiguration({ ...base(kdcube), settings: { ...settings, login: kdcubeLogin } })).not.toMatch(
      /[$%]\{/,
    );
  });
});

describe("text that would mean something else to nginx", () => {
  it.each(["/a b", '/a"', "/a'", "/a;b", "/a{", "/a$b", "/a\nb", "/a\0", "/a%20b", "/a//b", "/a?b", "/ä", "a", ""])(
    "is refused in a path: %j",
    (path) => {
      const reason = /no path that an nginx configuration can hold/;
      expect(() => written([row({ order: 1, path })])).toThrow(reason);
      expect(() => written([row({ order: 1, path: "/a", rewrite: { to: path } })])).toThrow(reason);
      expect(() => written([row({ order: 1, path: "/a", redirect: { to: path, status: 301 } })])).toThrow(reason);
      expect(() => written([], { settings: { healthPath: path } })).toThrow(reason);
    },
  );

  it.each(["a\nb", "a\0", "a\r", "$host"])("is refused in a header: %j", (value) => {
    expect(() => written([], { settings: { headers: { "X-A": value } } })).toThrow(/cannot stand in an nginx/);
  });

  it("is refused in the name of a cookie", () => {
    const guard = { unmask: "/unmask", cookies: ['a"'] };
    expect(() => written([unmask], { settings: { login: guard } })).toThrow("no name of a session's cookie");
  });
});
