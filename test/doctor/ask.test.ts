import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { addressOf } from "../../src/doctor/ask/address";
import { askEngine } from "../../src/doctor/ask/engine";
import { secret } from "../../src/model/reference";
import { composed, generated, supplied } from "../../src/model/secret";
import { askDisk, askPaths, unfitIn, variablesIn } from "../../src/doctor/ask/machine";
import { askPort } from "../../src/doctor/ask/ports";
import { askState } from "../../src/doctor/ask/state";
import type { RunningEngine } from "../../src/doctor/facts";
import { findTerraform } from "../../src/doctor/terraform";
import { FakeEngine, failure, SILENCE } from "./fake-engine";

const folder = mkdtempSync(join(tmpdir(), "ferry-ask-"));
const file = (path: string, text: string, mode = 0o644): string => {
  mkdirSync(join(folder, path, ".."), { recursive: true });
  writeFileSync(join(folder, path), text, { mode });
  return join(folder, path);
};
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("the address of the engine", () => {
  it.each([
    [{}, { kind: "socket", path: "/var/run/docker.sock" }],
    [{ DOCKER_HOST: "" }, { kind: "socket", path: "/var/run/docker.sock" }],
    [{ DOCKER_HOST: "unix:///run/user/1/docker.sock" }, { kind: "socket", path: "/run/user/1/docker.sock" }],
    [{ DOCKER_HOST: "tcp://10.0.0.5" }, { kind: "tcp", host: "10.0.0.5", port: 2375 }],
    [{ DOCKER_HOST: "tcp://[::1]:99" }, { kind: "tcp", host: "::1", port: 99 }],
    [
      { DOCKER_HOST: "tcp://h", DOCKER_CERT_PATH: "/c" },
      { kind: "tcp", port: 2376, certificates: "/c" },
    ],
    [{ DOCKER_HOST: "ssh://me@build" }, { kind: "not asked" }],
    [{ DOCKER_HOST: "npipe:////./pipe/docker_engine" }, { kind: "not asked" }],
    [{ DOCKER_HOST: "localhost:2375" }, { kind: "strange" }],
    [{ DOCKER_HOST: "tcp://a b" }, { kind: "strange" }],
    [
      { DOCKER_CONTEXT: "none", HOME: "/nowhere" },
      { kind: "strange", text: "DOCKER_CONTEXT=none" },
    ],
  ])("%j", (env, address) => expect(addressOf(env)).toMatchObject(address));

  it("is a named context's, before DOCKER_HOST", () => {
    const meta = { Name: "colima", Endpoints: { docker: { Host: "unix:///c.sock" } } };
    file(".docker/contexts/meta/abc/meta.json", JSON.stringify(meta));
    const env = { DOCKER_CONTEXT: "colima", DOCKER_HOST: "tcp://x", HOME: folder };
    expect(addressOf(env)).toMatchObject({ kind: "socket", path: "/c.sock" });
  });
});

