import type { Mount } from "../../src/model/mount";
import type { Platform } from "../../src/model/platform";
import { hostPathOf, pathOf, region, store, type Value } from "../../src/model/reference";
import { synthesize } from "../../src/synthesize";
import { a, aJob, aTask, inputWith } from "../checks/platform";
import type { JsonObject } from "../helpers/json";
import { objectAt, textAt } from "../helpers/json";
import { NASTY_TEXTS } from "../helpers/nasty-text";

interface Container {
  readonly name: string;
  readonly environment: readonly { readonly name: string; readonly value: string }[];
  readonly mountPoints: readonly object[];
  readonly dependsOn?: readonly object[];
  readonly [field: string]: unknown;
}

const file = (path: string, content: Value = "x"): Mount => ({ kind: "config", path, content });

/** The task definition of `name`, as Terraform is given it. */
function taskOf(platform: Partial<Platform>, name = "api") {
  const { environment, platform: whole } = inputWith({ platform });
  const { workspaces } = synthesize([{ environment, platform: whole, notes: [] }]);
  const ecs = workspaces.find(({ workspace }) => workspace.stack === "ecs")!;
  const json = ecs.json as unknown as JsonObject;
  const definition = objectAt(json, "resource", "aws_ecs_task_definition", `${name}_task_definition`);
  const containers = JSON.parse(textAt(definition, "container_definitions")) as Container[];
  const container = (wanted: string): Container => {
    const found = containers.find((each) => each.name === wanted);
    if (!found) throw new Error(`no container ${wanted} among ${containers.map((each) => each.name).join(", ")}`);
    return found;
  };
  return { containers, container, volumes: definition["volume"], absent: ecs.absent };
}

const withMounts = (...mounts: Mount[]): Partial<Platform> => ({ services: { api: a({ mounts }), web: a() } });

describe("a service with config files on ECS", () => {
  const { containers, container, volumes } = taskOf({
    services: {
      api: a({
        needs: { migrate: "completed" },
        user: { uid: 1000, gid: 1000, readOnlyRoot: true },
        environment: { CONFIG: pathOf("/etc/shop/b.json") },
        mounts: [
          file("/opt/shop/rules.txt", "rules"),
          { kind: "scratch", path: "/work" },
          file("/etc/shop/b.json", ['{"db":"', store("db").host, '","home":"${HOME}"}']),
          { kind: "shared", path: "/files", store: "shared" },
          file("/etc/shop/a.json", "{}"),
        ],
      }),
      web: a(),
    },
  });
  const [writer, api] = [container("api_files"), container("api")];

  it("has a container more for them, and one for its scratch, before its own", () => {
    expect(containers.map(({ name }) => name)).toEqual(["migrate", "api_files", "api_scratch", "api"]);
  });

  it("writes them in the order of their paths, with the texts in variables and none in the command", () => {
    expect(writer).toMatchObject({
      entryPoint: ["/bin/sh", "-c"],
      command: [
        [
          "set -eu",
          "umask 0222",
          `printf %s "$FILE_1" > '/etc/shop/a.json'`,
          `printf %s "$FILE_2" > '/etc/shop/b.json'`,
          `printf %s "$FILE_3" > '/opt/shop/rules.txt'`,
        ].join("\n"),
      ],
    });
    expect(writer.environment).toEqual([
      { name: "FILE_1", value: "{}" },
      {
        name: "FILE_2",
        value: '{"db":"${data.terraform_remote_state.foundation.outputs.store_host_db}","home":"$${HOME}"}',
      },
      { name: "FILE_3", value: "rules" },
    ]);
  });

  it("ends before the service starts, and a failure keeps the service from starting", () => {
    expect(writer).toMatchObject({ essential: false });
    expect(api.dependsOn).toEqual([
      { containerName: "api_files", condition: "SUCCESS" },
      { containerName: "api_scratch", condition: "SUCCESS" },
      { containerName: "migrate", condition: "SUCCESS" },
    ]);
  });

  it("needs no other image, no secret and nothing of its own root; only a fresh volume is root's to write", () => {
    expect(writer).toMatchObject({ image: api["image"], user: "0:0", readonlyRootFilesystem: true });
    expect(writer).not.toHaveProperty("secrets");
    expect(writer["logConfiguration"]).toEqual(api["logConfiguration"]);
  });

  it("has a volume for each directory, which the writer writes and the service reads", () => {
    const directories = [
      { sourceVolume: "api_files-etc-shop", containerPath: "/etc/shop" },
      { sourceVolume: "api_files-opt-shop", containerPath: "/opt/shop" },
    ];
    expect(writer.mountPoints).toEqual(directories.map((each) => ({ ...each, readOnly: false })));
    expect(api.mountPoints).toEqual([
      { sourceVolume: "api_scratch-work", containerPath: "/work", readOnly: false },
      { sourceVolume: "shared", containerPath: "/files", readOnly: false },
      ...directories.map((each) => ({ ...each, readOnly: true })),
    ]);
    expect(volumes).toMatchObject([
      { name: "api_files-etc-shop" },
      { name: "api_files-opt-shop" },
      { name: "api_scratch-work" },
      { name: "shared", efs_volume_configuration: {} },
    ]);
  });

  it("is told a file's own path", () => {
    expect(api.environment).toEqual([{ name: "CONFIG", value: "/etc/shop/b.json" }]);
  });
});

