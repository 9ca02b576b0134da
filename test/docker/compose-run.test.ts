import { randomBytes } from "node:crypto";
import type { Platform } from "../../src/model/platform";
import { addressOf } from "../../src/model/reference";
import { service, type ServiceInput } from "../../src/model/service";
import { addressInNetwork } from "../../src/rendering/addresses";
import { renderComposeBundle } from "../../src/rendering/compose-bundle";
import { ComposeReader } from "./compose-reader";
import { docker } from "./engine";
import { whyNoHostImage } from "./host-image";
import { baseImage, buildImages, whyNoImages } from "./images";

jest.setTimeout(90_000);

const size = { cpu: 256, memoryMiB: 128 };
const idle = (own: Partial<ServiceInput>): ReturnType<typeof service> =>
  service({
    image: "base",
    size,
    probe: { command: ["true"], intervalSec: 1, startPeriodSec: 1 },
    command: ["sleep", "infinity"],
    ...own,
  });

const answering = ["python3", "-m", "http.server", "80", "--directory", "/opt"];
const platform: Platform = {
  name: "trial",
  images: {},
  services: {
    writer: idle({
      user: { uid: 1000, gid: 1000, readOnlyRoot: true },
      mounts: [
        { kind: "scratch", path: "/tmp" },
        { kind: "scratch", path: "/not/in/the/image" },
        // Root's own in the image, and closed to others.
        { kind: "scratch", path: "/usr/share", sizeMiB: 8 },
      ],
    }),
    callee: idle({ ports: { http: 80 }, command: answering, user: { uid: 2222, gid: 2222 } }),
    caller: idle({ environment: { CALLEE: addressOf("callee") } }),
    stranger: idle({}),
    other: idle({ ports: { http: 80 }, command: answering }),
  },
  jobs: {},
  tasks: {},
  stores: {},
  secrets: {},
  routes: [],
};

const missing = whyNoHostImage() ?? whyNoImages();
if (missing !== undefined) it.skip(`a bundle that runs: ${missing}`, () => undefined);

(missing === undefined ? describe : describe.skip)("a bundle on a real engine", () => {
  const project = `ferry-test-${randomBytes(4).toString("hex")}`;
  const container = (name: string): string => `${project}-${name}-1`;
  const sh = (name: string, script: string): Promise<string> => docker("exec", container(name), "sh", "-c", script);
  const get = (name: string, url: string): Promise<string> =>
    sh(name, `curl -sS -o /dev/null -w '%{http_code}' --max-time 3 ${url} 2>&1 || true`);
  let compose: ComposeReader | undefined;

  beforeAll(async () => {
    await buildImages({});
    compose = await ComposeReader.open({ engine: true });
    const { files } = renderComposeBundle({
      project,
      platform,
      services: Object.fromEntries(Object.keys(platform.services).map((name) => [name, "running"] as const)),
      jobs: [],
      resolve: (_, reference) =>
        reference.ref === "address" ? addressInNetwork(platform, reference) : { absent: "not told in this test" },
      image: () => baseImage(),
      secretSource: (secretId) => ({ secretId }),
      hostRoot: "/opt/none",
      bindAddress: "127.0.0.1",
      publishes: () => false,
      host: { region: "eu-west-1", metrics: { namespace: "x", dimensions: {} }, fileSystems: {} },
    });
    await compose.run(forOlderEngine(files), "up", "--detach", "--wait", "--pull", "never");
  }, 8 * 60_000);
  afterAll(async () => {
    await compose?.down(project);
    await compose?.close();
  }, 60_000);

  it.each(["/tmp", "/not/in/the/image", "/usr/share"])(
    "lets a user that is not root write its scratch %s",
    async (path) => {
      expect(await sh("writer", `id -u && echo hello > ${path}/file && cat ${path}/file`)).toBe("1000\nhello");
    },
  );

  it("lets it write nothing else, and no more than the size that was said", async () => {
    await expect(sh("writer", "echo hello > /var/tmp/file")).rejects.toThrow(/Read-only file system/);
    await expect(sh("writer", "head -c 9000000 /dev/zero > /usr/share/large")).rejects.toThrow(/No space left/);
  });

  it("holds every container to its size and its powers", async () => {
    const inspected = JSON.parse(await docker("inspect", container("writer"))) as { HostConfig: object }[];
    expect(inspected[0]?.HostConfig).toMatchObject({
      NanoCpus: 250_000_000,
      Memory: 128 * 2 ** 20,
      PidsLimit: 4096,
      CapDrop: ["ALL"],
      ReadonlyRootfs: true,
      Init: true,
    });
    expect(await sh("writer", "grep CapBnd /proc/self/status | cut -f2")).toBe("0000000000000000");
  });

  it("lets a user without powers listen on a low port, and its caller reach it", async () => {
    expect(await get("caller", "http://callee:80/")).toBe("200");
  });

  it("keeps from each other those that do not call each other", async () => {
    // Each of them is in one network alone, whatever that is called.
    const address = "{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}";
    const other = await docker("inspect", "--format", address, container("other"));
    const callee = await docker("inspect", "--format", address, container("callee"));
    expect(await get("other", "http://127.0.0.1:80/")).toBe("200");
    expect(await get("stranger", "http://callee:80/")).toMatch(/Could not resolve|000/);
    expect(await get("stranger", `http://${other}:80/`)).not.toContain("200");
    expect(await get("stranger", `http://${callee}:80/`)).not.toContain("200");
  });
});

/** A host's engine is 25 or newer; the one of this machine may refuse what only those can. */
const forOlderEngine = (files: Readonly<Record<string, string>>): Record<string, string> => ({
  ...files,
  "docker-compose.yaml": (files["docker-compose.yaml"] ?? "").replaceAll(/^ *start_interval: .*\n/gm, ""),
});
