import type { ContainerFact, ImageFact, LaptopFacts } from "../../src/doctor/facts";
import type { Deployment } from "../../src/deployment";
import { imagesOf } from "../../src/doctor/images";
import { isOurs } from "../../src/doctor/ours";
import { portsOf } from "../../src/doctor/ports";
import { labelRecord } from "../../src/targets/devenv/labels";
import type { WorkspaceStack } from "../../src/targets/workspace-stack";
import { amiss, changed, dev, engine, FILE, findings, good, infra, LABELS, running, said } from "./healthy";

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