describe("the engine", () => {
  const fake = new FakeEngine();
  beforeAll(() => fake.start());
  afterAll(() => fake.stop());
  const need = (name: string, inRegistry: boolean) => ({ key: name, name, inRegistry });
  const ask = (...needs: ReturnType<typeof need>[]) =>
    askEngine({ DOCKER_HOST: fake.host }, needs, { engineMs: 300, registryMs: 300 });
  const running = async (...needs: ReturnType<typeof need>[]): Promise<RunningEngine> => {
    const { engine } = await ask(...needs);
    if (engine.kind !== "answers") throw new Error(JSON.stringify(engine));
    return engine;
  };

  it("is asked for what the judgement needs", async () => {
    fake.says({
      "/containers/json?all=1": [
        {
          Id: "a1",
          Names: ["/db"],
          State: "running",
          Status: "Up 2 minutes",
          Labels: { a: "b" },
          Ports: [
            { IP: "127.0.0.1", PrivatePort: 5432, PublicPort: 5433, Type: "tcp" },
            { IP: "10.0.0.1", PrivatePort: 1, PublicPort: 1, Type: "tcp" },
            { IP: "0.0.0.0", PrivatePort: 2, PublicPort: 2, Type: "udp" },
            { PrivatePort: 3, Type: "tcp" },
          ],
        },
        { Id: "a2", Names: ["/job"], State: "exited", Status: "Exited (3) 5 minutes ago", Labels: null },
      ],
      "/networks": [{ Id: "n1", Name: "net", Labels: {} }],
      "/volumes": { Volumes: [{ Name: "vol", Labels: null }] },
    });
    const { engine, dataFolder } = await ask();
    expect(dataFolder).toBe("/nowhere/docker");
    expect(engine).toMatchObject({
      kind: "answers",
      version: "27.0.1",
      apiVersion: "1.46",
      onThisMachine: true,
      containers: [
        { id: "a1", name: "db", labels: { a: "b" }, status: "running", hostPorts: [5433] },
        { id: "a2", name: "job", labels: {}, status: "exited", exitCode: 3, hostPorts: [] },
      ],
      networks: [{ id: "n1", name: "net" }],
      volumes: [{ id: "vol", name: "vol" }],
    });
  });

  it("knows an image, or its registry does, or says why not", async () => {
    fake.says({
      "/images/here:1/json": { Id: "sha256:ab" },
      "/distribution/r.io/there:1/json": { Descriptor: {} },
      "/distribution/r.io/lost:1/json": failure(500, "dial tcp:\n  no such host"),
      "/distribution/r.io/slow:1/json": SILENCE,
    });
    const names = ["here:1", "r.io/there:1", "r.io/lost:1", "r.io/slow:1"];
    expect((await running(...names.map((name) => need(name, true)))).images).toEqual({
      "here:1": { kind: "present", id: "sha256:ab" },
      "r.io/there:1": { kind: "pullable" },
      "r.io/lost:1": { kind: "missing", message: "dial tcp: no such host" },
      "r.io/slow:1": { kind: "missing", message: "the registry says nothing for 0.3 s" },
    });
  });

  it("does not ask a registry for ours, where a stranger may have the name", async () => {
    fake.says({ "/distribution/ours:1/json": { Descriptor: {} } });
    expect((await running(need("ours:1", false))).images["ours:1"]?.kind).toBe("missing");
    expect(fake.asked.filter((path) => path.startsWith("/distribution"))).toEqual([]);
  });

  it.each([
    ["hangs", { "/version": SILENCE }, "silent", "nothing for 0.3 s"],
    ["hangs later", { "/info": SILENCE }, "silent", "nothing for 0.3 s"],
    ["is none", { "/version": { hello: "world" } }, "strange", "/version is not what an engine answers"],
    ["refuses", { "/version": failure(403, "go away") }, "strange", "go away"],
  ])("that %s is reported as such", async (_, replies, kind, message) => {
    fake.says(replies);
    expect((await ask()).engine).toEqual({ kind, address: fake.host, message });
  });

  it("that is not there is off", async () => {
    const { engine } = await askEngine({ DOCKER_HOST: "unix:///nowhere/docker.sock" }, []);
    expect(engine.kind).toBe("off");
  });

  it("whose certificates are missing says which", async () => {
    const { engine } = await askEngine({ DOCKER_HOST: "tcp://127.0.0.1:9", DOCKER_CERT_PATH: "/nowhere" }, []);
    expect(engine).toMatchObject({ kind: "strange", message: expect.stringMatching(/\/nowhere\/ca\.pem/) as string });
  });
});

describe("a port", () => {
  it("is taken while somebody listens, and free again", async () => {
    const server = createServer();
    await new Promise<void>((done) => server.listen(0, "0.0.0.0", done));
    const { port } = server.address() as AddressInfo;
    const fact = await askPort(port);
    expect(fact.kind).toBe("taken");
    if (process.platform === "linux")
      expect(fact).toMatchObject({ by: expect.stringContaining(`pid ${process.pid}`) as string });
    await new Promise((done) => server.close(done));
    expect(await askPort(port)).toEqual({ kind: "free" });
  });
});

