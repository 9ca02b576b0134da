import { hostPathOf } from "../../../src/model/reference";
import { a, aJob, aTask, type Change } from "../platform";
import { generated, use } from "../../../src/model/secret";
import type { Service } from "../../../src/model/service";
import type { RuleCases } from "./rule";

const one = (change: Parameters<typeof a>[0]) => ({ platform: { services: { api: a(change), web: a() } } });
const withInstances = (change = {}) => ({
  account: "111122223333",
  region: "eu-west-1",
  network: { cidr: "10.0.0.0/16", zones: ["a", "b"], nat: "single" as const },
  capacity: { instanceType: "m7i.large", min: 0, max: 2, ...change },
});
const says = (interruptible: boolean) => ({ environment: { services: { api: { interruptible } } } });
const alongside = (capacity?: "fargate-spot"): Change => ({
  platform: { services: { api: a({ capacity: "ec2" }), side: a({ alongside: "api" }) } },
  environment: { aws: withInstances(), services: { side: capacity ? { capacity } : {} } },
});
const engine = (environment: Service["environment"]) =>
  one({
    capacity: "ec2",
    environment,
    mounts: [{ kind: "dockerSocket" }, { kind: "shared", path: "/d", store: "shared" }],
  });
const file = (path: string, content = "x") => ({ kind: "config", path, content }) as const;
const SIZES = "256, 512, 1024, 2048, 4096, 8192, 16384";

