import type { Mistake } from "./mistake";
import { BASE, DEV, PROD, STAGING } from "./mistake";

/** Values of the wrong kind, out of their range, or of no choice that there is. */
export const values: readonly Mistake[] = [
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
    mistake: "a build of the directory that the checkout itself is in",
    file: DEV,
    from: "profile: development",
    to: "profile: development\nimages: { app: { build: { context: .. } } }",
    lines: [
      "envs/shop/dev.yaml:4:36 images.app.build.context: got .., in which the checkout itself lies, its state and secrets with it; allowed: the directory of the sources, such as ../shop",
    ],
  },
];
