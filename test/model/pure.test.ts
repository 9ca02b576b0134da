import { callsOf } from "../../src/model/calls";
import { holdsTiers, isNetwork, isPrivate, subnetCidr, TIERS } from "../../src/model/cidr";
import { deregistrationSec, drainSec, longestRouteSec } from "../../src/model/drain";
import { isFixedVersion, pullName } from "../../src/model/image";
import { physicalName } from "../../src/model/naming";
import { healthCheckOf, patienceSec } from "../../src/model/probe";
import { render, renderAll, store, absent } from "../../src/model/reference";
import { covers, matches, pathPatterns, type Route } from "../../src/model/route";
import { service } from "../../src/model/service";
import { fargateProblem, fargateSizeFor, FARGATE_SIZES } from "../../src/model/size";

describe("a Fargate size", () => {
  it.each(FARGATE_SIZES.flatMap(({ cpu, memoryMiB }) => memoryMiB.map((memory) => [cpu, memory] as const)))(
    "%d with %d MiB is one",
    (cpu, memoryMiB) => expect(fargateProblem({ cpu, memoryMiB })).toBeUndefined(),
  );

  it.each([
    [1024, 1000, "1000 is not a Fargate size with cpu 1024; nearest: 2048"],
    [256, 1536, "1536 is not a Fargate size with cpu 256; nearest: 2048"],
    [4096, 4096, "4096 is not a Fargate size with cpu 4096; nearest: 8192"],
    [300, 512, "300 is not a Fargate cpu; allowed: 256, 512, 1024, 2048, 4096, 8192, 16384; nearest: 256"],
  ])("%d with %d MiB is none", (cpu, memoryMiB, text) => expect(fargateProblem({ cpu, memoryMiB })?.text).toBe(text));

  it("holds several containers in the smallest that does", () => {
    expect(fargateSizeFor({ cpu: 1536, memoryMiB: 5120 })).toEqual({ cpu: 2048, memoryMiB: 5120 });
    expect(fargateSizeFor({ cpu: 512, memoryMiB: 30000 })).toEqual({ cpu: 4096, memoryMiB: 30720 });
    expect(() => fargateSizeFor({ cpu: 1, memoryMiB: 200000 })).toThrow(/no Fargate size/);
  });
});

describe("subnets", () => {
  const range = (cidr: string): [number, number] => {
    const [base = "", bits = ""] = cidr.split("/");
    const first = base.split(".").reduce((sum, octet) => sum * 256 + Number(octet), 0);
    return [first, first + 2 ** (32 - Number(bits)) - 1];
  };

  it.each(["10.30.0.0/16", "10.30.64.0/18", "172.16.240.0/20"])(
    "of %s lie inside it and apart from each other",
    (network) => {
      const cidrs = TIERS.flatMap((tier) => [0, 1, 2].map((zone) => subnetCidr(network, tier, zone)));
      const [first, last] = range(network);
      const ranges = cidrs.map(range).sort((a, b) => a[0] - b[0]);
      expect(ranges.every(([from, to]) => from >= first && to <= last)).toBe(true);
      ranges.slice(1).forEach(([from], index) => expect(from).toBeGreaterThan(ranges[index]![1]));
    },
  );

  it.each([
    ["10.0.0.0/16", true],
    ["10.0.0.0/20", true],
    ["10.0.0.0/15", false],
    ["10.0.0.0/28", true],
    ["10.0.0.0/29", false],
    ["10.0.1.0/16", false],
  ])("are cut of a range that AWS takes, %s: %s", (network, taken) => expect(isNetwork(network)).toBe(taken));

  it.each([
    ["10.0.0.0/16", true],
    ["10.0.0.0/20", true],
    ["10.0.0.0/21", false],
  ])("fit into %s: %s", (network, fits) => expect(holdsTiers(network)).toBe(fits));

  it.each([
    ["10.9.0.0/16", true],
    ["10.0.0.0/8", true],
    ["10.9.5.7/32", true],
    ["172.16.0.0/12", true],
    ["172.31.255.0/24", true],
    ["192.168.0.0/16", true],
    ["100.64.0.0/10", true],
    ["100.127.0.0/16", true],
    ["10.0.0.0/7", false],
    ["10.9.5.0/16", false],
    ["10.999.0.0/16", false],
    ["10.09.0.0/16", false],
    ["100.1.0.0/16", false],
    ["100.0.0.0/8", false],
    ["172.32.0.0/16", false],
    ["172.99.0.0/16", false],
    ["192.1.0.0/16", false],
    ["0.0.0.0/0", false],
    ["10.9.0.0/33", false],
    ["10.9.0.0", false],
  ])("are private in %s: %s", (network, fits) => expect(isPrivate(network)).toBe(fits));
});

