import type { ContainerFact, Facts, ImageFact, LaptopFacts, RunningEngine } from "../../src/doctor/facts";
import type { Finding } from "../../src/doctor/finding";
import type { Deployment } from "../../src/deployment";
import { imagesOf } from "../../src/doctor/images";
import { judge } from "../../src/doctor/judge";
import { isOurs } from "../../src/doctor/ours";
import { hostPathsOf } from "../../src/doctor/paths";
import { portsOf } from "../../src/doctor/ports";
import { FREE_DISK_MIN_GIB } from "../../src/doctor/room";
import { labelRecord } from "../../src/targets/devenv/labels";
import type { WorkspaceStack } from "../../src/targets/workspace-stack";
import { deploymentNamed } from "../helpers/workspaces";

const GIB = 1024 ** 3;
const FILE = "envs/kdcube/dev.yaml";
const LABELS = { "ferry.platform": "kdcube", "ferry.environment": "dev" };

const dev = deploymentNamed("kdcube/dev");
const changed = (environment: object): Deployment => ({ ...dev, environment: { ...dev.environment, ...environment } });
const infra = changed({ devenv: { mode: "infra", hostPorts: { postgres: 5432 } } });

const present: ImageFact = { kind: "present", id: "sha256:0123456789abcdef" };
const running: RunningEngine = {
  address: "unix:///var/run/docker.sock",
  onThisMachine: true,
  version: "20.10.24",
  apiVersion: "1.41",
  memoryBytes: 64 * GIB,
  containers: [],
  networks: [],
  volumes: [],
  images: Object.fromEntries(imagesOf(dev).map(({ name }) => [name, present])),
};
const good: LaptopFacts = {
  engine: { kind: "answers", ...running },
  ports: {},
  paths: { "/opt/kdcube/bundles": "folder" },
  disk: { of: "engine", path: "/var/lib/docker", freeBytes: 50 * GIB },
  state: { kind: "read", path: "state/kdcube/dev/devenv.tfstate", resources: [] },
  variables: ["anthropic_api_key", "brave_api_key", "openai_api_key"],
  unfit: {},
};
const terraform: Facts["terraform"] = { path: "/usr/bin/terraform", version: "1.11.4" };

const findings = (facts: Partial<LaptopFacts> = {}, deployment = dev): Finding[] =>
  judge(deployment, { terraform, laptop: { ...good, ...facts } });
const engine = (part: Partial<RunningEngine>): Partial<LaptopFacts> => ({
  engine: { kind: "answers", ...running, ...part },
});
/** `mark detail → remedy` of what is said about one thing. */
const said = (what: string, found: readonly Finding[]): string[] =>
  found
    .filter((finding) => finding.what === what)
    .map(({ mark, detail, remedy }) => `${mark} ${detail}${remedy === undefined ? "" : ` → ${remedy}`}`);
const amiss = (found: readonly Finding[]): string[] =>
  found.filter(({ mark }) => mark !== "fine").map(({ mark, what }) => `${mark} ${what}`);

describe("a machine that has all", () => {
  it("has nothing amiss, and a line for each thing that was looked at", () => {
    expect(amiss(findings())).toEqual([]);
    expect([...new Set(findings().map(({ topic }) => topic))]).toEqual([
      "engine", "terraform", "ports", "images", "paths", "disk", "memory", "leftovers", "keys",
    ]); // prettier-ignore
  });

  it("is asked for Terraform alone where nothing runs on a laptop", () => {
    const found = judge(deploymentNamed("kdcube/prod"), { terraform });
    expect(found.map(({ mark, what }) => `${mark} ${what}`)).toEqual(["fine terraform", "fine rest"]);
  });
});

describe("terraform", () => {
  it("is a fault when it is missing or old", () => {
    const [finding] = judge(deploymentNamed("kdcube/prod"), { terraform: { missing: "terraform is not on the PATH" } });
    expect(finding).toMatchObject({ mark: "fault", detail: "terraform is not on the PATH" });
    expect(finding?.remedy).toMatch(/^install 1\.11 or newer/);
  });
});

