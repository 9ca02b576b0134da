import { healthCheckOf, patienceSec } from "../../src/model/probe";
import { renderHostFile, type HostFileInput } from "../../src/rendering/host-file";
import { shop } from "./shop";

const { api, worker } = shop.services;
if (!api || !worker) throw new Error("the shop has lost a service");

const input: HostFileInput = {
  project: "shop-prod",
  hostRoot: "/opt/shop-prod",
  platform: shop,
  running: ["worker", "api"],
  jobs: ["migrate"],
  host: {
    region: "eu-west-1",
    metrics: { namespace: "Shop/Host", dimensions: { Environment: "prod" } },
    fileSystems: { uploads: { fileSystemId: "fs-1", accessPointId: "fsap-1" } },
    registry: "111122223333.dkr.ecr.eu-west-1.amazonaws.com/team",
  },
};

const hostFile = (change: Partial<HostFileInput> = {}): Record<string, Record<string, Record<string, unknown>>> =>
  JSON.parse(renderHostFile({ ...input, ...change })) as ReturnType<typeof hostFile>;

describe("what the program on the host is told", () => {
  it("knows the project's places, the region and the metric", () => {
    expect(hostFile()).toMatchObject({
      project: "shop-prod",
      root: "/opt/shop-prod",
      region: "eu-west-1",
      secretsDir: "/run/shop-prod/secrets",
      metrics: { namespace: "Shop/Host", dimensions: { Environment: "prod" } },
      jobs: { migrate: { timeoutSec: 900 } },
      freeMiB: 2048,
    });
  });

  it("logs in to Amazon's registry with Amazon's helper, and to no other", () => {
    expect(hostFile().credentialHelpers).toEqual({ "111122223333.dkr.ecr.eu-west-1.amazonaws.com": "ecr-login" });
    for (const registry of ["registry.example.com", "127.0.0.1:5000/team", undefined])
      expect(hostFile({ host: { ...input.host, registry } }).credentialHelpers).toEqual({});
  });

  it("mounts the file systems of what it runs, and makes a directory where there is none", () => {
    const path = "/opt/shop-prod/files/uploads";
    expect(hostFile().files).toEqual([{ store: "uploads", path, fileSystemId: "fs-1", accessPointId: "fsap-1" }]);
    expect(hostFile({ host: { ...input.host, fileSystems: {} } }).files).toEqual([{ store: "uploads", path }]);
    expect(hostFile({ running: ["worker"] }).files).toEqual([]);
  });

  it("waits as long as the probe does, and says what comes first", () => {
    expect(hostFile().services).toEqual({
      api: { tried: true, patienceSec: 90 + 3 * 35, stopGraceSec: 120, after: ["migrate"] },
      worker: {
        tried: false,
        patienceSec: patienceSec(healthCheckOf(worker.probe, worker.ports)),
        stopGraceSec: 30,
        after: ["api"],
      },
    });
    expect(hostFile({ running: ["worker"] }).services?.["worker"]?.["after"]).toEqual([]);
  });

  it.each([
    ["may run only once", { instances: "one" }],
    ["knows one version at a time", { deploy: "recreate" }],
    ["takes from a queue", { consumes: "orders" }],
  ] as const)("tries no second one of what %s", (_, change) => {
    const platform = { ...shop, services: { api: { ...api, ...change }, worker } };
    expect(hostFile({ platform }).services?.["api"]?.["tried"]).toBe(false);
  });
});
