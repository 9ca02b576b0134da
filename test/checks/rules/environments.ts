import { supplied } from "../../../src/model/secret";
import { inputWith, phaseAt, settingsOf } from "../platform";
import type { RuleCases } from "./rule";

const { aws, edge } = inputWith({}).environment;
const { aws: _aws, ...withoutAws } = inputWith({}).environment;
void _aws;
if (!aws) throw new Error("the blameless environment is on AWS");
const host = { instanceType: "m6i.large", rootGiB: 50, dataGiB: 100, architecture: "x86_64" as const };
const image = (tag: string) => ({ platform: { images: { app: { repository: "app", tag, ours: true } } } });

const build = { context: "../app", dockerfile: "Dockerfile", args: {} };

/** Rules about what an environment must say, and what it must not. */
export const environments: readonly RuleCases[] = [
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
    id: 18,
    fine: [["a laptop without", { on: "devenv" }]],
    refused: [
      [
        "no aws",
        { environment: { ...withoutAws, aws: undefined } },
        ["aws: missing; target ecs needs a map with account, region, network"],
      ],
      [
        "no host",
        { on: "compose", environment: { aws } },
        ["aws.host: missing; target ec2-compose needs a map with instanceType, rootGiB, architecture"],
      ],
      [
        "a host that is not used",
        { environment: { aws: { ...aws, host } } },
        ["aws.host: target ecs has no host; remove it"],
      ],
      [
        "a bucket for state and no account",
        { on: "devenv", environment: { state: { backend: "s3" } } },
        ["state.backend: s3 needs an aws block: the bucket is in its account; allowed: local, cloud"],
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
    id: 22,
    fine: [
      ["a commit", image("0a1b2c3")],
      ["anything in development", { on: "devenv", ...image("latest") }],
    ],
    refused: [
      [
        "latest",
        { ...image("latest"), release: { platform: { ref: "latest" } } },
        ["platform.ref: latest moves (images: app); production allows a digest, a commit or a release number"],
      ],
      [
        "a branch that no line of the release says",
        image("main"),
        ["main moves (images: app); production allows a digest, a commit or a release number"],
      ],
    ],
  },
  {
    id: 23,
    fine: [["local state in development", { on: "devenv", environment: { state: { backend: "local" } } }]],
    refused: [
      [
        "local state in production",
        { environment: { state: { backend: "local" } } },
        ["state.backend: local is refused with profile production; allowed: s3, cloud"],
      ],
    ],
  },
  {
    id: 34,
    fine: [
      [
        "what a store can be told",
        { environment: { stores: { db: { storageGiB: 20, maxStorageGiB: 40 }, cache: { replicas: 1 } } } },
      ],
    ],
    refused: [
      [
        "a store that is not there",
        { environment: { stores: { dbs: {} } } },
        ["stores.dbs: there is no store dbs; known: bucket, cache, db, shared; did you mean db"],
      ],
      [
        "what its kind has not",
        { environment: { stores: { bucket: { multiAz: true } } } },
        ["stores.bucket.multiAz: a bucket store has no multiAz; allowed: nothing"],
      ],
      [
        "a limit below the beginning",
        { environment: { stores: { db: { storageGiB: 50, maxStorageGiB: 20 } } } },
        ["stores.db.maxStorageGiB: 20 is not above storageGiB, which is 50"],
      ],
      [
        "two zones for one copy",
        { environment: { stores: { cache: { replicas: 0, multiAz: true } } } },
        ["stores.cache.multiAz: true needs a copy in another zone; set replicas to 1 or more"],
      ],
      [
        "a class of another kind",
        { environment: { stores: { db: { instanceClass: "cache.t4g.small" } } } },
        ["stores.db.instanceClass: cache.t4g.small is no class of postgres; allowed: those that begin with db.…"],
      ],
    ],
  },
  {
    id: 35,
    fine: [["a secret that is there", { environment: { secrets: { versions: { password: 2 } } } }]],
    refused: [
      [
        "one that is not",
        { environment: { secrets: { versions: { passwort: 2 } } } },
        ["secrets.versions.passwort: there is no secret passwort; known: password, url; did you mean password"],
      ],
      [
        "one that an operator writes",
        {
          environment: { secrets: { versions: { key: 2 } } },
          platform: { secrets: { key: supplied("from a third party") } },
        },
        ["secrets.versions.key: key is supplied by an operator, who writes its new value; remove this"],
      ],
    ],
  },
  {
    id: 29,
    fine: [["a proxy without a migration", { environment: { edge: { ...edge, kind: "proxy" } } }]],
    refused: [
      [
        "a proxy with one",
        {
          on: "compose",
          environment: {
            edge: { ...edge, kind: "proxy" },
            migration: { to: "ecs", phases: [], stays: [], host: "present" },
          },
        },
        ["edge.kind: proxy is refused with a migration: the proxy does not split traffic by share yet; allowed: rules"],
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
    id: 41,
    fine: [
      [
        "sizes on ECS",
        { environment: { services: { api: { scale: { min: 2 } } }, stores: { db: { storageGiB: 50 } } } },
      ],
      [
        "an account for the bucket of a laptop's state",
        { on: "devenv", environment: { aws, state: { backend: "s3" } } },
      ],
      ["words about tasks on ECS", { environment: { services: { api: { exec: true, interruptible: true } } } }],
      [
        "a scale for later, where phases move it",
        {
          on: "compose",
          environment: { services: { api: { scale: { min: 2 } } }, migration: settingsOf(phaseAt("planned")) },
        },
      ],
    ],
    refused: [
      [
        "a scale on a host",
        { on: "compose", environment: { services: { api: { scale: { min: 2 } } } } },
        ["services.api.scale: not used: a host runs one of each"],
      ],
      [
        "words about tasks on a host",
        { on: "compose", environment: { services: { api: { exec: false, interruptible: true } } } },
        [
          "services.api.exec: not used: it is about shells in tasks on ECS",
          "services.api.interruptible: not used: it is about tasks on ECS",
        ],
      ],
      [
        "an account that a laptop is not in",
        { on: "devenv", environment: { aws } },
        ["aws: not used: a laptop is in no account"],
      ],
      [
        "what a laptop has not, beside the account of its state",
        {
          on: "devenv",
          environment: {
            aws: {
              ...aws,
              host,
              capacity: { instanceType: "m7i.large", min: 1, max: 3 },
              scrapers: ["10.9.0.0/16"],
            },
            state: { backend: "s3" },
          },
        },
        [
          "aws.capacity: not used: a laptop has neither hosts nor groups",
          "aws.host: not used: a laptop has neither hosts nor groups",
          "aws.scrapers: not used: a laptop has neither hosts nor groups",
        ],
      ],
      [
        "production's words on a laptop",
        {
          on: "devenv",
          environment: {
            services: { api: { scale: { min: 2 }, capacity: "fargate", exec: true } },
            stores: { db: { storageGiB: 50 } },
            secrets: { versions: { password: 2 } },
            adopt: {
              cluster: "shared",
              network: { vpcId: "vpc-00000001", publicSubnetIds: [], privateSubnetIds: [], dataSubnetIds: [] },
              stores: {},
              secrets: {},
            },
            edge: {
              kind: "rules",
              domain: "localhost",
              rewrites: false,
              zoneId: "Z0123456789",
              firewall: { enabled: true, requestsPer5Min: 3000 },
            },
            alarms: { page: ["oncall@example.com"], ticket: [] },
          },
        },
        [
          "services.api.scale: not used: a laptop runs one of each",
          "services.api.capacity: not used: it says where tasks run on ECS",
          "services.api.exec: not used: it is about shells in tasks on ECS",
          "stores.db: not used: on a laptop a store is a container",
          "adopt.cluster: not used: a laptop has no ECS",
          "adopt.network: not used: a laptop's network is Docker's",
          "alarms: not used: a laptop has no alarms",
          "secrets.versions: not used: on a laptop secrets are variables of Terraform",
          "edge.zoneId: not used: a laptop has no load balancer",
          "edge.firewall: not used: a laptop has no load balancer",
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
