import type { Finding } from "../../src/doctor/finding";
import { judge } from "../../src/doctor/judge";
import { hostPathsOf } from "../../src/doctor/paths";
import { FREE_DISK_MIN_GIB } from "../../src/doctor/room";
import { deploymentNamed } from "../helpers/workspaces";
import { amiss, engine, findings, GIB, good, infra, said, terraform } from "./healthy";

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
