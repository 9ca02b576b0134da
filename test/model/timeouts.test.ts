import { balancingOf } from "../../src/model/balancing";
import { deregistrationSec } from "../../src/model/drain";
import type { Route } from "../../src/model/route";
import type { ServiceInput } from "../../src/model/service";
import { service } from "../../src/model/service";
import { idleTimeoutSec, timeoutChain, type ChainInput } from "../../src/model/timeouts";
import { streamPaths, uploadPaths } from "../../src/model/firewall-paths";

const row = (change: Partial<Route> = {}): Route => ({
  order: 10,
  path: "/api/",
  exposure: "public",
  service: "api",
  traffic: "request",
  ...change,
});
const api = (change: Partial<ServiceInput> = {}) =>
  service({
    image: "app",
    ports: { http: 80 },
    probe: { http: { port: "http", path: "/health" } },
    size: { cpu: 256, memoryMiB: 512 },
    ...change,
  });

describe("the idle timeout", () => {
  it.each([
    ["a minute more than the longest silence", [30, 600], undefined, 660],
    ["a minute more than what a route without a word allows", [undefined], undefined, 120],
    ["at most what a load balancer has", [3950], undefined, 4000],
    ["at most that, for a route that is silent all day", [86400], undefined, 4000],
    ["what the environment says", [600], 900, 900],
  ])("is %s", (_what, timeouts, given, expected) => {
    const routes = timeouts.map((timeoutSec) => row(timeoutSec === undefined ? {} : { timeoutSec }));
    expect(idleTimeoutSec(routes, given)).toBe(expected);
  });
});

describe("the chain of timeouts", () => {
  const chain = (change: Partial<ChainInput> = {}, one: Partial<ServiceInput> = {}, routes = [row()]) =>
    timeoutChain({
      platform: { services: { api: api(one) }, routes },
      balanced: true,
      idleTimeoutSec: undefined,
      onFargate: ["api"],
      ...change,
    });
  const links = (...given: Parameters<typeof chain>) => chain(...given).broken.map(({ link }) => link);
  const stream = [row({ traffic: "stream", timeoutSec: 600 })];

  it("adds the balancer's drain to the stop", () => {
    expect(chain({}, { traffic: "stream", stopGraceSec: 60 }, stream).hops).toEqual([
      {
        service: "api",
        readSec: 600,
        deregistrationSec: 600,
        stopSec: 60,
        drainSec: 660,
        behindBalancer: true,
      },
    ]);
  });

  it("has nothing to drain, nor to wait idle, without a balancer", () => {
    const { idle, hops } = chain({ balanced: false }, { traffic: "stream", stopGraceSec: 60 }, stream);
    expect(idle).toBeUndefined();
    expect(hops[0]).toMatchObject({ drainSec: 60, behindBalancer: false });
  });

  it.each([
    ["holds", {}, { traffic: "stream", turnSec: 600, keepAliveSec: 661, stopGraceSec: 120 }, stream, []],
    ["breaks where the stream is shorter than the turn", {}, { traffic: "stream", turnSec: 601 }, stream, ["turn"]],
    ["breaks where a service closes first", {}, { traffic: "stream", keepAliveSec: 660 }, stream, ["keepAlive"]],
    ["breaks where the balancer is told too little", { idleTimeoutSec: 600 }, { traffic: "stream" }, stream, ["idle"]],
    ["breaks where Fargate kills", {}, { traffic: "stream", stopGraceSec: 121 }, stream, ["stop"]],
    ["holds there for who is not on Fargate", { onFargate: [] }, { traffic: "stream", stopGraceSec: 121 }, stream, []],
    ["breaks where a deployment cuts", {}, { traffic: "request" }, stream, ["drain"]],
  ] as const)("%s", (_what, change, one, routes, expected) => {
    expect(links(change, one, [...routes])).toEqual(expected);
  });

  it("reports a silence that no balancer waits for, and asks for all that there is", () => {
    const day = [row({ timeoutSec: 86400 })];
    expect(links({}, {}, day)).toEqual(["capped"]);
    expect(links({ idleTimeoutSec: 4000 }, {}, day)).toEqual(["capped"]);
    expect(links({ idleTimeoutSec: 3999 }, {}, day)).toEqual(["idle", "capped"]);
  });

  it("puts the proxy behind the balancer, and the services behind the proxy", () => {
    const { hops } = timeoutChain({
      platform: { services: { api: api({ traffic: "stream" }), front: api({ traffic: "stream" }) }, routes: stream },
      balanced: true,
      idleTimeoutSec: undefined,
      proxy: "front",
      onFargate: [],
    });
    expect(hops.map(({ service: name, behindBalancer, readSec }) => [name, behindBalancer, readSec])).toEqual([
      ["api", false, 600],
      ["front", true, 600],
    ]);
    // It stands in no row, and all streams go through it.
    expect(deregistrationSec("front", api({ traffic: "stream" }), stream)).toBe(600);
  });
});

