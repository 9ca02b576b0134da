import type { Mistake } from "./mistake";
import { BASE, DEV, PROD, STAGING } from "./mistake";

const SCRAPERS =
  "a private network with no bits behind its mask, such as 10.9.0.0/16 (inside 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16 or 100.64.0.0/10), or a security group such as sg-0123456789abcdef0";

/** Keys and values that the core's schema refuses. */
export const values: readonly Mistake[] = [
  {
    mistake: "an unknown key at the top",
    file: DEV,
    from: "profile: development",
    to: "profil: development",
    lines: [
      "envs/shop/dev.yaml:3:1 profil: unknown key; allowed: target, profile, release, state, registry, aws, adopt, edge, devenv, images, logRetentionDays, secrets, recovery, alarms, services, stores, migration, settings; did you mean profile",
    ],
  },
  {
    mistake: "an unknown key deep inside",
    file: PROD,
    from: "      memoryMiB: 4096",
    to: "      memory: 4096",
    lines: [
      "envs/shop/prod.yaml:26:7 services.api.size.memory: unknown key; allowed: cpu, memoryMiB; did you mean memoryMiB",
    ],
  },
  {
    mistake: "a key in the wrong case",
    file: BASE,
    from: "  idleTimeoutSec: 301",
    to: "  idletimeoutsec: 301",
    lines: [
      "envs/shop/base.yaml:7:3 edge.idletimeoutsec: unknown key; allowed: kind, domain, zoneId, certificateArn, certificateDomain, proxy, firewall, idleTimeoutSec, rewrites; did you mean idleTimeoutSec",
    ],
  },
  {
    mistake: "a key that belongs elsewhere",
    file: PROD,
    from: "    scale: { min: 1, max: 2 }",
    to: "    image: shop-app",
    lines: [
      "envs/shop/prod.yaml:27:5 services.api.image: unknown key; allowed: enabled, size, scale, capacity, interruptible, exec, hostPorts",
    ],
  },
  {
    mistake: "text where a number is meant",
    file: BASE,
    from: "idleTimeoutSec: 301",
    to: "idleTimeoutSec: five minutes",
    lines: ['envs/shop/base.yaml:7:19 edge.idleTimeoutSec: got "five minutes"; allowed: a whole number from 1 to 4000'],
  },
  {
    mistake: "a disk that would not hold two releases",
    file: PROD,
    from: "rootGiB: 50",
    to: "rootGiB: 50\n    dataGiB: 8",
    lines: ["envs/shop/prod.yaml:18:14 aws.host.dataGiB: got 8; allowed: a whole number from 20 to 16384"],
  },
  {
    mistake: "a machine image by its name",
    file: PROD,
    from: "rootGiB: 50",
    to: "rootGiB: 50\n    amiId: ubuntu-24.04",
    lines: [
      'envs/shop/prod.yaml:18:12 aws.host.amiId: got "ubuntu-24.04"; allowed: the id of a machine image such as ami-0123456789abcdef0',
    ],
  },
  {
    mistake: "a fraction where a whole number is meant",
    file: PROD,
    from: "rootGiB: 50",
    to: "rootGiB: 50.5",
    lines: ["envs/shop/prod.yaml:17:14 aws.host.rootGiB: got 50.5; allowed: a whole number, 8 or more"],
  },
  {
    mistake: "a number out of its range",
    file: PROD,
    from: "backupDays: 14",
    to: "backupDays: 400",
    lines: ["envs/shop/prod.yaml:32:17 stores.db.backupDays: got 400; allowed: a whole number from 1 to 35"],
  },
  {
    mistake: "a time that is only a day",
    file: PROD,
    from: "    backupDays: 14",
    to: "    restore: { instance: foo, to: 2026-01-01 }",
    lines: [
      'envs/shop/prod.yaml:32:35 stores.db.restore.to: got "2026-01-01"; allowed: a time in UTC such as 2026-11-20T04:00:00Z',
    ],
  },
  {
    mistake: "a schedule with both kinds of days",
    file: PROD,
    from: "    scale: { min: 1, max: 2 }",
    to: '    scale: { on: [{ schedule: "cron(0 7 * * MON-FRI *)", min: 1 }] }',
    lines: [
      'envs/shop/prod.yaml:27:31 services.api.scale.on.0.schedule: got "cron(0 7 * * MON-FRI *)"; allowed: cron(…) in UTC with minutes, hours, day, month, weekday and year, and ? for either day or weekday, such as "cron(0 7 ? * MON-FRI *)"',
    ],
  },
  {
    mistake: "a map where text is meant",
    file: BASE,
    from: "domain: shop.example.com",
    to: "domain: { name: shop.example.com }",
    lines: ["envs/shop/base.yaml:6:11 edge.domain: got a map; allowed: a host name such as app.example.com"],
  },
  {
    mistake: "text where a list is meant",
    file: PROD,
    from: "stays: [exporter]",
    to: "stays: exporter",
    lines: [
      'envs/shop/prod.yaml:47:10 migration.stays: got "exporter"; allowed: a list, each item text; write [exporter]',
    ],
  },
  {
    mistake: "text where a map is meant",
    file: DEV,
    from: "state:\n  backend: local",
    to: "state: local",
    lines: ['envs/shop/dev.yaml:5:8 state: got "local"; allowed: a map with backend: local, s3, cloud'],
  },
  {
    mistake: "too few items",
    file: PROD,
    from: "zones: [a, b, c]",
    to: "zones: [a]",
    lines: [
      "envs/shop/prod.yaml:13:12 aws.network.zones: got a list of 1; allowed: a list of 2 to 3, each item one letter, such as a",
    ],
  },
  {
    mistake: "an item of the wrong form",
    file: PROD,
    from: "zones: [a, b, c]",
    to: "zones: [a, eu-west-1b]",
    lines: ['envs/shop/prod.yaml:13:16 aws.network.zones.1: got "eu-west-1b"; allowed: one letter, such as a'],
  },
  {
    mistake: "a domain with a scheme",
    file: BASE,
    from: "domain: shop.example.com",
    to: "domain: https://shop.example.com",
    lines: [
      'envs/shop/base.yaml:6:11 edge.domain: got "https://shop.example.com"; allowed: a host name such as app.example.com',
    ],
  },
  {
    mistake: "a region that is none",
    file: PROD,
    from: "region: eu-west-1",
    to: "region: europe",
    lines: ['envs/shop/prod.yaml:10:11 aws.region: got "europe"; allowed: an AWS region such as eu-west-1'],
  },
  {
    mistake: "a network without its size",
    file: PROD,
    from: "cidr: 10.30.0.0/16",
    to: "cidr: 10.30.0.0",
    lines: [
      'envs/shop/prod.yaml:12:11 aws.network.cidr: got "10.30.0.0"; allowed: a range of IPv4 addresses such as 10.0.0.0/16',
    ],
  },
  {
    mistake: "a required block removed with null",
    file: PROD,
    from: "edge:\n  certificateArn: arn:aws:acm:eu-west-1:444455556666:certificate/3333-4444",
    to: "edge: null",
    lines: [
      "envs/shop/prod.yaml:20:7 edge: missing; allowed: a map with kind, domain, zoneId, certificateArn, certificateDomain, proxy, firewall, idleTimeoutSec, rewrites",
    ],
  },
  {
    mistake: "a required value left empty",
    file: STAGING,
    from: "  domain: staging.shop.example.com\n",
    to: "  domain:\n",
    lines: ["envs/shop/staging.yaml:17:10 edge.domain: missing; allowed: a host name such as app.example.com"],
  },
  {
    mistake: "a required key missing",
    file: DEV,
    from: "target: devenv\n",
    to: "",
    lines: ["envs/shop/dev.yaml:1:1 target: missing; allowed: devenv, ec2-compose, ecs"],
  },
  {
    mistake: "a choice that is misspelt",
    file: PROD,
    from: "nat: per-zone",
    to: "nat: per_zone",
    lines: [
      'envs/shop/prod.yaml:14:10 aws.network.nat: got "per_zone"; allowed: per-zone, single, none; did you mean per-zone',
    ],
  },
  {
    mistake: "a backend that there is none of",
    file: DEV,
    from: "backend: local",
    to: "backend: lokal",
    lines: ['envs/shop/dev.yaml:6:12 state.backend: got "lokal"; allowed: local, s3, cloud; did you mean local'],
  },
  {
    mistake: "a service name with capitals",
    file: PROD,
    from: "  api:\n    size:",
    to: "  API:\n    size:",
    lines: [
      'envs/shop/prod.yaml:24:3 services.API: got key "API"; allowed: lower-case letters, digits and hyphens, beginning with a letter',
    ],
  },
  {
    mistake: "a target that is not built yet",
    file: DEV,
    from: "target: devenv",
    to: "target: kubernetes",
    lines: [
      'envs/shop/dev.yaml:2:9 target: got "kubernetes", not built yet: no cluster target is rendered; nearest: ecs; allowed: devenv, ec2-compose, ecs',
    ],
  },
  {
    mistake: "another target that is not built yet",
    file: DEV,
    from: "target: devenv",
    to: "target: serverless",
    lines: [
      'envs/shop/dev.yaml:2:9 target: got "serverless", not built yet: functions have no model here; nearest: ecs; allowed: devenv, ec2-compose, ecs',
    ],
  },
  {
    mistake: "a target that there is none of",
    file: STAGING,
    from: "target: ecs",
    to: "target: ec2",
    lines: [
      'envs/shop/staging.yaml:2:9 target: got "ec2"; allowed: devenv, ec2-compose, ecs; did you mean ec2-compose',
    ],
  },
  {
    mistake: "something that drives scaling and is none",
    file: PROD,
    from: "scale: { min: 1, max: 2 }",
    to: "scale: { max: 2, on: [{ requests: 100 }] }",
    lines: [
      "envs/shop/prod.yaml:27:27 services.api.scale.on.0: got a map; allowed: { cpu }, or { memory }, or { metric, out, in }, or { schedule, min }",
    ],
  },
  {
    mistake: "a driver of scaling out of its range",
    file: PROD,
    from: "scale: { min: 1, max: 2 }",
    to: "scale: { max: 2, on: [{ cpu: 99 }] }",
    lines: ["envs/shop/prod.yaml:27:34 services.api.scale.on.0.cpu: got 99; allowed: a whole number from 10 to 90"],
  },
  {
    mistake: "a state of a phase that is misspelt",
    file: PROD,
    from: "state: shared",
    to: "state: share",
    lines: [
      'envs/shop/prod.yaml:44:14 migration.phases.api.state: got "share"; allowed: planned, standby, warm, shared, moved, retired; did you mean shared',
    ],
  },
  {
    mistake: "a share of a hundred",
    file: PROD,
    from: "share: 25",
    to: "share: 100",
    lines: ["envs/shop/prod.yaml:45:14 migration.phases.api.share: got 100; allowed: a whole number from 1 to 99"],
  },
  {
    mistake: "a misspelt key that should remove something",
    file: PROD,
    from: "    backupDays: 14",
    to: "    backupDays: 14\n    storageGib:",
    lines: [
      "envs/shop/prod.yaml:33:5 stores.db.storageGib: null removes what an extended file says, and none says this; remove the line, or mend its name",
    ],
  },
  {
    mistake: "one zone twice",
    file: PROD,
    from: "zones: [a, b, c]",
    to: "zones: [a, b, a]",
    lines: ["envs/shop/prod.yaml:13:12 aws.network.zones: names a zone twice; allowed: each zone once"],
  },
  {
    mistake: "a build of the directory that the checkout itself is in",
    file: DEV,
    from: "profile: development",
    to: "profile: development\nimages: { app: { build: { context: .. } } }",
    lines: [
      "envs/shop/dev.yaml:4:36 images.app.build.context: got .., in which the checkout itself lies, its state and secrets with it; allowed: the directory of the sources, such as ../shop",
    ],
  },
  {
    mistake: "a network that the tiers do not fit into",
    file: PROD,
    from: "cidr: 10.30.0.0/16",
    to: "cidr: 10.30.0.0/26",
    lines: [
      "envs/shop/prod.yaml:12:11 aws.network.cidr: got 10.30.0.0/26; allowed: /16 to /20, such as 10.20.0.0/16, or adopt.network with one that exists",
    ],
  },
  {
    mistake: "a network with something behind its mask",
    file: PROD,
    from: "cidr: 10.30.0.0/16",
    to: "cidr: 10.30.1.0/16",
    lines: [
      "envs/shop/prod.yaml:12:11 aws.network.cidr: got 10.30.1.0/16; allowed: a network of /16 to /28 with no bits behind its mask, such as 10.20.0.0/16",
    ],
  },
  {
    mistake: "scrapers that are no private networks",
    file: PROD,
    from: "  region: eu-west-1\n",
    to: "  region: eu-west-1\n  scrapers: [10.999.0.0/16, 100.1.0.0/16, 172.99.0.0/16, 192.1.0.0/16]\n",
    lines: [
      `envs/shop/prod.yaml:11:14 aws.scrapers.0: got "10.999.0.0/16"; allowed: ${SCRAPERS}`,
      `envs/shop/prod.yaml:11:29 aws.scrapers.1: got "100.1.0.0/16"; allowed: ${SCRAPERS}`,
      `envs/shop/prod.yaml:11:43 aws.scrapers.2: got "172.99.0.0/16"; allowed: ${SCRAPERS}`,
      `envs/shop/prod.yaml:11:58 aws.scrapers.3: got "192.1.0.0/16"; allowed: ${SCRAPERS}`,
    ],
  },
  {
    mistake: "a scraper with something behind its mask",
    file: PROD,
    from: "  region: eu-west-1\n",
    to: "  region: eu-west-1\n  scrapers: [10.9.5.0/16]\n",
    lines: [`envs/shop/prod.yaml:11:14 aws.scrapers.0: got "10.9.5.0/16"; allowed: ${SCRAPERS}`],
  },
  {
    mistake: "a scraper twice",
    file: PROD,
    from: "  region: eu-west-1\n",
    to: "  region: eu-west-1\n  scrapers: [10.9.0.0/16, sg-0123456789abcdef0, 10.9.0.0/16]\n",
    lines: ["envs/shop/prod.yaml:11:13 aws.scrapers: names one twice; allowed: each once"],
  },
  {
    mistake: "a cluster under no name of a cluster",
    file: PROD,
    from: "profile: production",
    to: 'profile: production\nadopt: { cluster: "bad name!" }',
    lines: [
      'envs/shop/prod.yaml:4:19 adopt.cluster: got "bad name!"; allowed: the name of an ECS cluster, such as shared',
    ],
  },
  {
    mistake: "a bucket under no name of a bucket",
    file: PROD,
    from: "profile: production",
    to: "profile: production\nadopt: { stores: { files: { bucket: Bad_Bucket } } }",
    lines: [
      'envs/shop/prod.yaml:4:37 adopt.stores.files.bucket: got "Bad_Bucket"; allowed: the name of an S3 bucket, such as shared-storage',
    ],
  },
  {
    mistake: "an instance under no name of an instance",
    file: PROD,
    from: "profile: production",
    to: "profile: production\nadopt: { stores: { db: { instance: theirs--db } } }",
    lines: [
      'envs/shop/prod.yaml:4:36 adopt.stores.db.instance: got "theirs--db"; allowed: the identifier of an RDS instance, such as shared-postgres',
    ],
  },
  {
    mistake: "a replication group whose name is too long",
    file: PROD,
    from: "profile: production",
    to: "profile: production\nadopt: { stores: { queue: { replicationGroup: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa } } }",
    lines: [
      'envs/shop/prod.yaml:4:47 adopt.stores.queue.replicationGroup: got "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"; allowed: the id of a replication group of ElastiCache, such as shared-redis',
    ],
  },
];
