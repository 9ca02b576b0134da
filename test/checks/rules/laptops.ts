import type { RuleCases } from "./rule";

const build = { context: "../app", dockerfile: "Dockerfile", args: {} };

/** Rules about what an environment on a laptop must say: its mode, its ports, its object store, its builds. */
export const laptops: readonly RuleCases[] = [
  {
    id: 9,
    fine: [
      [
        "ports of their own",
        {
          on: "devenv",
          environment: {
            devenv: { mode: "all", hostPorts: { db: 5432 } },
            services: { api: { hostPorts: { http: 80 } } },
          },
        },
      ],
      [
        "the port of a disabled service",
        {
          on: "devenv",
          environment: {
            services: { api: { hostPorts: { http: 80 } }, web: { enabled: false, hostPorts: { http: 80 } } },
          },
        },
      ],
    ],
    refused: [
      [
        "one for two services",
        {
          on: "devenv",
          environment: { services: { api: { hostPorts: { http: 80 } }, web: { hostPorts: { http: 80 } } } },
        },
        ["services.web.hostPorts.http: host port 80 is taken by services.api.hostPorts.http; choose another"],
      ],
      [
        "one for two stores",
        { on: "devenv", environment: { devenv: { mode: "all", hostPorts: { db: 5432, cache: 5432 } } } },
        ["devenv.hostPorts.cache: host port 5432 is taken by devenv.hostPorts.db; choose another"],
      ],
      [
        "one for a store without any",
        { on: "devenv", environment: { devenv: { mode: "all", hostPorts: { bucket: 1 } } } },
        ["devenv.hostPorts.bucket: no store bucket has a port; known: cache, db"],
      ],
      [
        "one where there is no laptop",
        { environment: { services: { api: { hostPorts: { http: 80 } } } } },
        ["services.api.hostPorts: target ecs opens no ports on a laptop; only devenv does: remove it"],
      ],
    ],
  },
  {
    id: 19,
    fine: [["ecs without", {}]],
    refused: [
      [
        "none on a laptop",
        { on: "devenv", environment: { devenv: undefined } },
        ["devenv: missing; target devenv needs mode: all or infra"],
      ],
      [
        "one elsewhere",
        { environment: { devenv: { mode: "all" } } },
        ["devenv: target ecs does not run on a laptop; remove it"],
      ],
    ],
  },
  {
    id: 40,
    fine: [
      ["a bucket on AWS", { on: "ecs" }],
      [
        "a bucket with an image for a laptop",
        { on: "devenv", platform: { stores: { bucket: { kind: "bucket", image: "app" } } } },
      ],
    ],
    refused: [
      [
        "a bucket without one",
        { on: "devenv", platform: { stores: { bucket: { kind: "bucket" } } } },
        [
          "target: store bucket is a bucket, and the platform names no image for it on a laptop; let settings keep it in files, or choose ecs or ec2-compose",
        ],
      ],
      [
        "one whose image the release does not pin",
        { on: "devenv", platform: { stores: { bucket: { kind: "bucket", image: "seaweedfs" } } } },
        [
          "images.seaweedfs: missing; store bucket is a bucket, which this image holds on a laptop; pin it, or let settings keep it in files",
        ],
      ],
    ],
  },
  {
    id: 43,
    fine: [["a build for one's own laptop", { on: "devenv", environment: { images: { app: { build } } } }]],
    refused: [
      [
        "a build of what everybody deploys",
        { environment: { images: { app: { build } } } },
        ["images.app: target ecs runs what its release names; only devenv builds"],
      ],
      [
        "an image that nobody runs",
        { on: "devenv", environment: { images: { ap: { build } } } },
        ["images.ap: the release has no image ap; known: app"],
      ],
      [
        "one that the release pins to bytes",
        {
          on: "devenv",
          environment: { images: { app: { build } } },
          platform: {
            images: { app: { repository: "app", tag: "v1", digest: `sha256:${"ab".repeat(32)}`, ours: true } },
          },
        },
        ["images.app: the release pins app to sha256:abababababab…, which no build can be; take the digest away there"],
      ],
    ],
  },
  {
    id: 44,
    fine: [
      ["containers, which need no port", { on: "devenv", environment: { devenv: { mode: "all" } } }],
      [
        "a port of each",
        { on: "devenv", environment: { devenv: { mode: "infra", hostPorts: { cache: 6379, db: 5432 } } } },
      ],
    ],
    refused: [
      [
        "stores out of reach",
        { on: "devenv", environment: { devenv: { mode: "infra" } } },
        [
          "devenv.hostPorts.db: missing; processes on the laptop reach db by a port of it, such as 5432",
          "devenv.hostPorts.cache: missing; processes on the laptop reach cache by a port of it, such as 6379",
        ],
      ],
      [
        "a service of other people out of reach",
        {
          on: "devenv",
          environment: { devenv: { mode: "infra", hostPorts: { cache: 6379, db: 5432 } } },
          platform: {
            images: { app: { repository: "docker.io/other/app", tag: "1.0", ours: false } },
          },
        },
        [
          "services.api.hostPorts.http: missing; processes on the laptop reach api by a port of it, such as 80",
          "services.web.hostPorts.http: missing; processes on the laptop reach web by a port of it, such as 80",
        ],
      ],
    ],
  },
];