describe("balancing", () => {
  const { probe } = api();

  it("warms up who answers requests, and counts the open ones of who streams", () => {
    expect(balancingOf({ probe, traffic: "request" }, [])).toMatchObject({
      algorithm: "round_robin",
      slowStartSec: 30,
    });
    for (const traffic of ["stream", "socket"] as const)
      expect(balancingOf({ probe, traffic }, [])).toMatchObject({
        algorithm: "least_outstanding_requests",
        slowStartSec: 0,
      });
  });

  it("keeps a browser with its instance where a socket may begin by polling, and nowhere else", () => {
    const sticky = (...traffic: Route["traffic"][]): number =>
      balancingOf(
        { probe, traffic: "stream" },
        traffic.map((each) => row({ traffic: each })),
      ).stickySec;
    expect(sticky("request", "stream")).toBe(0);
    expect(sticky("request", "socket")).toBe(3600);
  });

  it.each([
    [{}, { intervalSec: 15, timeoutSec: 5, unhealthyAfter: 3 }],
    [
      { intervalSec: 5, timeoutSec: 30, retries: 1 },
      { intervalSec: 10, timeoutSec: 9, unhealthyAfter: 2 },
    ],
    [
      { intervalSec: 12, timeoutSec: 3, retries: 2 },
      { intervalSec: 12, timeoutSec: 3, unhealthyAfter: 2 },
    ],
    [
      { intervalSec: 60, retries: 10 },
      { intervalSec: 15, timeoutSec: 5, unhealthyAfter: 3 },
    ],
  ])("looks as often as the probe %j says, within what a balancer should", (timings, expected) => {
    const health = { path: "/health", matcher: "200", ...expected };
    expect(balancingOf({ probe: { ...probe, ...timings }, traffic: "request" }, []).health).toEqual(health);
  });

  it("takes any answer but an error of the service's own from who names no path", () => {
    const { health } = balancingOf({ probe: { tcp: { port: "http" } }, traffic: "request" }, []);
    expect(health).toMatchObject({ path: "/", matcher: "200-499" });
  });
});

describe("the paths that take uploads", () => {
  const paths = (...rows: Partial<Route>[]): string[] =>
    uploadPaths(rows.map((each, order) => row({ order, bodyMiB: 1, ...each }))).map(
      ({ text, match }) => `${match} ${text}`,
    );

  it("are those that say how large a body may be, and are to be had from outside", () => {
    const small = row({ path: "/small/" });
    const inside = row({ path: "/inside/", bodyMiB: 1, exposure: "internal" });
    expect(uploadPaths([small, inside])).toEqual([]);
  });

  it("are matched as the listener matches them", () => {
    expect(paths({ path: "/a/" })).toEqual(["beginning /a/"]);
    expect(paths({ path: "/a" })).toEqual(["whole /a", "beginning /a/"]);
    expect(paths({ path: "/a", exact: true })).toEqual(["whole /a"]);
  });

  it("have beside them those of streams, whose tokens are in the query", () => {
    const rows = [
      row(),
      row({ path: "/sse/", traffic: "stream" }),
      row({ path: "/ws", exact: true, traffic: "socket" }),
    ];
    expect(streamPaths(rows).map(({ text }) => text)).toEqual(["/sse/", "/ws"]);
  });

  it("are said once", () => {
    expect(paths({ path: "/a/b/" }, { path: "/a/" }, { path: "/a/" }, { path: "/ab/" })).toEqual([
      "beginning /a/",
      "beginning /ab/",
    ]);
  });
});
