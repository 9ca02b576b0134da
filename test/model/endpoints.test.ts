import { apiCalls, callsBeyond, endpointsOf, outsideCalls, type ApiFacts } from "../../src/model/endpoints";
import { putMetrics, protectTask, read, runTask, type Grant } from "../../src/model/grant";
import type { Platform } from "../../src/model/platform";
import { service, taskOf, type Service, type ServiceInput } from "../../src/model/service";

const size = { cpu: 256, memoryMiB: 512 };
const facts: ApiFacts = {
  ecr: true,
  secretsIn: () => "secretsmanager",
  exec: () => false,
  host: false,
  instances: false,
};
const api = (change: Partial<ServiceInput> = {}): Service =>
  service({ image: "app", probe: { command: ["true"] }, size, egress: [], ...change });
const platform = (services: Record<string, Service>, change: Partial<Platform> = {}): Platform => ({
  name: "shop",
  services,
  jobs: {},
  tasks: {},
  stores: { files: { kind: "files", uid: 1, gid: 1 } },
  secrets: {},
  routes: [],
  images: {
    app: { repository: "app", tag: "v1.0.0", ours: true },
    other: { repository: "docker.io/acme/other", tag: "v1.0.0", ours: false },
  },
  ...change,
});
const endpoints = (of: Platform, more: Partial<ApiFacts> = {}): string[] =>
  endpointsOf(apiCalls(of, { ...facts, ...more })).map((need) => need.api);
const granted = (...grants: Grant[]): Platform => platform({ api: api({ grants }) });

describe("endpoints", () => {
  it("are none where nothing runs", () => expect(endpoints(platform({}))).toEqual([]));

  it("are those of images and logs for the plainest service", () =>
    expect(endpoints(platform({ api: api() }))).toEqual(["ecr.api", "ecr.dkr", "logs"]));

  it("leave the registry out where no image is in it", () => {
    expect(endpoints(platform({ api: api({ image: "other" }) }))).toEqual(["logs"]);
    expect(endpoints(platform({ api: api() }), { ecr: false })).toEqual(["logs"]);
  });

  it.each<[string, Platform, Partial<ApiFacts>, string[]]>([
    ["a secret", platform({ api: api({ secrets: { KEY: { secret: "key" } } }) }), {}, ["secretsmanager"]],
    [
      "a secret kept as a parameter",
      platform({ api: api({ secrets: { KEY: { secret: "key" } } }) }),
      { secretsIn: () => "ssm" },
      ["ssm"],
    ],
    [
      "a secret as a file",
      platform({ api: api({ mounts: [{ kind: "secretFile", path: "/key", secret: "key" }] }) }),
      {},
      ["secretsmanager"],
    ],
    ["metrics", granted(putMetrics("Shop")), {}, ["monitoring"]],
    ["starting tasks", granted(runTask("code")), {}, ["ecs"]],
    ["protecting tasks", granted(protectTask), {}, ["ecs"]],
    ["a bucket, whose gateway is always there", granted(read("bucket")), {}, []],
    [
      "shared files",
      platform({ api: api({ mounts: [{ kind: "shared", path: "/files", store: "files" }] }) }),
      {},
      ["elasticfilesystem"],
    ],
    ["shells in tasks", platform({ api: api() }), { exec: () => true }, ["kms", "ssmmessages"]],
    [
      "a compose host",
      platform({ api: api() }),
      { host: true },
      ["ec2messages", "kms", "monitoring", "ssm", "ssmmessages"],
    ],
    [
      "instances of the cluster",
      platform({ api: api({ capacity: "ec2" }) }),
      { instances: true },
      ["ec2messages", "ecs", "ecs-agent", "ecs-telemetry", "ssm", "ssmmessages"],
    ],
  ])("are added for %s", (_what, of, more, added) =>
    expect(endpoints(of, more)).toEqual(["ecr.api", "ecr.dkr", "logs", ...added].sort()),
  );

  it("say who calls them and why, once each", () => {
    const of = platform(
      { api: api({ grants: [putMetrics("Shop")] }), side: api({ alongside: "api", grants: [putMetrics("Shop")] }) },
      { tasks: { code: taskOf({ image: "app", size, egress: [], startedBy: "api" }) } },
    );
    const needs = endpointsOf(apiCalls(of, { ...facts, host: true }));
    expect(needs.find((need) => need.api === "monitoring")).toEqual({
      api: "monitoring",
      callers: ["api", "host"],
      reasons: [
        "api sends metrics to CloudWatch",
        "side sends metrics to CloudWatch",
        "the host counts its disks, its memory and its releases",
      ],
    });
    expect(needs.find((need) => need.api === "logs")?.callers).toEqual(["api", "code", "host"]);
  });

  it("let an instance call for the tasks on it, and for no others", () => {
    const of = platform({
      api: api({ capacity: "ec2", secrets: { KEY: { secret: "key" } } }),
      web: api({ grants: [putMetrics("Shop")] }),
    });
    const needs = endpointsOf(apiCalls(of, { ...facts, instances: true }));
    const callers = (name: string) => needs.find((need) => need.api === name)?.callers;
    expect(callers("secretsmanager")).toEqual(["api", "instances"]);
    expect(callers("monitoring")).toEqual(["web"]);
  });
});

describe("the calls beyond the platform", () => {
  const text = (of: Platform, way: "endpoints" | "internet", more: Partial<ApiFacts> = {}): string[] => [
    ...new Set(callsBeyond(of, { ...facts, ...more }, way).map(({ from, to, port }) => `${from} > ${to} ${port}`)),
  ];

  it("stay inside the network where endpoints take them", () =>
    expect(text(platform({ api: api() }), "endpoints")).toEqual(["api > endpoints 443", "api > s3 443"]));

  it("leave it where there are none, also for who opens no port outside", () =>
    expect(text(platform({ api: api() }), "internet")).toEqual(["api > internet 443"]));

  it("leave it for the ports that a service opens, the host's among them", () =>
    expect(text(platform({ api: api({ egress: [587] }) }), "endpoints", { host: true })).toEqual([
      "api > internet 587",
      "host > internet 587",
      // Ubuntu's archive and its store of snaps.
      "host > internet 80",
      "host > internet 443",
      "api > endpoints 443",
      "api > s3 443",
      "host > endpoints 443",
      "host > s3 443",
    ]));

  it("go from an instance to the files of the tasks on it", () => {
    const files = { mounts: [{ kind: "shared" as const, path: "/files", store: "files" }] };
    const of = (capacity: "ec2" | "fargate"): string[] =>
      text(platform({ api: api({ capacity, ...files }) }), "endpoints", { instances: true });
    expect(of("ec2")).toContain("instances > files 2049");
    expect(of("fargate")).not.toContain("instances > files 2049");
  });

  it("leave it for an image that is somebody else's, and for what has no endpoint", () => {
    expect(outsideCalls(platform({ api: api({ image: "other" }) }), facts)).toEqual([
      { from: "api", port: 443, reason: "api is pulled from docker.io/acme/other" },
    ]);
    expect(outsideCalls(granted({ grant: "manageUsers", userPoolId: "p" }), facts)).toEqual([
      { from: "api", port: 443, reason: "api asks Cognito" },
    ]);
  });
});