describe("config files of others than one service", () => {
  it("are a job's in the task of its owner, before the job", () => {
    const { containers, container } = taskOf({ jobs: { migrate: aJob({ mounts: [file("/etc/shop/a")] }) } });
    expect(containers.map(({ name }) => name)).toEqual(["migrate_files", "migrate", "api"]);
    expect(container("migrate").dependsOn).toEqual([{ containerName: "migrate_files", condition: "SUCCESS" }]);
    expect(container("api").mountPoints).toEqual([]);
  });

  it("are a task's, whose name for who starts it stays", () => {
    const { containers, container } = taskOf({ tasks: { code: aTask({ mounts: [file("/etc/shop/a")] }) } }, "code");
    expect(containers.map(({ name }) => name)).toEqual(["code_files", "code"]);
    expect(container("code")).toMatchObject({ essential: true });
  });

  it("never meet: what runs alongside has volumes of its own for the same directory", () => {
    const both = { mounts: [file("/etc/shop/a")] };
    const { containers, volumes } = taskOf({ services: { api: a(both), side: a({ ...both, alongside: "api" }) } });
    expect(containers.map(({ name }) => name)).toEqual(["api_files", "api", "side_files", "side"]);
    expect(volumes).toEqual([{ name: "api_files-etc-shop" }, { name: "side_files-etc-shop" }]);
  });
});

describe("directories that look alike as names", () => {
  it("have volumes of their own", () => {
    const paths = ["/x/a-b/f", "/x/a/b/f", "/x/a_b/f", "/x/a.b/f", "/x/a_2e_b/f"];
    const { volumes } = taskOf(withMounts(...paths.map((path) => file(path))));
    const names = (volumes as { name: string }[]).map(({ name }) => name);
    expect(new Set(names).size).toBe(paths.length);
    for (const name of names) expect(name).toMatch(/^[\w-]{1,255}$/);
  });
});

describe("what a file's text does to a task", () => {
  const textOf = (content: Value): string =>
    JSON.stringify(taskOf(withMounts(file("/etc/shop/a", content))).containers);

  it("makes another definition of it when it changes, and so rolls the service", () => {
    expect(textOf("one")).not.toBe(textOf("two"));
    expect(textOf("one")).toBe(textOf("one"));
  });

  it("is none where there are no files", () => {
    expect(taskOf({}).containers.map(({ name }) => name)).toEqual(["migrate", "api"]);
  });

  it("leaves a file out that has no answer here, says so, and mounts nothing over its directory", () => {
    const lost = file("/etc/lost/a", ["x", hostPathOf("/etc/lost/a")]);
    const { absent, container, volumes } = taskOf(withMounts(lost, file("/etc/shop/a", region)));
    const reason = "Fargate has no host whose paths could be named";
    expect(absent).toEqual([{ service: "api", variable: "/etc/lost/a", reason }]);
    expect(container("api_files").environment).toEqual([{ name: "FILE_1", value: "eu-west-1" }]);
    expect(volumes).toEqual([{ name: "api_files-etc-shop" }]);
    expect(taskOf(withMounts(lost)).containers.map(({ name }) => name)).toEqual(["api"]);
  });

  it("stops where ECS would refuse the whole", () => {
    const text = Object.values(NASTY_TEXTS).join("").repeat(2);
    expect(() => taskOf(withMounts(file("/etc/shop/a", text)))).toThrow(
      /^the containers of task shop-test-api come to \d+ bytes; ECS takes 65536 in all$/,
    );
  });
});
