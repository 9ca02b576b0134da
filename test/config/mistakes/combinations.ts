import type { Mistake } from "./mistake";
import { BASE, DEV, PROD, STAGING } from "./mistake";

/** Each value is right, and together they are not. */
export const combinations: readonly Mistake[] = [
  {
    mistake: "a service that does not exist",
    file: PROD,
    from: "services:\n  api:",
    to: "services:\n  apy: { enabled: true }\n  api:",
    lines: [
      "envs/shop/prod.yaml:24:3 services.apy: there is no service apy; known: api, exporter, web, worker; did you mean api",
    ],
  },
  {
    mistake: "a job among the services",
    file: PROD,
    from: "services:\n  api:",
    to: "services:\n  migrate: { enabled: false }\n  api:",
    lines: ["envs/shop/prod.yaml:24:3 services.migrate: is a job; only services are set here"],
  },
  {
    mistake: "a port that the service has not",
    file: DEV,
    from: "      http: 8000",
    to: "      https: 8000",
    lines: [
      "envs/shop/dev.yaml:17:7 services.api.hostPorts.https: api has no port https; known: http; did you mean http",
    ],
  },
  {
    mistake: "a service in a phase that does not exist",
    file: PROD,
    from: "services: [api]",
    to: "services: [apy]",
    lines: [
      "envs/shop/prod.yaml:40:3 migration.phases: api is in no phase; put it in one, or in migration.stays to leave it on the host",
      "envs/shop/prod.yaml:43:18 migration.phases.api.services.0: apy is not a service of shop; known: api, exporter, web, worker; did you mean api",
    ],
  },
  {
    mistake: "a store that does not exist",
    file: PROD,
    from: "  db:\n    storageGiB: 100",
    to: "  database:\n    storageGiB: 100",
    lines: ["envs/shop/prod.yaml:30:3 stores.database: there is no store database; known: cache, db, shared, storage"],
  },
  {
    mistake: "a size that a store of its kind has not",
    file: PROD,
    from: "    storageGiB: 100",
    to: "    replicas: 2",
    lines: [
      "envs/shop/prod.yaml:31:5 stores.db.replicas: a postgres store has no replicas; allowed: instanceClass, storageGiB, maxStorageGiB, multiAz, backupDays",
    ],
  },
  {
    mistake: "a secret that does not exist",
    file: PROD,
    from: "    db-password: 2",
    to: "    db-pasword: 2",
    lines: [
      "envs/shop/prod.yaml:36:5 secrets.versions.db-pasword: there is no secret db-pasword; known: cache-password, cache-url, db-password, token; did you mean db-password",
    ],
  },
  {
    mistake: "a service switched off that another needs",
    file: PROD,
    from: "services:\n  api:",
    to: "services:\n  worker:\n    enabled: false\n  api:",
    lines: [
      "envs/shop/prod.yaml:25:14 services.worker.enabled: false, but it is needed by service api, variable WORKER; enable it, or disable that too",
      "envs/shop/prod.yaml:43:34 migration.phases.worker.services.0: worker is not a service of shop; known: api, exporter, web",
    ],
  },
  {
    mistake: "two services on one host port",
    file: DEV,
    from: "      http: 8000",
    to: "      http: 8000\n  web: { hostPorts: { http: 8000 } }",
    lines: [
      "envs/shop/dev.yaml:18:29 services.web.hostPorts.http: host port 8000 is taken by services.api.hostPorts.http; choose another",
    ],
  },
  {
    mistake: "a service on the host port of a store",
    file: DEV,
    from: "      http: 8000",
    to: "      http: 5432",
    lines: [
      "envs/shop/dev.yaml:17:13 services.api.hostPorts.http: host port 5432 is taken by devenv.hostPorts.db; choose another",
    ],
  },
  {
    mistake: "host ports where there is no laptop",
    file: PROD,
    from: "scale: { min: 1, max: 2 }",
    to: "hostPorts: { http: 8000 }",
    lines: [
      "envs/shop/prod.yaml:27:5 services.api.hostPorts: target ec2-compose opens no ports on a laptop; only devenv does: remove it",
    ],
  },
  {
    mistake: "a Fargate size that does not exist",
    file: PROD,
    from: "memoryMiB: 4096",
    to: "memoryMiB: 1500",
    lines: [
      "envs/shop/prod.yaml:26:18 services.api.size.memoryMiB: 1500 is not a Fargate size with cpu 512; nearest: 1024",
    ],
  },
  {
    mistake: "a cpu that Fargate has not",
    file: BASE,
    from: "cpu: 512, memoryMiB: 2048",
    to: "cpu: 500, memoryMiB: 2048",
    lines: [
      "envs/shop/base.yaml:11:18 services.api.size.cpu: 500 is not a Fargate cpu; allowed: 256, 512, 1024, 2048, 4096, 8192, 16384; nearest: 512",
    ],
  },
  {
    mistake: "a minimum above the maximum",
    file: PROD,
    from: "{ min: 1, max: 2 }",
    to: "{ min: 3, max: 2 }",
    lines: ["envs/shop/prod.yaml:27:19 services.api.scale.min: 3 is above scale.max, which is 2"],
  },
  {
    mistake: "two of a service that may run only once",
    file: STAGING,
    from: "    enabled: false",
    to: "    scale: { max: 2 }",
    lines: [
      "envs/shop/staging.yaml:22:19 services.exporter.scale.max: 2 instances of a service that may run only once; allowed: 1",
    ],
  },
  {
    mistake: "capacity that would cut streams",
    file: PROD,
    from: "scale: { min: 1, max: 2 }",
    to: "capacity: fargate-spot",
    lines: [
      "envs/shop/prod.yaml:27:15 services.api.capacity: fargate-spot may stop it two minutes after a notice, and it holds streams open; take fargate, or add interruptible: true",
    ],
  },
  {
    mistake: "an idle timeout below the longest stream",
    file: BASE,
    from: "idleTimeoutSec: 301",
    to: "idleTimeoutSec: 300",
    lines: [
      "envs/shop/base.yaml:7:19 edge.idleTimeoutSec: 300 is not more than the 300 s of route 20 /api/stream; set 301 or more",
    ],
  },
  {
    mistake: "no certificate",
    file: STAGING,
    from: "  certificateArn: arn:aws:acm:eu-west-1:111122223333:certificate/1111-2222\n",
    to: "",
    lines: [
      "envs/shop/staging.yaml:16:1 edge.certificateArn: missing; target ecs needs the ARN of an ACM certificate for staging.shop.example.com, or edge.zoneId to have one made",
    ],
  },
  {
    mistake: "no aws block",
    file: STAGING,
    from: 'aws:\n  account: "111122223333"\n  region: eu-west-1\n  network:\n    cidr: 10.20.0.0/16\n    zones: [a, b]\n    nat: single\n',
    to: "",
    lines: ["envs/shop/staging.yaml:1:1 aws: missing; target ecs needs a map with account, region, network"],
  },
  {
    mistake: "no host for compose",
    file: PROD,
    from: "  host:\n    instanceType: m6i.xlarge\n    rootGiB: 50\n    architecture: x86_64\n",
    to: "",
    lines: [
      "envs/shop/prod.yaml:8:1 aws.host: missing; target ec2-compose needs a map with instanceType, rootGiB, architecture",
    ],
  },
  {
    mistake: "no devenv block",
    file: DEV,
    from: "devenv:\n  mode: all\n  hostPorts:\n    db: 5432\n    cache: 6379\n",
    to: "",
    lines: ["envs/shop/dev.yaml:1:1 devenv: missing; target devenv needs mode: all or infra"],
  },
  {
    mistake: "a devenv block on AWS",
    file: STAGING,
    from: "state:\n  backend: s3",
    to: "state:\n  backend: s3\ndevenv: { mode: all }",
    lines: ["envs/shop/staging.yaml:7:9 devenv: target ecs does not run on a laptop; remove it"],
  },
  {
    mistake: "a proxy without a name",
    file: DEV,
    from: "state:",
    to: "edge: { kind: proxy }\nstate:",
    lines: [
      "envs/shop/dev.yaml:5:7 edge.proxy: missing; edge.kind proxy needs a service; known: api, exporter, web, worker",
    ],
  },
  {
    mistake: "a proxy that is no service",
    file: DEV,
    from: "state:",
    to: "edge: { kind: proxy, proxy: wbe }\nstate:",
    lines: [
      "envs/shop/dev.yaml:5:29 edge.proxy: there is no service wbe; known: api, exporter, web, worker; did you mean web",
    ],
  },
  {
    mistake: "a proxy beside rules",
    file: DEV,
    from: "state:",
    to: "edge: { proxy: web }\nstate:",
    lines: ["envs/shop/dev.yaml:5:16 edge.proxy: has no meaning with edge.kind rules; remove it"],
  },
  {
    mistake: "a proxy with a migration",
    file: PROD,
    from: "edge:\n",
    to: "edge:\n  kind: proxy\n  proxy: web\n",
    lines: [
      "envs/shop/prod.yaml:21:9 edge.kind: proxy is refused with a migration: the proxy does not split traffic by share yet; allowed: rules",
    ],
  },
  {
    mistake: "local state in production",
    file: STAGING,
    from: "backend: s3",
    to: "backend: local",
    lines: ["envs/shop/staging.yaml:6:12 state.backend: local is refused with profile production; allowed: s3, cloud"],
  },
  {
    mistake: "a migration from ecs",
    file: STAGING,
    from: "state:\n",
    to: "migration: { to: ecs, phases: [{ name: all, services: [api, worker, web], state: planned }] }\nstate:\n",
    lines: [
      "envs/shop/staging.yaml:5:12 migration: target ecs has nothing to move to ecs; allowed with target ec2-compose",
      "envs/shop/staging.yaml:5:55 migration.phases.all.services: mixes services that move in different ways: api, web (freely many); worker (a queue consumer); give each its own phase",
    ],
  },
  {
    mistake: "more connections than the database has",
    file: PROD,
    from: "{ min: 1, max: 2 }",
    to: "{ min: 1, max: 5 }",
    lines: [
      "envs/shop/prod.yaml:27:27 services.api.scale.max: 130 connections to db at most (api 110, worker 20), of 100; keep it to 80: lower scale.max or the pools",
    ],
  },
  {
    mistake: "a share in a state that has none",
    file: PROD,
    from: "state: shared",
    to: "state: warm",
    lines: [
      "envs/shop/prod.yaml:45:14 migration.phases.api.share: 25 has no meaning in state warm; allowed with state shared alone: remove it",
    ],
  },
  {
    mistake: "several mistakes at once",
    file: PROD,
    from: "orders: 20",
    to: "orders: 2000\nregistri: x\nservces: {}",
    lines: [
      "envs/shop/prod.yaml:51:13 settings.limits.orders: got 2000; allowed: a whole number from 1 to 100",
      "envs/shop/prod.yaml:52:1 registri: unknown key; allowed: target, profile, release, state, registry, aws, adopt, edge, devenv, images, logRetentionDays, secrets, recovery, alarms, services, stores, migration, settings; did you mean registry",
      "envs/shop/prod.yaml:53:1 servces: unknown key; allowed: target, profile, release, state, registry, aws, adopt, edge, devenv, images, logRetentionDays, secrets, recovery, alarms, services, stores, migration, settings; did you mean services",
    ],
  },
];
