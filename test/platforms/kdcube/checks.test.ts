import { check } from "../../../src/platforms/kdcube/checks";
import { settingsSchema } from "../../../src/platforms/kdcube/settings";
import type { Said } from "./fixtures";
import { BUNDLE, COGNITO, DELEGATED, EVERY_CHOICE, RELEASE, inputOf } from "./fixtures";

const findings = (said: Said) =>
  check(inputOf(said)).map(({ in: file, path, text }) => `${file} ${path.join(".")}: ${text}`);
const items = (...bundles: object[]): Said => ({ release: { bundles: { items: bundles } } });

describe("the definition's own check", () => {
  it("finds nothing in what is right", () => {
    for (const choice of EVERY_CHOICE) expect(findings(choice)).toEqual([]);
  });

  it.each<[string, Said, string]>([
    [
      "delegated login without a proxy",
      { settings: { auth: DELEGATED } },
      "settings auth.type: delegated needs the proxy to unmask tokens; set edge.kind to proxy, or use cognito",
    ],
    [
      "a token for everybody in production",
      { profile: "production", settings: { auth: { type: "simple", developmentToken: "t" } } },
      "settings auth.developmentToken: everybody can read it in config.json; allowed with profile development",
    ],
    [
      "load tests with a real login",
      { settings: { auth: COGNITO, ingress: { burstTests: true } } },
      "settings ingress.burstTests: works with simple login alone, not with cognito",
    ],
    [
      "a heartbeat slower than its life",
      { settings: { heartbeatSec: 30 } },
      "settings heartbeatSec: 30 is not below gateway.redis.heartbeatTtl (30)",
    ],
    [
      "another name for a metric that nobody exports",
      { settings: { metrics: { mapping: { "proc.queue.depth": { name: "depth", unit: "Count" } } } } },
      "settings metrics.mapping: the exporter has no proc.queue.depth; it has ingress.sse.total_connections, ingress.sse.max_connections, ingress.sse.sessions, ingress.sse.saturation_percent, proc.queue.total, proc.queue.utilization_percent, proc.pressure_ratio_percent, proc.queue.avg_wait_seconds.anonymous, proc.queue.avg_wait_seconds.registered, proc.queue.avg_wait_seconds.paid, proc.queue.avg_wait_seconds.privileged, throttling.rate_limit_429, throttling.backpressure_503",
    ],
    [
      "names too long for a schema",
      { settings: { tenant: "t".repeat(30), project: "p".repeat(30) } },
      `settings project: makes the schema name kdcube_${"t".repeat(30)}_${"p".repeat(30)}, 68 letters; 63 is the most`,
    ],
    [
      "a default that is no item",
      { release: { bundles: { ...RELEASE.bundles, default_bundle_id: "app@1-0" } } },
      "release bundles.default_bundle_id: app@1-0 is not the id of an item; the items are app@2-0",
    ],
    ["one id twice", items(BUNDLE, BUNDLE), "release bundles.items.1.id: app@2-0 is there twice"],
    [
      "a module that is not a folder's entrypoint",
      items({ ...BUNDLE, module: "app" }),
      "release bundles.items.0.module: app is not <folder>.entrypoint",
    ],
    [
      "a baked bundle in a folder of another name",
      items({ ...BUNDLE, module: "app.entrypoint" }),
      "release bundles.items.0.module: app.entrypoint: a baked bundle's folder is its id; set app@2-0.entrypoint",
    ],
    [
      "a subdir that is the bundle itself",
      items({ ...BUNDLE, subdir: "service/bundles/app@2-0/" }),
      "release bundles.items.0.subdir: service/bundles/app@2-0/ is the bundle itself; name the folder that holds it",
    ],
    [
      "a branch in production",
      { profile: "production", ...items({ ...BUNDLE, ref: "main" }) },
      "release bundles.items.0.ref: main moves; production takes a tag with a version or a commit",
    ],
    [
      "baking without a name",
      { release: { release_name: undefined } },
      "release release_name: missing; it is the tag of kdcube-chat-proc-bundled and kdcube-exec-bundled",
    ],
  ])("finds %s", (_, said, text) => expect(findings(said)).toEqual([text]));

  it("lets a branch pass where it is followed on purpose", () => {
    const said: Said = { profile: "production", ...items({ ...BUNDLE, ref: "main" }) };
    const settings = { bundles: { delivery: "git", alwaysPull: true } };
    expect(findings({ ...said, settings })).toEqual([]);
    expect(findings({ ...said, settings: { bundles: { delivery: "git" } } })).toHaveLength(1);
  });

  it("lets the administrator's bundle be the default", () => {
    expect(findings({ release: { bundles: { ...RELEASE.bundles, default_bundle_id: "kdcube.admin" } } })).toEqual([]);
  });
});

describe("tenant and project", () => {
  it.each(["TENANT_ID", "<TENANT>", "a b", "a.b", "", "-a"])("refuses %s", (tenant) => {
    const said = { tenant, project: "chat", auth: { type: "simple" }, bundles: { delivery: "baked" } };
    expect(settingsSchema.safeParse(said).success).toBe(false);
  });
});

describe("a ref with a slash", () => {
  it.each(["release/1.2", "v0.4.1/x", "v 0.4.1"])("%s is refused in production, as a branch", (ref) => {
    const { release, ...input } = inputOf({ profile: "production" });
    const found = check({ ...input, release: { ...release, platform: { ...release.platform, ref } } });
    expect(found).toContainEqual({
      in: "release",
      path: ["platform", "ref"],
      text: `${ref} is a branch; production takes a tag with a version or a commit`,
    });
  });
});