describe("a version", () => {
  const fixed = ["v1.2.3", "2026.11.1", "ui-v1.4.0", "bundle-v2.1.3", "0.8.0-pg16", "7.2.7", "a1b2c3d4e5f6", "v3"];
  const moving = [
    "latest",
    "main",
    "develop-1.0",
    "staging-v2",
    "release/1.2",
    "v 1.2.3",
    "feature-1.2.3",
    "stable",
    "next-2.0.0",
  ];
  it.each(fixed)("%s is fixed", (version) => expect(isFixedVersion(version)).toBe(true));
  it.each(moving)("%s moves", (version) => expect(isFixedVersion(version)).toBe(false));

  it("is pulled by its digest when it has one", () => {
    const image = { repository: "app", tag: "v1.0.0", ours: true };
    expect(pullName(image, "registry.example.com")).toBe("registry.example.com/app:v1.0.0");
    expect(pullName({ ...image, digest: "sha256:00", ours: false }, "registry.example.com")).toBe(
      "app:v1.0.0@sha256:00",
    );
  });
});

describe("a route", () => {
  it.each([
    [{ path: "/a/" }, "/a/b", true],
    [{ path: "/a/" }, "/a", false],
    [{ path: "/a" }, "/a", true],
    [{ path: "/a" }, "/a/b", true],
    [{ path: "/a" }, "/ab", false],
    [{ path: "/", exact: true }, "/", true],
    [{ path: "/", exact: true }, "/a", false],
    [{ path: "/" }, "/anything", true],
  ])("%j and %s: %s, for a load balancer too", (route, path, expected) => {
    expect(matches(route, path)).toBe(expected);
    const patterns = pathPatterns(route).map((pattern) => new RegExp(`^${pattern.replaceAll("*", ".*")}$`));
    expect(patterns.some((pattern) => pattern.test(path))).toBe(expected);
  });

  it("covers what lies below it", () => {
    expect(covers({ path: "/a" }, { path: "/a/b" })).toBe(true);
    expect(covers({ path: "/a/b" }, { path: "/a" })).toBe(false);
    expect(covers({ path: "/", exact: true }, { path: "/" })).toBe(false);
  });
});

describe("draining", () => {
  const at = (traffic: "request" | "stream", timeoutSec: number): Route => ({
    order: 1, path: "/s/", exposure: "public", service: "api", traffic, timeoutSec,
  }); // prettier-ignore
  const api = (traffic: "request" | "stream") =>
    service({
      image: "a",
      probe: { command: ["true"] },
      size: { cpu: 256, memoryMiB: 512 },
      traffic,
      stopGraceSec: 60,
    });

  it("lets a stream live as long as its longest route, a request half a minute", () => {
    expect(deregistrationSec("api", api("stream"), [at("stream", 600)])).toBe(600);
    expect(deregistrationSec("api", api("request"), [at("request", 600)])).toBe(30);
    expect(deregistrationSec("api", api("stream"), [at("stream", 9999)])).toBe(3600);
  });

  it("adds the time to stop, which comes after", () =>
    expect(drainSec("api", api("stream"), [at("stream", 600)])).toBe(660));
  it("is measured by the longest route", () =>
    expect(longestRouteSec([at("stream", 600), at("request", 30)])).toBe(600));
});