describe("the engine", () => {
  const address = "unix:///var/run/docker.sock";
  const without = (kind: "off" | "denied" | "silent" | "strange"): Finding[] =>
    findings({ engine: { kind, address, message: "nothing for 5 s" } });

  it.each([
    ["off", /^fault nothing answers at .* → start Docker Desktop, or: sudo systemctl start docker/],
    ["denied", /^fault .* is not open to this user → sudo usermod -aG docker \$USER/],
    ["silent", /^fault .* does not answer: nothing for 5 s → restart Docker Desktop/],
    ["strange", /^fault .* is no engine that can be asked: .* → set DOCKER_HOST/],
  ] as const)("%s is one fault, and what it would have said is not looked at", (kind, line) => {
    const found = without(kind);
    expect(said("engine", found)[0]).toMatch(line);
    expect(amiss(found)).toEqual(["fault engine", "advice images", "advice memory", "advice leftovers"]);
    expect(said("images", found)).toEqual(["advice not looked at: no engine"]);
  });

  it("is advice where only Terraform's provider can reach it, ports and paths with it", () => {
    const found = findings({ engine: { kind: "not asked", address: "ssh://build", how: "run it there" } });
    expect(said("engine", found)).toEqual(["advice ssh://build is not looked at → run it there"]);
    expect(amiss(found)).toEqual(
      ["engine", "ports", "images", "host paths", "disk", "memory", "leftovers"].map((what) => `advice ${what}`),
    );
  });

  it.each([
    ["1.40", "fault"],
    ["1.9", "fault"],
    ["1.41", "fine"],
    ["1.50", "fine"],
    ["2.0", "fine"],
  ])("with API %s is a %s", (apiVersion, mark) => {
    expect(said("engine", findings(engine({ apiVersion })))[0]).toMatch(new RegExp(`^${mark} `));
  });

  it("on another machine has ports, paths and a disk of its own", () => {
    const found = findings({ ...engine({ onThisMachine: false }), paths: {} });
    expect(amiss(found)).toEqual(["advice ports", "advice host paths", "advice disk"]);
    expect(said("ports", found)).toEqual(["advice not looked at: the engine is on another machine"]);
  });
});

describe("ports", () => {
  const holder: ContainerFact = {
    id: "a1", name: "kdcube-dev-postgres", labels: LABELS, status: "running", hostPorts: [5432],
  }; // prettier-ignore
  const known = {
    ...good.state,
    resources: [{ id: "a1", address: "docker_container.x", tainted: false, ends: false }],
  };

  it("are those of the file, by number", () => {
    expect(portsOf(dev).map(({ port }) => port)).toEqual([5432, 6379, 8010, 8020, 8080, 8090]);
  });

  it("of services are the reader's own in mode infra", () => {
    expect(portsOf(infra)).toEqual([{ port: 5432, path: "devenv.hostPorts.postgres" }]);
  });

  it("are fine when a container of this environment has them", () => {
    const found = findings({
      ...engine({ containers: [holder] }),
      ports: { 5432: { kind: "taken" } },
      state: known as LaptopFacts["state"],
    });
    expect(said("port 5432", found)).toEqual(["fine ours: kdcube-dev-postgres"]);
    expect(amiss(found)).toEqual([]);
  });

  it.each([
    ["without labels", {}],
    ["of another environment", { ...LABELS, "ferry.environment": "two" }],
  ])("are a fault when a container %s has them, even if they can be bound", (_, labels) => {
    const found = findings(engine({ containers: [{ ...holder, name: "db", labels }] }));
    expect(said("port 5432", found)).toEqual([
      `fault taken by container db → docker stop db, or change devenv.hostPorts.postgres in ${FILE}`,
    ]);
  });

  it("of our own are fine while it is paused", () => {
    const found = findings(engine({ containers: [{ ...holder, status: "paused" }] }));
    expect(said("port 5432", found)[0]).toMatch(/^fine ours/);
  });

  it("of a container that does not run are nobody's", () => {
    const found = findings(engine({ containers: [{ ...holder, labels: {}, status: "exited", exitCode: 0 }] }));
    expect(said("port 5432", found)).toEqual(["fine free"]);
  });

  it("are a fault when a process listens there, named where it is known", () => {
    const found = findings({ ports: { 8080: { kind: "taken", by: "nginx (pid 7)" }, 8010: { kind: "taken" } } });
    expect(said("port 8080", found)).toEqual([
      `fault taken by nginx (pid 7) → stop what listens there, or change services.web-proxy.hostPorts.http in ${FILE}`,
    ]);
    expect(said("port 8010", found)[0]).toMatch(/^fault taken → stop what listens there/);
  });

  it("know our containers by the labels that the stack gives them", () => {
    const stack = { platform: dev.platform, environment: dev.environment } as WorkspaceStack;
    expect(isOurs(dev, { labels: labelRecord(stack) })).toBe(true);
  });
});

