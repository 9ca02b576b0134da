import { buildMatrix, imagesCommand, type MatrixRow } from "../../src/cli/images";
import { inBuildOrder } from "../../src/model/build";
import { builds } from "../../src/platforms/kdcube/builds";
import { OWN_IMAGES } from "../../src/platforms/kdcube/images";
import { inputOf, RELEASE } from "../platforms/kdcube/fixtures";
import { ROOT } from "../helpers/source-files";
import { deploymentNamed } from "../helpers/workspaces";

const FOLDER = "app/ai-app/deployment/docker/custom-ui-managed-infra";
const REGISTRY = "111122223333.dkr.ecr.eu-west-1.amazonaws.com";
const baked = (): ReturnType<typeof builds> => builds(inputOf({ settings: { bundles: { delivery: "baked" } } }));

describe("how our images are built", () => {
  // Seed 002 §1.1, both tables; the customer's folder is its own choice below ops/.
  it.each([
    ["kdcube-chat-ingress", `${FOLDER}/Dockerfile_Ingress`],
    ["kdcube-chat-proc", `${FOLDER}/Dockerfile_Chatproc`],
    ["kdcube-metrics", `${FOLDER}/Dockerfile_Metricservice`],
    ["kdcube-postgres-setup", `${FOLDER}/Dockerfile_PostgresSetup`],
    ["kdcube-web-proxy", `${FOLDER}/Dockerfile_ProxyOpenResty`],
    ["proxylogin", `${FOLDER}/Dockerfile_ProxyLogin`],
    ["py-code-exec", `${FOLDER}/Dockerfile_Exec`],
    ["kdcube-web-ui", "ops/docker/Dockerfile_UI"],
    ["kdcube-chat-proc-bundled", "ops/docker/Dockerfile_ChatProcBundled"],
    ["kdcube-exec-bundled", "ops/docker/Dockerfile_ExecBundled"],
  ])("%s from %s", (name, dockerfile) => {
    const build = baked().find(({ image }) => image === name);
    const ofPlatform = dockerfile.startsWith(FOLDER);
    expect(build).toMatchObject({
      dockerfile,
      context: ofPlatform ? "app/ai-app" : ".",
      source: ofPlatform ? RELEASE.platform : RELEASE.frontend,
    });
  });

  it("is said for every image of ours", () => {
    expect(baked().map(({ image }) => image)).toEqual(Object.keys(OWN_IMAGES));
  });

  it("copies each bundle to where the processor looks for it (seed 002, TL;DR step 3)", () => {
    const [item] = RELEASE.bundles.items;
    for (const { image, base, copies } of baked()) {
      expect(copies).toEqual(
        base === undefined
          ? []
          : RELEASE.bundles.items.map(({ id, repo, ref, subdir }) => ({
              id,
              source: { repo, ref },
              from: `${subdir}/${id}`,
              to: `/bundles/${id}`,
            })),
      );
      expect(base === undefined).toBe(!image.endsWith("-bundled"));
    }
    expect(item).toBeDefined();
  });

  it("leaves bundled images out where bundles are not baked", () => {
    const names = builds(inputOf({ settings: { bundles: { delivery: "git" } } })).map(({ image }) => image);
    expect(names.filter((name) => name.endsWith("-bundled"))).toEqual([]);
  });

  it("orders a base before what is built on it, whatever was asked for first", () => {
    const order = inBuildOrder(baked(), ["kdcube-exec-bundled", "kdcube-web-ui"]).map(({ image }) => image);
    expect(order).toEqual(["py-code-exec", "kdcube-web-ui", "kdcube-exec-bundled"]);
    expect(() => inBuildOrder(baked(), ["nobody"])).toThrow("nothing says how nobody is built");
  });
});

describe("ferry images", () => {
  const rows = JSON.parse(imagesCommand(ROOT, "kdcube/prod", true)) as MatrixRow[];

  it("builds what the environment runs, and the bases of it, and nothing else", () => {
    expect(rows.map(({ step, image, tag }) => [step, image, tag])).toEqual([
      [1, "kdcube-chat-ingress", `${REGISTRY}/kdcube-chat-ingress:v0.4.1`],
      [1, "kdcube-metrics", `${REGISTRY}/kdcube-metrics:v0.4.1`],
      [1, "kdcube-postgres-setup", `${REGISTRY}/kdcube-postgres-setup:v0.4.1`],
      [1, "kdcube-web-ui", `${REGISTRY}/kdcube-web-ui:ui-v1.4.0`],
      [1, "kdcube-chat-proc", `${REGISTRY}/kdcube-chat-proc:v0.4.1`],
      [1, "py-code-exec", `${REGISTRY}/py-code-exec:v0.4.1`],
      [2, "kdcube-chat-proc-bundled", `${REGISTRY}/kdcube-chat-proc-bundled:2026.11.1`],
      [2, "kdcube-exec-bundled", `${REGISTRY}/kdcube-exec-bundled:2026.11.1`],
    ]);
  });

  it("has every base in an earlier step, under the name that it is pushed as", () => {
    for (const { base, step } of rows.filter((row) => row.base !== null)) {
      expect(rows.find(({ tag }) => tag === base)?.step).toBeLessThan(step);
    }
    expect(rows.filter(({ base }) => base !== null)).toHaveLength(2);
  });

  it("pushes nowhere from a laptop, which has no registry", () => {
    const dev = deploymentNamed("kdcube/dev");
    const tags = buildMatrix(dev, builds(inputOf({ settings: { bundles: { delivery: "mounted" } } }))).map(
      ({ tag }) => tag,
    );
    expect(tags.filter((tag) => tag.includes("/"))).toEqual([]);
    expect(tags).toContain("kdcube-web-proxy:main");
  });

  it("prints a table that fits a terminal, and what to type for the CI", () => {
    const text = imagesCommand(ROOT, "kdcube/prod", false);
    expect(Math.max(...text.split("\n").map((line) => line.length))).toBeLessThanOrEqual(100);
    expect(text).toContain("npx ferry images kdcube/prod --json");
  });
});
