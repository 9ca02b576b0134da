import { isFixed } from "../../../src/model/image";
import { OWN_IMAGES, images } from "../../../src/platforms/kdcube/images";
import { releaseSchema } from "../../../src/platforms/kdcube/release";
import { RELEASE, inputOf } from "./fixtures";

const FOLDER = "app/ai-app/deployment/docker/custom-ui-managed-infra";

describe("the images of seed 002 §1.1", () => {
  it.each([
    ["kdcube-chat-ingress", "platform", `${FOLDER}/Dockerfile_Ingress`],
    ["kdcube-chat-proc", "platform", `${FOLDER}/Dockerfile_Chatproc`],
    ["kdcube-metrics", "platform", `${FOLDER}/Dockerfile_Metricservice`],
    ["kdcube-postgres-setup", "platform", `${FOLDER}/Dockerfile_PostgresSetup`],
    ["kdcube-web-proxy", "platform", `${FOLDER}/Dockerfile_ProxyOpenResty`],
    ["proxylogin", "platform", `${FOLDER}/Dockerfile_ProxyLogin`],
    ["py-code-exec", "platform", `${FOLDER}/Dockerfile_Exec`],
    ["kdcube-web-ui", "customer", "<customer-repo>/ops/.../Dockerfile_UI"],
    ["kdcube-chat-proc-bundled", "customer", "<customer-repo>/ops/.../Dockerfile_ChatProcBundled"],
    ["kdcube-exec-bundled", "customer", "<customer-repo>/ops/.../Dockerfile_ExecBundled"],
  ] as const)("%s is built by the %s from %s", (name, repo, dockerfile) => {
    expect(OWN_IMAGES[name]).toMatchObject({ repo, dockerfile });
  });

  it("are ten, and two of them have a base", () => {
    expect(Object.keys(OWN_IMAGES)).toHaveLength(10);
    expect(OWN_IMAGES["kdcube-chat-proc-bundled"].base).toBe("kdcube-chat-proc");
    expect(OWN_IMAGES["kdcube-exec-bundled"].base).toBe("py-code-exec");
  });
});

describe("a release", () => {
  const tags = (said: Parameters<typeof inputOf>[0]) =>
    Object.fromEntries(Object.entries(images(inputOf(said))).map(([name, { tag }]) => [name, tag]));

  it("gives each image its version", () => {
    expect(tags({})).toEqual({
      "kdcube-chat-ingress": "v0.3.2",
      "kdcube-chat-proc": "v0.3.2",
      "kdcube-metrics": "v0.3.2",
      "kdcube-postgres-setup": "v0.3.2",
      "kdcube-web-proxy": "v0.3.2",
      proxylogin: "v0.3.2",
      "py-code-exec": "v0.3.2",
      "kdcube-web-ui": "ui-v1.0",
      "kdcube-chat-proc-bundled": "prod-2026-03-01",
      "kdcube-exec-bundled": "prod-2026-03-01",
      postgres: "0.8.0-pg16",
      redis: "7.2.7",
      clamav: "1.4.2",
    });
    expect(Object.values(images(inputOf())).filter((image) => !isFixed(image))).toEqual([]);
  });

  it("has no bundled images where nothing is baked", () => {
    const names = Object.keys(tags({ settings: { bundles: { delivery: "git" } } }));
    expect(names.filter((name) => name.endsWith("-bundled"))).toEqual([]);
  });

  it("makes a tag of a branch with a slash", () => {
    expect(tags({ release: { platform: { repo: "r", ref: "feature/x" } } })["proxylogin"]).toBe("feature-x");
  });

  it("may pin one image by digest, or by another tag", () => {
    const digest = `sha256:${"0".repeat(64)}`;
    const pinned = images(
      inputOf({
        release: { images: { ...RELEASE.images, proxylogin: { digest }, "py-code-exec": { tag: "v0.3.3" } } },
      }),
    );
    expect(pinned["proxylogin"]).toEqual({ repository: "proxylogin", tag: "v0.3.2", digest, ours: true });
    expect(pinned["py-code-exec"]).toMatchObject({ tag: "v0.3.3" });
    expect(pinned["redis"]).toMatchObject({ repository: "docker.io/library/redis", ours: false });
  });

  it.each([
    ["an image that does not exist", { images: { ...RELEASE.images, "kdcube-chat": { tag: "1.0" } } }],
    ["no version of Redis", { images: { postgres: { tag: "1" }, clamav: { tag: "1" } } }],
    ["a digest that is none", { images: { ...RELEASE.images, proxylogin: { digest: "sha256:1" } } }],
    ["no bundles", { bundles: { items: [] } }],
    ["the loader's forbidden keys", { bundles: { items: [{ ...RELEASE.bundles.items[0], git_url: "x" }] } }],
  ])("is refused with %s", (_, part) => {
    expect(releaseSchema.safeParse({ ...RELEASE, ...part }).success).toBe(false);
  });
});