describe("images", () => {
  const names = running.images;
  const without = (name: string, fact?: ImageFact): Partial<LaptopFacts> => {
    const rest = Object.fromEntries(Object.entries(names).filter(([each]) => each !== name));
    return engine({ images: fact ? { ...rest, [name]: fact } : rest });
  };
  const building = (build: object): Deployment => changed({ images: { "kdcube-metrics": { build } } });
  const redis = imagesOf(dev).find(({ key }) => key === "redis")!.name;

  it("of jobs and stores are all that mode infra needs", () => {
    expect(imagesOf(infra).map(({ key }) => key)).toEqual(["kdcube-postgres-setup", "postgres", "redis"]);
  });

  it("of tasks are among them: a service expects them to be there", () => {
    expect(imagesOf(dev).map(({ key }) => key)).toContain("py-code-exec");
  });

  it("are fine when present or pullable", () => {
    expect(said("image redis", findings())).toEqual(["fine present, 0123456789ab"]);
    expect(said("image redis", findings(without(redis, { kind: "pullable" })))).toEqual(["fine will be pulled"]);
  });

  it("of others are a fault with the engine's own words", () => {
    const found = findings(without(redis, { kind: "missing", message: "no such host" }));
    expect(said("image redis", found)).toEqual([`fault cannot be pulled: no such host → docker pull ${redis}`]);
  });

  it("of ours without a registry are to be built", () => {
    const found = findings(without("kdcube-metrics:main", { kind: "missing", message: "No such image" }));
    expect(said("image kdcube-metrics", found)).toEqual([
      `fault kdcube-metrics:main is not there → build or pull it, or set images.kdcube-metrics.build in ${FILE}`,
    ]);
  });

  it("of ours in a registry are pulled from there", () => {
    const [need] = imagesOf(changed({ registry: "r.example.com/team" }));
    expect(need).toMatchObject({ inRegistry: true, name: expect.stringMatching(/^r\.example\.com\/team\//) as string });
  });

  it("that are built need their folder and their Dockerfile, and no engine", () => {
    const build = { context: "../app/", dockerfile: "docker/Dockerfile_Metrics" };
    const [off, paths] = [{ kind: "off", address: "", message: "" } as const, good.paths];
    const at = (more: LaptopFacts["paths"]): string[] =>
      said("image kdcube-metrics", findings({ engine: off, paths: { ...paths, ...more } }, building(build)));
    expect(at({})[0]).toMatch(/^fault no folder \.\.\/app\/ → .*images\.kdcube-metrics\.build\.context in envs/);
    expect(at({ "../app/": "folder" })[0]).toMatch(/^fault no file \.\.\/app\/docker\/Dockerfile_Metrics → /);
    expect(at({ "../app/": "folder", "../app/docker/Dockerfile_Metrics": "file" })).toEqual([
      "fine built from ../app/docker/Dockerfile_Metrics",
    ]);
    expect(
      imagesOf(building({ context: "app", dockerfile: "Dockerfile" })).find((each) => each.build)?.build?.dockerfile,
    ).toBe("app/Dockerfile");
  });
});

describe("paths, disk and memory", () => {
  it("names what mounts a directory that is not there", () => {
    expect(said("/opt/kdcube/bundles", findings({ paths: {} }))).toEqual([
      "fault not there, for chat-proc → mkdir -p /opt/kdcube/bundles",
    ]);
    expect(hostPathsOf(infra)).toEqual([]);
  });

  it.each([
    [FREE_DISK_MIN_GIB, "fine"],
    [FREE_DISK_MIN_GIB - 0.1, "fault"],
  ])("calls %d GiB free %s", (gib, mark) => {
    const disk = { ...good.disk, freeBytes: gib * GIB };
    expect(said("disk", findings({ disk }))[0]).toMatch(new RegExp(`^${mark} ${gib.toFixed(1)} GiB free at /var`));
  });

  it("says whose disk it looked at when it was not the engine's", () => {
    const disk = { of: "checkout", path: "/src", freeBytes: 50 * GIB } as const;
    expect(said("disk", findings({ disk }))[0]).toMatch(/free at \/src: the checkout/);
  });

  it("judges no disk of this machine for an engine on another", () => {
    const disk = { ...good.disk, freeBytes: GIB };
    expect(said("disk", findings({ ...engine({ onThisMachine: false }), disk }))).toEqual([
      "advice not looked at: the engine is on another machine",
    ]);
  });

  it("advises when the containers together may take more than there is", () => {
    expect(said("memory", findings(engine({ memoryBytes: 3 * GIB })))[0]).toMatch(/^advice the engine has 3\.0 GiB; /);
  });

  it("refuses an engine that is smaller than one container", () => {
    expect(said("memory", findings(engine({ memoryBytes: GIB })))[0]).toMatch(
      /^fault \S+ may take .* → lower services\.\S+\.size\.memoryMiB in envs\/kdcube\/dev\.yaml/,
    );
  });
});

describe("leftovers", () => {
  const container = (part: Partial<ContainerFact>): ContainerFact => ({
    id: "c1", name: "kdcube-dev-x", labels: LABELS, status: "running", hostPorts: [], ...part,
  }); // prettier-ignore
  const knowing = (part: Partial<{ tainted: boolean; ends: boolean }> = {}): LaptopFacts["state"] => ({
    kind: "read",
    path: "state/kdcube/dev/devenv.tfstate",
    resources: [{ id: "c1", address: "docker_container.jobs_x", tainted: false, ends: false, ...part }],
  });
  const about = (fact: ContainerFact, state = knowing()): string[] =>
    said("container kdcube-dev-x", findings({ ...engine({ containers: [fact] }), state }));

  it("are none when all that is ours is in the state", () => {
    const facts = { ...engine({ containers: [container({})] }), state: knowing() };
    expect(said("leftovers", findings(facts))).toEqual([
      "fine none; containers of this environment, all in its state: 1",
    ]);
  });

  it("are containers that the state does not know", () => {
    expect(about(container({ id: "c2" }))).toEqual([
      "fault not in state/kdcube/dev/devenv.tfstate: left behind, or another checkout's → docker rm -f kdcube-dev-x",
    ]);
  });

  it("are jobs that failed: how to read them, and how to run them again", () => {
    expect(about(container({ status: "exited", exitCode: 3 }), knowing({ ends: true }))).toEqual([
      "fault ended with exit code 3 → docker logs kdcube-dev-x; then terraform " +
        "-chdir=cdktf.out/stacks/kdcube-dev-devenv apply -replace=docker_container.jobs_x",
    ]);
    expect(about(container({ status: "created" }), knowing({ ends: true }))[0]).toMatch(
      /^fault was made and never started/,
    );
  });

  it.each([
    ["tainted", { ends: true, tainted: true }],
    ["meant to run", {}],
  ])("that are %s come back by themselves", (_, part) => {
    expect(about(container({ status: "exited", exitCode: 137 }), knowing(part))).toEqual([
      "advice ended with exit code 137; the next apply makes it anew → docker logs kdcube-dev-x",
    ]);
  });

  it("are containers that no plan finds anything wrong with", () => {
    expect(about(container({ status: "paused" }), knowing({}))).toEqual([
      "fault is paused → docker unpause kdcube-dev-x",
    ]);
    expect(about(container({ unhealthy: true }), knowing({}))[0]).toMatch(
      /^fault is unhealthy → docker logs .* -replace=/,
    );
    expect(about(container({ status: "exited", exitCode: 0 }), knowing({}))[0]).toMatch(
      /^advice ended with exit code 0/,
    );
  });

  it("are not jobs that are done, nor what others have", () => {
    expect(about(container({ status: "exited", exitCode: 0 }), knowing({ ends: true }))).toEqual([]);
    expect(amiss(findings(engine({ containers: [container({ id: "c9", labels: {} })] })))).toEqual([]);
  });

  it("are networks, whose name is taken, and volumes, whose data an apply takes over", () => {
    const [volume, network] = ["v", "n"].map((name) => ({ id: name, name, labels: LABELS })) as [never, never];
    const found = findings(engine({ volumes: [volume], networks: [network] }));
    expect(said("network n", found)[0]).toMatch(/^fault not in state.* → docker network rm n$/);
    expect(said("volume v", found)[0]).toMatch(
      /^advice not in state.*; an apply takes its data over → docker volume rm v$/,
    );
  });

  it("are not looked for when the state cannot be read", () => {
    const state = { kind: "not read", path: "s3://b/k", why: "is not on this machine" } as const;
    expect(said("leftovers", findings({ state }))).toEqual(["advice not looked at: s3://b/k is not on this machine"]);
  });
});

describe("keys", () => {
  it("that Terraform will refuse are a fault, passwords among them", () => {
    const unfit = { "redis-password": "redis-password is empty; leave it unset for the default" };
    expect(said("key redis-password", findings({ unfit }))).toEqual([
      "fault redis-password is empty; leave it unset for the default → export TF_VAR_redis_password=…",
    ]);
  });

  it("that are not set are advice with the variable to set", () => {
    expect(said("key brave-api-key", findings({ variables: [] }))).toEqual([
      "advice not set, so it is empty → export TF_VAR_brave_api_key=…",
    ]);
  });
});
