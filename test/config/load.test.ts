import { findEnvironments, loadEnvironment } from "../../src/config/load";
import { build, describeAll } from "../../src/deployment";
import { registry } from "../fixtures/shop/platform";
import { complaints, Workbench } from "../fixtures/workbench";

const shop = new Workbench();
beforeEach(() => shop.restore());
afterAll(() => shop.remove());

describe("finding environments", () => {
  it("takes each file but the reserved ones, sorted, and looks at no folder below", () => {
    expect(findEnvironments(shop.root).map(({ file }) => file)).toEqual([
      "envs/shop/dev.yaml",
      "envs/shop/prod.yaml",
      "envs/shop/staging.yaml",
    ]);
  });

  it("ignores what an editor leaves behind", () => {
    shop.write("envs/shop/.prod.yaml", "x");
    shop.write("envs/shop/prod.yaml~", "x");
    expect(findEnvironments(shop.root)).toHaveLength(3);
  });
});

describe("a loaded environment", () => {
  it("is merged, filled with defaults, named and frozen", () => {
    const { environment, settings, release } = loadEnvironment(shop.root, "shop", "prod");
    expect(environment).toMatchObject({
      platform: "shop",
      environment: "prod",
      file: "envs/shop/prod.yaml",
      logRetentionDays: 30,
      services: { api: { size: { cpu: 512, memoryMiB: 4096 } } },
    });
    expect(environment).not.toHaveProperty("release");
    expect(environment).not.toHaveProperty("settings");
    expect(Object.isFrozen(environment.services["api"]?.size)).toBe(true);
    expect(settings).toEqual({ greeting: "good morning", languages: ["de", "en"], limits: { orders: 20 } });
    expect(release).toMatchObject({ file: "envs/shop/releases/1.0.0.yaml", value: { platform: { ref: "v1.0.0" } } });
  });

  it.each([
    ["base", "base.yaml is what environments extend, and none itself; known: dev, prod, staging"],
    ["account", "account.yaml describes the account, and is no environment; known: dev, prod, staging"],
    ["prd", "does not exist; known: dev, prod, staging; did you mean prod"],
    ["../../etc/passwd", "does not exist; known: dev, prod, staging"],
  ])("%s is none", (name, text) => {
    const lines = complaints(() => loadEnvironment(shop.root, "shop", name));
    expect(lines).toEqual([`envs/shop/${name}.yaml:1:1 ${text}`]);
  });
});

describe("a deployment", () => {
  it("has the environment's own sizes applied, and is frozen to the bottom", () => {
    const [prod] = describeAll(shop.root, ["shop/prod"], registry);
    expect(prod?.platform.services["api"]).toMatchObject({ size: { cpu: 512, memoryMiB: 4096 }, scale: { max: 2 } });
    expect(prod?.platform.services["web"]?.size).toEqual({ cpu: 256, memoryMiB: 512 });
    expect(Object.isFrozen(prod?.platform.services["api"]?.environment)).toBe(true);
    expect(prod?.migration?.phases.map(({ name }) => name)).toEqual(["worker", "api", "web"]);
  });

  it("loses a disabled service with its routes and the tasks that it starts", () => {
    const [staging] = describeAll(shop.root, ["shop/staging"], registry);
    expect(Object.keys(staging?.platform.services ?? {})).toEqual(["api", "worker", "web"]);
    expect(staging?.platform.routes.map(({ path }) => path)).not.toContain("/metrics/");
  });

  it("is built from what the platform may know and nothing else", () => {
    const definition = registry.shop;
    const { input } = build(loadEnvironment(shop.root, "shop", "dev"), definition);
    expect(Object.keys(input).sort()).toEqual(["domain", "edge", "environment", "profile", "release", "settings"]);
  });

  it("is refused with what is wrong in every environment, and what they share is told once", () => {
    shop.edit("envs/shop/base.yaml", "kind: rules", "kind: ruels");
    shop.edit("envs/shop/dev.yaml", "mode: all", "mode: everything");
    shop.edit("envs/shop/prod.yaml", "nat: per-zone", "nat: any");
    expect(complaints(() => describeAll(shop.root, undefined, registry))).toEqual([
      'envs/shop/base.yaml:5:9 edge.kind: got "ruels"; allowed: rules, proxy; did you mean rules',
      'envs/shop/dev.yaml:9:9 devenv.mode: got "everything"; allowed: all, infra',
      'envs/shop/prod.yaml:14:10 aws.network.nat: got "any"; allowed: per-zone, single, none',
    ]);
  });

  it("notes what degrades it, with the rule, the line and nothing refused", () => {
    const [prod] = describeAll(shop.root, ["shop/prod"], registry);
    expect(prod?.notes.map(({ id, problem }) => [id, problem.line, problem.path])).toEqual([
      [27, 27, "services.api.scale.max"],
      [42, 44, "migration.phases.api.state"],
      [81, 1, "alarms.page"],
    ]);
  });

  it("is the same however often it is described", () => {
    const describeOnce = () => JSON.stringify(describeAll(shop.root, undefined, registry));
    expect(describeOnce()).toBe(describeOnce());
  });
});
