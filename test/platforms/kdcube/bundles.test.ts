import { parse } from "yaml";
import { bundlesJson, descriptorText } from "../../../src/platforms/kdcube/bundles";
import { BUNDLE, inputOf, partsOf, variablesOf } from "./fixtures";

const traced = { repo: BUNDLE.repo, ref: BUNDLE.ref, subdir: BUNDLE.subdir };
const inPlace = { id: BUNDLE.id, name: BUNDLE.name, path: "/bundles", module: BUNDLE.module, ...traced };
const cloned = { id: BUNDLE.id, name: BUNDLE.name, ...traced, module: BUNDLE.module };
const descriptor = (entry: object) => JSON.stringify({ default_bundle_id: "app@2-0", bundles: { "app@2-0": entry } });

const withDelivery = (bundles: object, release?: object) => ({
  settings: { bundles },
  ...(release ? { release } : {}),
});
const procOf = (bundles: object, release?: object) => partsOf(withDelivery(bundles, release)).services["chat-proc"]!;
const envOf = (bundles: object, release?: object) => variablesOf(partsOf(withDelivery(bundles, release)), "chat-proc");

describe("AGENTIC_BUNDLES_JSON", () => {
  it.each([
    ["baked", { delivery: "baked" }, descriptor(inPlace), "0"],
    ["mounted from the host", { delivery: "mounted" }, descriptor(inPlace), "0"],
    ["mounted from EFS", { delivery: "mounted", from: "efs" }, descriptor(inPlace), "0"],
    ["git", { delivery: "git" }, descriptor(cloned), "1"],
    ["file", { delivery: "file" }, "/config/release.yaml", "0"],
  ])("delivered %s, is exactly this text, with git resolution %s", (_, bundles, text, resolution) => {
    const env = envOf(bundles);
    expect(env["AGENTIC_BUNDLES_JSON"]).toBe(text);
    expect(env["BUNDLE_GIT_RESOLUTION_ENABLED"]).toBe(resolution);
  });

  it("is for the processor alone", () => {
    const parts = partsOf();
    const others = ["chat-ingress", "metrics", "web-ui", "postgres-setup", "py-code-exec"];
    for (const name of others) expect(variablesOf(parts, name)).not.toHaveProperty("AGENTIC_BUNDLES_JSON");
  });

  it("begins with the first item when the release names no default", () => {
    const { release, settings } = inputOf({ release: { bundles: { items: [{ ...BUNDLE, id: "b" }, BUNDLE] } } });
    expect(JSON.parse(bundlesJson(release, settings.bundles))).toMatchObject({ default_bundle_id: "b" });
  });

  it("keeps an item's own path, singleton and traces, but gives no path to a clone", () => {
    const item = { ...BUNDLE, path: "/other", singleton: true, git_commit: "0a1b2c3", version: "2.0" };
    const release = { bundles: { items: [item] } };
    const rest = { singleton: true, git_commit: "0a1b2c3", version: "2.0" };
    expect(envOf({ delivery: "baked" }, release)["AGENTIC_BUNDLES_JSON"]).toBe(
      descriptor({ ...inPlace, path: "/other", ...rest }),
    );
    expect(envOf({ delivery: "git" }, release)["AGENTIC_BUNDLES_JSON"]).toBe(descriptor({ ...cloned, ...rest }));
  });
});