describe("names", () => {
  it("keep within AWS's limits, and two long ones stay apart", () => {
    const long = (end: string): string =>
      physicalName("loadBalancer", "platform", "environment", `a-very-long-thing-${end}`);
    expect(long("one").length).toBeLessThanOrEqual(32);
    expect(long("one")).not.toBe(long("two"));
    expect(physicalName("bucket", "shop", "prod", "data")).toBe("shop-prod-data");
  });
});

describe("a probe", () => {
  const ports = { http: 8000 };
  it.each([
    [{ http: { port: "http", path: "/health" } }, "curl -fsS -o /dev/null http://127.0.0.1:8000/health"],
    [{ http: { port: "http", path: "/", tool: "wget" as const } }, "wget -q -O /dev/null http://127.0.0.1:8000/"],
    [{ tcp: { port: "http" } }, "bash -c '</dev/tcp/127.0.0.1/8000'"],
    [{ command: ["pg_isready", "-U", "a b"] }, "pg_isready -U 'a b'"],
  ])("%j is a shell line", (probe, command) => expect(healthCheckOf(probe, ports).command).toBe(command));

  it("is given up after its start and all its tries", () => {
    const check = healthCheckOf(
      { tcp: { port: "http" }, intervalSec: 10, timeoutSec: 5, retries: 3, startPeriodSec: 60 },
      ports,
    );
    expect(patienceSec(check)).toBe(60 + 3 * 15);
  });
});

describe("a value", () => {
  const resolve = (reference: { ref: string }) => (reference.ref === "store" ? "db.internal" : absent("not here"));
  it("is its parts in a row", () =>
    expect(render(["pg://", store("db").host, ":5432"], resolve)).toBe("pg://db.internal:5432"));
  it("is left out with its reason when one part has no answer", () => {
    const { values, absent: missing } = renderAll({ B: 1, A: store("db").host, C: { ref: "publicUrl" } }, resolve);
    expect(Object.entries(values)).toEqual([
      ["A", "db.internal"],
      ["B", "1"],
    ]);
    expect(missing).toEqual({ C: "not here" });
  });
});

describe("calls", () => {
  const base = { image: "a", probe: { command: ["true"] }, size: { cpu: 256, memoryMiB: 512 }, egress: [] };
  const platform = {
    name: "shop",
    services: {
      api: service({ ...base, ports: { http: 80 }, environment: { DB: store("db").host } }),
      side: service({ ...base, ports: { http: 81 }, alongside: "api", environment: { DB: store("db").host } }),
    },
    jobs: {}, tasks: {}, secrets: {}, images: {},
    stores: { db: { kind: "postgres" as const, image: "a", version: "16", database: "d", user: "u", password: "p", maxConnections: 1 } },
    routes: [{ order: 1, path: "/", exposure: "public" as const, service: "api", traffic: "request" as const }],
  }; // prettier-ignore
  const text = (host: boolean): string[] =>
    callsOf({
      platform,
      edge: "rules",
      proxy: undefined,
      host,
      beyond: host ? [{ from: "host", to: "internet", port: 443 }] : [],
    }).map(({ from, to, port }) => `${from} > ${to} ${port}`);

  it("are one for each way, under the name of the task that makes them", () => {
    expect(text(false)).toEqual([
      "api > db 5432",
      "internet > load-balancer 443",
      "internet > load-balancer 80",
      "load-balancer > api 80",
    ]);
  });

  it("are the host's too where there is one", () => {
    expect(text(true)).toEqual(
      expect.arrayContaining(["host > db 5432", "load-balancer > host 80", "host > internet 443"]),
    );
  });
});