describe("the state", () => {
  const address = { backend: "local", path: "state/a/b/devenv.tfstate" } as const;

  it("that is not there yet holds nothing", () => {
    expect(askState("/nowhere", address)).toEqual({ kind: "read", path: address.path, resources: [] });
  });

  it("tells what it knows of the engine", () => {
    const instances = (attributes: object, status?: string) => [{ attributes, ...(status && { status }) }];
    const resources = [
      { mode: "managed", type: "docker_container", name: "job", instances: instances({ id: "c", must_run: false }) },
      { mode: "managed", type: "docker_volume", name: "v", instances: instances({ id: "v" }, "tainted") },
      { mode: "data", type: "docker_network", name: "n", instances: instances({ id: "n" }) },
    ];
    file(address.path, JSON.stringify({ version: 4, resources }));
    expect(askState(folder, address)).toMatchObject({
      resources: [
        { id: "c", address: "docker_container.job", ends: true, tainted: false },
        { id: "v", address: "docker_volume.v", ends: false, tainted: true },
      ],
    });
  });

  it.each([
    ["{", /^cannot be read: /],
    ["[]", /^is no state/],
  ])("that holds %s is not read", (text, why) => {
    file(address.path, text);
    expect(askState(folder, address)).toMatchObject({ kind: "not read", why: expect.stringMatching(why) as string });
  });

  it("on another machine is not read", () => {
    const cloud = { backend: "cloud", organization: "o", workspace: "w" } as const;
    expect(askState(folder, cloud)).toMatchObject({ kind: "not read", path: "cloud o/w" });
  });
});

describe("the rest of the machine", () => {
  it("has paths, seen from the checkout", () => {
    file("app/Dockerfile", "");
    expect(askPaths(folder, ["app", "app/Dockerfile", "gone", "app/Dockerfile/below", folder])).toEqual({
      app: "folder",
      "app/Dockerfile": "file",
      [folder]: "folder",
    });
  });

  it("has a disk: the engine's where it can be seen, else the checkout's", () => {
    expect(askDisk(folder, folder)).toMatchObject({ of: "engine", path: folder });
    const { of, freeBytes } = askDisk(folder, "/nowhere/docker");
    expect([of, freeBytes > 0]).toEqual(["checkout", true]);
  });

  it("says which values of secrets will be refused, and never the value", () => {
    const secrets = {
      url: composed("redis://:", secret("password"), "@redis"),
      password: generated(),
      login: supplied("client secret", { required: true }),
      key: supplied("API key"),
    };
    expect(unfitIn(secrets, { TF_VAR_password: "p@ss", TF_VAR_key: "" })).toEqual({
      password: expect.stringMatching(/^password goes into url/) as string,
      login: "login is not set, and what reads it does not start without",
    });
    expect(unfitIn(secrets, { TF_VAR_login: "x" })).toEqual({});
  });

  it("has variables that hold something", () => {
    expect(variablesIn({ TF_VAR_a: "x", TF_VAR_b: "", OTHER: "y" })).toEqual(["a"]);
  });

  it.each([
    [
      'echo \'{"terraform_version":"1.10.5"}\'',
      { missing: expect.stringMatching(/is 1\.10\.5, 1\.11\.0 is needed$/) as string },
    ],
    ['echo \'{"terraform_version":"1.11.0"}\'', { version: "1.11.0" }],
    ["exit 3", { missing: expect.stringMatching(/does not say its version$/) as string }],
  ])("has a Terraform that says: %s", (line, found) => {
    const path = file("terraform", `#!/bin/sh\n${line}\n`, 0o755);
    expect(findTerraform({ FERRY_TERRAFORM: path })).toMatchObject(found);
  });

  it("passes over what the PATH names and cannot be entered", () => {
    const notAFolder = file("plain", "");
    expect(findTerraform({ PATH: notAFolder })).toEqual({ missing: "terraform is not on the PATH" });
  });
});