describe("what a delivery brings along", () => {
  const workspace = { kind: "shared", path: "/exec-workspace", store: "exec-workspace" };
  const storage = { kind: "shared", path: "/kdcube-storage", store: "storage" };
  const socket = { kind: "dockerSocket", startsTask: "py-code-exec" };
  const hostPath = { kind: "hostPath", path: "/bundles", hostPath: "/opt/kdcube/bundles", readOnly: true };

  it.each([
    ["baked", { delivery: "baked" }, []],
    ["mounted from the host", { delivery: "mounted" }, [hostPath]],
    [
      "mounted from EFS",
      { delivery: "mounted", from: "efs" },
      [{ kind: "shared", path: "/bundles", store: "bundles", readOnly: true }],
    ],
    [
      "git",
      { delivery: "git" },
      [
        { kind: "shared", path: "/bundles", store: "bundles" },
        { kind: "secretFile", path: "/run/secrets/git_ssh_key", secret: "git-ssh-key" },
        { kind: "secretFile", path: "/run/secrets/git_known_hosts", secret: "git-known-hosts" },
      ],
    ],
    [
      "file",
      { delivery: "file" },
      [hostPath, { kind: "config", path: "/config/release.yaml", content: descriptorText(inputOf().release) }],
    ],
  ])("%s mounts what it needs and nothing else", (_, bundles, mounts) => {
    expect(procOf(bundles).mounts).toEqual([storage, workspace, ...mounts, socket]);
  });

  it("switches the processor's and the sandbox's image together", () => {
    const imagesOf = (bundles: object) => {
      const { services, tasks } = partsOf(withDelivery(bundles));
      const env = services["chat-proc"]!.environment;
      return [services["chat-proc"]!.image, tasks["py-code-exec"]!.image, env["PY_CODE_EXEC_IMAGE"]];
    };
    const bundled = "kdcube-exec-bundled";
    expect(imagesOf({ delivery: "baked" })).toEqual([
      "kdcube-chat-proc-bundled",
      bundled,
      { ref: "image", image: bundled },
    ]);
    for (const delivery of ["mounted", "git", "file"])
      expect(imagesOf({ delivery })).toEqual([
        "kdcube-chat-proc",
        "py-code-exec",
        { ref: "image", image: "py-code-exec" },
      ]);
  });

  it("clones one at a time, over port 22 with a key, and without both over https", () => {
    const ssh = procOf({ delivery: "git" });
    expect(ssh.egress).toEqual([443, 22]);
    expect(envOf({ delivery: "git" })).toMatchObject({
      BUNDLE_GIT_REDIS_LOCK: "1",
      GIT_SSH_KEY_PATH: "/run/secrets/git_ssh_key",
      GIT_SSH_KNOWN_HOSTS: "/run/secrets/git_known_hosts",
      GIT_SSH_STRICT_HOST_KEY_CHECKING: "yes",
    });
    const https = { bundles: { items: [{ ...BUNDLE, repo: "https://git.example.com/org/app.git" }] } };
    expect(procOf({ delivery: "git" }, https).egress).toEqual([443]);
    expect(procOf({ delivery: "git" }, https).environment).not.toHaveProperty("GIT_SSH_KEY_PATH");
    expect(partsOf(withDelivery({ delivery: "git" }, https)).secrets).not.toHaveProperty("git-ssh-key");
  });

  it("names the host's directory where there is one, and never to a loader that would clone into it", () => {
    const host = { ref: "hostPath", mountPath: "/bundles" };
    expect(envOf({ delivery: "mounted" })["HOST_BUNDLES_PATH"]).toEqual(host);
    expect(envOf({ delivery: "file" })["HOST_BUNDLES_PATH"]).toEqual(host);
    expect(envOf({ delivery: "git" })).not.toHaveProperty("HOST_BUNDLES_PATH");
    expect(envOf({ delivery: "baked" })).not.toHaveProperty("HOST_BUNDLES_PATH");
  });
});

describe("the descriptor as a file", () => {
  it("is the release without what is ours, each item with its path", () => {
    const { release } = inputOf({ release: { rollout: { bundles_force_env_on_startup: true } } });
    expect(parse(descriptorText(release))).toEqual({
      release_name: "prod-2026-03-01",
      platform: { repo: "kdcube-ai-app", ref: "v0.3.2" },
      frontend: { repo: "customer", ref: "ui-v1.0" },
      bundles: { default_bundle_id: "app@2-0", items: [inPlace] },
    });
  });
});

describe("overwriting the registry in Redis", () => {
  const forced = { rollout: { bundles_force_env_on_startup: true } };
  it("belongs to one release and falls back with the next", () => {
    expect(envOf({ delivery: "baked" }, forced)["BUNDLES_FORCE_ENV_ON_STARTUP"]).toBe("1");
    expect(envOf({ delivery: "baked" })["BUNDLES_FORCE_ENV_ON_STARTUP"]).toBe("0");
  });

  it("changes that one variable and nothing else", () => {
    const [before, after] = [partsOf(), partsOf({ release: forced })];
    const env = variablesOf(after, "chat-proc");
    expect({ ...env, BUNDLES_FORCE_ENV_ON_STARTUP: "0" }).toEqual(variablesOf(before, "chat-proc"));
    expect(after.services["chat-ingress"]).toEqual(before.services["chat-ingress"]);
  });
});
