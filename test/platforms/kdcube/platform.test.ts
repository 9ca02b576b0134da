import { FARGATE_STOP_MAX_SEC } from "../../../src/model/drain";
import { fargateProblem } from "../../../src/model/size";
import { describeAll } from "../../../src/deployment";
import { hourlyAdvice } from "../../../src/platforms/kdcube/gateway/capacity";
import { settingsSchema } from "../../../src/platforms/kdcube/settings";
import { loadEnvironment } from "../../../src/config/load";
import path from "node:path";
import { DELEGATED, EVERY_CHOICE, partsOf, withPaths } from "./fixtures";

const ROOT = path.resolve(__dirname, "../../..");
const names = (parts: { services: object }) => Object.keys(parts.services).sort();

describe("what KDCube is made of", () => {
  const core = ["chat-ingress", "chat-proc", "metrics", "web-ui"];

  it("is four services, one job and one task", () => {
    const parts = partsOf();
    expect(names(parts)).toEqual(core);
    expect(Object.keys(parts.jobs)).toEqual(["postgres-setup"]);
    expect(Object.keys(parts.tasks)).toEqual(["py-code-exec"]);
  });

  it("gains the proxy with the edge, proxylogin with the login and ClamAV with the ingress", () => {
    expect(names(partsOf({ edge: "proxy" }))).toEqual([...core, "web-proxy"].sort());
    expect(names(partsOf({ edge: "proxy", settings: { auth: DELEGATED } }))).toEqual(
      [...core, "proxylogin", "web-proxy"].sort(),
    );
    const { services } = partsOf({ settings: { ingress: { antivirus: true } } });
    expect(services["clamav"]).toMatchObject({ alongside: "chat-ingress", ports: { clamd: 3310 } });
    // Anything but a ping may succeed while clamd is silent.
    expect(services["clamav"]?.probe).toMatchObject({ command: ["clamdscan", "--ping", "1"] });
    expect(services["chat-ingress"]!.needs).toMatchObject({ clamav: "healthy" });
  });

  it("asks only for what Fargate has", () => {
    for (const parts of EVERY_CHOICE.map((choice) => partsOf(choice)))
      for (const service of Object.values(parts.services)) {
        // A sidecar's size is part of its task's.
        if (service.alongside === undefined) expect(fargateProblem(service.size)).toBeUndefined();
        expect(service.stopGraceSec).toBeLessThanOrEqual(FARGATE_STOP_MAX_SEC);
      }
  });

  it("never runs two exporters, and gives the processor all the time there is", () => {
    const { services } = partsOf();
    expect(services["metrics"]).toMatchObject({ instances: "one", deploy: "recreate" });
    expect(services["chat-proc"]).toMatchObject({ consumes: "chat-turns", stopGraceSec: 120 });
    expect(services["chat-proc"]).not.toHaveProperty("user");
    expect(services["chat-ingress"]).toMatchObject({ traffic: "stream", stopGraceSec: 60 });
  });

  it("keeps the variables in the files that the seeds name", () => {
    const { services, jobs } = partsOf({ edge: "proxy", settings: { auth: DELEGATED } });
    const files = Object.entries({ ...services, ...jobs }).map(([name, { envFile }]) => [name, envFile]);
    expect(Object.fromEntries(files)).toEqual({
      "chat-ingress": ".env.ingress",
      "chat-proc": ".env.proc",
      metrics: ".env.metrics",
      "web-ui": ".env.frontend",
      "web-proxy": undefined,
      proxylogin: ".env.proxylogin",
      "postgres-setup": ".env.postgres.setup",
    });
  });
});

describe("where data is kept", () => {
  it.each([
    ["s3", { kind: "bucket", image: "seaweedfs" }, [{ ref: "store", store: "storage", field: "uri" }], false],
    ["file", { kind: "files", uid: 1000, gid: 1000 }, "file:///kdcube-storage", true],
  ])("storage %s is one place for ingress, processor and sandbox", (storage, store, value, mounted) => {
    const parts = partsOf({ settings: { storage } });
    expect(parts.stores["storage"]).toEqual(store);
    for (const workload of [
      parts.services["chat-ingress"]!,
      parts.services["chat-proc"]!,
      parts.tasks["py-code-exec"]!,
    ]) {
      expect(withPaths(workload.environment["KDCUBE_STORAGE_PATH"]!)).toEqual(value);
      expect(workload.mounts.some((mount) => "store" in mount && mount.store === "storage")).toBe(mounted);
      expect(workload.grants.some(({ grant }) => grant === "readWriteBucket")).toBe(!mounted);
    }
  });

  it.each([
    [{ delivery: "baked" }, false],
    [{ delivery: "mounted" }, false],
    [{ delivery: "file" }, false],
    [{ delivery: "mounted", from: "efs" }, true],
    [{ delivery: "git" }, true],
  ])("bundles as %j have a file system of their own: %s", (bundles, own) => {
    expect("bundles" in partsOf({ settings: { bundles } }).stores).toBe(own);
  });

  it("never evicts from Redis, and tells PostgreSQL the number that the gateway is told", () => {
    const { stores } = partsOf({ settings: { postgres: { maxConnections: 300 } } });
    expect(stores["redis"]).toMatchObject({ eviction: "noeviction" });
    expect(stores["postgres"]).toMatchObject({ maxConnections: 300, version: "16" });
  });
});

describe("the environments that ship", () => {
  it("hold no fault, and say what is left out: rewrites (37)", () => {
    const all = describeAll(ROOT, ["kdcube/dev", "kdcube/prod", "kdcube/staging"]);
    expect(
      all.map(({ environment, notes }) => [environment.environment, environment.target, notes.map(({ id }) => id)]),
    ).toEqual([
      ["dev", "devenv", []],
      ["prod", "ec2-compose", [37]],
      ["staging", "ecs", [37]],
    ]);
  });

  it.each(["dev", "staging", "prod"])("%s grants nobody more than one instance can do", (name) => {
    const { settings } = loadEnvironment(ROOT, "kdcube", name);
    expect(hourlyAdvice(settingsSchema.parse(settings).gateway)).toEqual([]);
  });
});