/** Rules about what runs: needs, sizes, mounts, variables. */
export const running: readonly RuleCases[] = [
  {
    id: 6,
    fine: [["a job, a store and a service", one({ needs: { migrate: "completed", db: "healthy", web: "started" } })]],
    refused: [
      [
        "nothing",
        one({ needs: { migrat: "completed" } }),
        [
          "service api, needs: there is no service, job or store migrat; known: api, bucket, cache, db, migrate, shared, web; did you mean migrate",
        ],
      ],
      [
        "a disabled service",
        { ...one({ needs: { gone: "started" } }), environment: { services: { gone: { enabled: false } } } },
        ["services.gone.enabled: false, but it is needed by service api, needs; enable it, or disable that too"],
      ],
    ],
  },
  {
    id: 7,
    fine: [
      [
        "a diamond",
        {
          platform: {
            services: {
              a: a({ needs: { b: "started", c: "started" } }),
              b: a({ needs: { d: "started" } }),
              c: a({ needs: { d: "started" } }),
              d: a(),
            },
          },
        },
      ],
    ],
    refused: [
      ["itself", one({ needs: { api: "started" } }), ["needs go in a circle: api → api; remove one of them"]],
      [
        "a circle of three, told once, with what leads into it left out",
        {
          platform: {
            services: {
              a: a({ needs: { b: "started" } }),
              b: a({ needs: { c: "started" } }),
              c: a({ needs: { d: "started" } }),
              d: a({ needs: { b: "started" } }),
            },
          },
        },
        ["needs go in a circle: b → c → d → b; remove one of them"],
      ],
      [
        "a job and a service",
        {
          platform: {
            services: { api: a({ needs: { migrate: "completed" } }) },
            jobs: { migrate: aJob({ needs: { api: "started" } }) },
          },
        },
        ["needs go in a circle: api → migrate → api; remove one of them"],
      ],
    ],
  },
  {
    id: 8,
    fine: [["each as it can be", one({ needs: { migrate: "completed", db: "healthy", web: "healthy" } })]],
    refused: [
      [
        "a healthy job",
        one({ needs: { migrate: "healthy" } }),
        ["service api, needs: job migrate is never healthy; allowed: completed"],
      ],
      [
        "a completed service",
        one({ needs: { web: "completed" } }),
        ["service api, needs: service web is never completed; allowed: started, healthy"],
      ],
      [
        "a completed store",
        one({ needs: { db: "completed" } }),
        ["service api, needs: store db is never completed; allowed: started, healthy"],
      ],
    ],
  },
  {
    id: 13,
    fine: [
      ["a size that Fargate has", one({ size: { cpu: 1024, memoryMiB: 3072 } })],
      ["any size where there is no Fargate", { on: "devenv", ...one({ size: { cpu: 100, memoryMiB: 100 } }) }],
      [
        "any size beside a companion, whose task gets the next that holds both",
        {
          platform: {
            services: {
              api: a({ size: { cpu: 300, memoryMiB: 300 } }),
              web: a({ alongside: "api", size: { cpu: 10, memoryMiB: 10 } }),
            },
          },
        },
      ],
      [
        "a repeatable job, which brings no size of its own",
        { platform: { jobs: { migrate: aJob({ size: { cpu: 1, memoryMiB: 1 } }) } } },
      ],
    ],
    refused: [
      [
        "memory",
        one({ size: { cpu: 1024, memoryMiB: 1000 } }),
        ["services.api.size.memoryMiB: 1000 is not a Fargate size with cpu 1024; nearest: 2048"],
      ],
      [
        "cpu",
        one({ size: { cpu: 1000, memoryMiB: 2048 } }),
        [`services.api.size.cpu: 1000 is not a Fargate cpu; allowed: ${SIZES}; nearest: 1024`],
      ],
      [
        "more than Fargate has, together",
        {
          platform: { services: { api: a({ size: { cpu: 16384, memoryMiB: 32768 } }), web: a({ alongside: "api" }) } },
        },
        ["services.api.size.cpu: with the services alongside it comes to 16640; Fargate allows 16384 at most"],
      ],
      [
        "a task",
        { platform: { tasks: { code: aTask({ size: { cpu: 256, memoryMiB: 600 } }) } } },
        ["task code, size.memoryMiB: 600 is not a Fargate size with cpu 256; nearest: 512"],
      ],
    ],
  },
  {
    id: 14,
    fine: [
      ["two minutes", one({ stopGraceSec: 120 })],
      ["longer on a laptop", { on: "devenv", ...one({ stopGraceSec: 600 }) }],
    ],
    refused: [
      [
        "longer",
        one({ stopGraceSec: 121 }),
        ["service api, stopGraceSec: 121 is more than Fargate allows; at most 120"],
      ],
    ],
  },
  {
    id: 15,
    fine: [
      ["a range", one({ scale: { min: 1, max: 3 } })],
      ["one", one({ instances: "one" })],
    ],
    refused: [
      [
        "an empty range",
        one({ scale: { min: 3, max: 2 } }),
        ["services.api.scale.min: 3 is above scale.max, which is 2"],
      ],
      [
        "a maximum that YAML put below",
        { ...one({ scale: { min: 3, max: 2 } }), environment: { services: { api: { scale: { max: 2 } } } } },
        ["services.api.scale.max: 2 is below scale.min, which is 3"],
      ],
      [
        "a second of one",
        one({ instances: "one", scale: { min: 1, max: 2 } }),
        ["services.api.scale.max: 2 instances of a service that may run only once; allowed: 1"],
      ],
    ],
  },
  {
    id: 16,
    fine: [
      ["Fargate", one({})],
      ["anything on a laptop", { on: "devenv", ...one({ capacity: "ec2" }) }],
      ["instances that there are", { ...one({ capacity: "ec2" }), environment: { aws: withInstances() } }],
      ["one alongside, which says nothing", alongside()],
    ],
    refused: [
      [
        "instances that there are not",
        one({ capacity: "ec2" }),
        [
          "services.api.capacity: ec2, but there are no instances: add aws.capacity {instanceType, min, max}, or take fargate",
        ],
      ],
      [
        "a provider in a cluster of others",
        {
          ...one({ capacity: "fargate-spot" }),
          environment: { adopt: { cluster: "theirs", stores: {}, secrets: {} } },
        },
        [
          "services.api.capacity: fargate-spot needs a provider of ours, and the cluster theirs is adopted; allowed there: fargate",
        ],
      ],
      [
        "two for one task",
        alongside("fargate-spot"),
        ["services.side.capacity: fargate-spot, but it runs in the task of api, which is on ec2; remove it"],
      ],
    ],
  },
  {
    id: 70,
    fine: [
      ["short requests", one({ capacity: "fargate-spot" })],
      ["streams that may end", { ...one({ capacity: "fargate-spot", traffic: "stream" }), ...says(true) }],
    ],
    refused: [
      [
        "streams",
        one({ capacity: "fargate-spot", traffic: "stream" }),
        [
          "services.api.capacity: fargate-spot may stop it two minutes after a notice, and it holds streams open; take fargate, or add interruptible: true",
        ],
      ],
      [
        "turns from a queue, though it is said that they may not be lost",
        { ...one({ capacity: "fargate-spot", consumes: "turns" }), ...says(false) },
        [
          "services.api.capacity: fargate-spot may stop it two minutes after a notice, and it takes work from turns; take fargate, or add interruptible: true",
        ],
      ],
      [
        "the only one",
        one({ capacity: "fargate-spot", instances: "one" }),
        [
          "services.api.capacity: fargate-spot may stop it two minutes after a notice, and it runs only once, so nothing stands in for it; take fargate, or add interruptible: true",
        ],
      ],
      [
        "what is said of Fargate",
        { ...one({}), ...says(true) },
        ["services.api.interruptible: has no meaning without capacity fargate-spot; remove it"],
      ],
    ],
  },
  {
    id: 71,
    fine: [
      ["an engine that needs no shared files", { ...engine({}), environment: { aws: withInstances() } }],
      [
        "instances while services are planned to move there",
        { ...one({ capacity: "ec2" }), environment: { aws: withInstances() } },
      ],
    ],
    refused: [
      [
        "instances for nobody",
        { environment: { aws: withInstances() } },
        ["aws.capacity: no service on ECS has capacity ec2, so nobody runs on it; set one, or remove this"],
      ],
      [
        "ARM, and fewer than none",
        {
          ...one({ capacity: "ec2" }),
          environment: { aws: withInstances({ instanceType: "m7g.large", min: 3, max: 1 }) },
        },
        [
          "aws.capacity.instanceType: m7g.large is ARM; tasks and images are amd64; take its i or a sibling, such as m7i.large",
          "aws.capacity.min: 3 is above max 1; allowed: up to max",
        ],
      ],
      [
        "instances for a cluster of others",
        {
          ...one({ capacity: "ec2" }),
          environment: { aws: withInstances(), adopt: { cluster: "theirs", stores: {}, secrets: {} } },
        },
        ["aws.capacity: the cluster theirs is adopted and gets no instances; remove this"],
      ],
      [
        "shared files by the host's path",
        { ...engine({ FILES: hostPathOf("/d") }), environment: { aws: withInstances() } },
        [
          "services.api.capacity: ec2: it gives /d to the engine, and shared files lie in no directory of an instance; give its socket startsTask, so that tasks start through ECS",
        ],
      ],
    ],
  },
  {
    id: 24,
    fine: [
      [
        "shared files, scratch, and a socket that starts a task",
        one({
          mounts: [
            { kind: "shared", path: "/d", store: "shared" },
            { kind: "scratch", path: "/w" },
            { kind: "dockerSocket", startsTask: "code" },
          ],
        }),
      ],
      ["a file anywhere on the host", { on: "compose", ...one({ mounts: [file("/etc/c")] }) }],
      [
        "files in directories of their own, beside others",
        one({
          mounts: [
            file("/etc/app/a"),
            file("/etc/app/b"),
            file("/etc/app-more/c"),
            { kind: "scratch", path: "/etc/work" },
          ],
        }),
      ],
      ["as much text as there is room for", one({ mounts: [file("/etc/app/a", "x".repeat(32_768))] })],
    ],
    refused: [
      [
        "a file where the image has its own",
        one({ mounts: [file("/c"), file("/etc//c"), file("/etc/app/../c")] }),
        ["/c", "/etc//c", "/etc/app/../c"].map(
          (path) =>
            `settings: service api mounts ${path} (config), which cannot be had on ECS: its directory ${path === "/c" ? "/" : "/etc"} is mounted as a whole and would hide what the image has there; put it into a directory of its own`,
        ),
      ],
      [
        "a file where something else is mounted",
        one({ mounts: [file("/work/app.conf"), { kind: "scratch", path: "/work/" }] }),
        [
          "settings: service api mounts /work/app.conf (config), which cannot be had on ECS: its directory /work is mounted as a whole, and /work (scratch) too; put them side by side",
        ],
      ],
      [
        "a file around a directory of files, of a job",
        {
          platform: {
            jobs: {
              migrate: aJob({ mounts: [file("/data/a"), { kind: "shared", path: "/data/up", store: "shared" }] }),
            },
          },
        },
        [
          "settings: job migrate mounts /data/a (config), which cannot be had on ECS: its directory /data is mounted as a whole, and /data/up (shared) too; put them side by side",
        ],
      ],
      [
        "a file below another, of a task",
        { platform: { tasks: { code: aTask({ mounts: [file("/etc/app/a"), file("/etc/app/conf.d/b")] }) } } },
        [
          "settings: task code mounts /etc/app/conf.d/b (config), which cannot be had on ECS: its directory /etc/app/conf.d is mounted as a whole, and /etc/app (config) too; put them side by side",
        ],
      ],
      [
        "more text than there is room for, each newline counted as it is written",
        one({ mounts: [file("/etc/app/a", "\n".repeat(10_000)), file("/etc/app/b", "x".repeat(12_769))] }),
        [
          "settings: service api mounts /etc/app/a, /etc/app/b (config), which cannot be had on ECS: together they come to 32769 bytes of a task definition, where 32768 are left for files; keep it in a store, or bake it into the image",
        ],
      ],
      [
        "a secret file",
        one({ mounts: [{ kind: "secretFile", path: "/s", secret: "password" }] }),
        [
          "settings: service api mounts /s (secretFile), which cannot be had on ECS: ECS hands secrets over as variables only; read it from a variable",
        ],
      ],
      [
        "a path of the host",
        one({ mounts: [{ kind: "hostPath", path: "/h", hostPath: "/h" }] }),
        [
          "settings: service api mounts /h (hostPath), which cannot be had on ECS: there is no machine of ours under Fargate; keep it in a store, or take capacity ec2",
        ],
      ],
      [
        "the docker socket",
        { platform: { jobs: { migrate: aJob({ mounts: [{ kind: "dockerSocket" }] }) } } },
        [
          "settings: job migrate mounts /var/run/docker.sock (dockerSocket), which cannot be had on ECS: there is no engine to talk to under Fargate; give the mount startsTask, and start tasks through ECS, or take capacity ec2",
        ],
      ],
    ],
  },
  {
    id: 30,
    fine: [["names of their own", {}]],
    refused: [
      [
        "a job named as a store",
        { platform: { jobs: { db: aJob() } } },
        ["db names a job and a store; rename one of them"],
      ],
      [
        "a service and a secret named as the laptop's object store is",
        {
          on: "devenv",
          platform: {
            services: { "object-store": a() },
            stores: { bucket: { kind: "bucket", image: "app" } },
            secrets: { "object-store-secret-key": generated() },
          },
        },
        [
          "object-store names a service and a laptop's object store; rename one of them",
          "secret object-store-secret-key is the laptop's object store's; rename it",
        ],
      ],
    ],
  },
  {
    id: 31,
    fine: [
      [
        "mounts side by side",
        one({
          mounts: [
            { kind: "scratch", path: "/data" },
            { kind: "scratch", path: "/database" },
          ],
        }),
      ],
      [
        "a file inside a directory",
        one({
          mounts: [
            { kind: "scratch", path: "/etc" },
            { kind: "config", path: "/etc/app.conf", content: "" },
          ],
        }),
      ],
    ],
    refused: [
      [
        "one path",
        one({
          mounts: [
            { kind: "scratch", path: "/data" },
            { kind: "shared", path: "/data/", store: "shared" },
          ],
        }),
        ["service api mounts two things at /data"],
      ],
      [
        "one inside another",
        one({
          mounts: [
            { kind: "scratch", path: "/data/tmp" },
            { kind: "shared", path: "/data", store: "shared" },
          ],
        }),
        ["service api mounts /data/tmp inside /data; put them side by side"],
      ],
    ],
  },
  {
    id: 32,
    fine: [["one of each", one({ environment: { A: "1" }, secrets: { B: use("password") } })]],
    refused: [
      [
        "both",
        one({ environment: { A: "1" }, secrets: { A: use("password") } }),
        ["service api sets A as a variable and as a secret; keep one"],
      ],
    ],
  },
  {
    id: 39,
    fine: [["any job on a laptop", { on: "devenv", platform: { jobs: { migrate: aJob({ repeatable: false }) } } }]],
    refused: [
      [
        "one that runs once",
        { platform: { jobs: { migrate: aJob({ repeatable: false }) } } },
        ["job migrate is not repeatable: a job that runs once is not built on ECS yet; make it repeatable"],
      ],
      [
        "one that nobody needs",
        { platform: { services: { api: a() } } },
        ["job migrate is needed by no service, so no task on ECS would run it; let one need it"],
      ],
    ],
  },
];
