import type { ExportedMetric } from "../../../src/model/metric";
import type { Driver } from "../../../src/model/scale";
import type { Change } from "../platform";
import { a, phaseAt } from "../platform";
import type { RuleCases } from "./rule";

const metric = (unit: string, change: Partial<ExportedMetric> = {}): ExportedMetric => ({
  namespace: "Shop",
  name: "any",
  unit,
  dimensions: { env: "test" },
  ...change,
});
const metrics = {
  "queue.full_percent": metric("Percent"),
  "queue.wait_seconds": metric("Seconds", { absentWhenIdle: true }),
};

const driven = (on: Driver[], change: Partial<Change> = {}): Change => ({
  platform: { services: { api: a({ scale: { min: 2, max: 6, on } }), web: a() }, metrics },
  ...change,
});
const full = (above: number, below?: number): Driver => ({
  metric: "queue.full_percent",
  out: { above, forMinutes: 3 },
  ...(below !== undefined && { in: { below, forMinutes: 15 } }),
});
const wait = (above: number, below?: number): Driver => ({
  metric: "queue.wait_seconds",
  out: { above, forMinutes: 3 },
  ...(below !== undefined && { in: { below, forMinutes: 15 } }),
});

const alarm = { above: 80, forMinutes: 3, severity: "page" as const, means: "turns are refused" };
/** Scaled and watched by what one service publishes. */
const exportedBy = (exporter: string): Change => ({
  platform: {
    services: { api: a({ scale: { min: 2, max: 6, on: [full(70, 30)] } }), web: a() },
    metrics: { ...metrics, "queue.full_percent": metric("Percent", { alarm }) },
    exporter,
  },
});

const scraped = { service: "api", port: "http" };
const scrapers = {
  account: "111122223333",
  region: "eu-west-1",
  network: { cidr: "10.0.0.0/16", zones: ["a", "b"], nat: "single" as const },
  scrapers: ["10.9.0.0/16"],
};

/** Rules about what moves the number of instances, and about who is told. */
export const scaling: readonly RuleCases[] = [
  {
    id: 38,
    fine: [
      ["no driver named", { platform: { services: { api: a({ scale: { min: 2, max: 6 } }), web: a() } } }],
      ["a metric that is exported", driven([full(70, 30), wait(3, 1)])],
      ["any metric where nothing is on ECS", driven([full(70, 30)], { on: "devenv" })],
      ["metrics with the service that publishes them", exportedBy("web")],
      ["a laptop without that service", { on: "devenv", ...exportedBy("gone") }],
      ["a service that would publish nothing", { platform: { exporter: "gone", metrics: {} } }],
    ],
    refused: [
      [
        "a metric with a letter wrong",
        driven([{ ...full(70, 30), metric: "queue.ful_percent" }]),
        [
          "services.api.scale.on.0.metric: shop does not export queue.ful_percent; known: queue.full_percent, queue.wait_seconds; did you mean queue.full_percent",
        ],
      ],
      [
        "metrics without the service that publishes them",
        exportedBy("gone"),
        [
          "services.gone.enabled: false, but it alone publishes what moves the number of api and what alarms watch; enable it, or switch shop's export to CloudWatch off as well",
        ],
      ],
      [
        "alarms on a host without that service",
        {
          on: "compose",
          platform: { exporter: "gone", metrics: { full: metric("Percent", { alarm }) } },
        },
        [
          "services.gone.enabled: false, but it alone publishes what alarms watch; enable it, or switch shop's export to CloudWatch off as well",
        ],
      ],
      [
        "a metric that stays in the platform",
        { platform: { services: { api: a({ scale: { min: 2, max: 6, on: [full(70, 30)] } }), web: a() } } },
        [
          "services.api.scale.on.0.metric: queue.full_percent is not in CloudWatch: shop exports nothing there here, and Application Auto Scaling reads nothing else, Prometheus neither; switch its export on, or use cpu and memory",
        ],
      ],
      [
        "more than all of it",
        driven([full(130, 30)]),
        ["services.api.scale.on.0.out.above: 130 is never passed by a per cent; allowed: below 100"],
      ],
      [
        "a ratio",
        driven([full(0.7, 0.3)]),
        [
          "services.api.scale.on.0.out.above: 0.7 reads like a ratio; queue.full_percent is 0 to 100, so allowed: 1 to 99",
        ],
      ],
      [
        "milliseconds",
        driven([full(70, 30), wait(3000, 1)]),
        ["services.api.scale.on.1.out.above: 3000 reads like milliseconds; queue.wait_seconds is in seconds"],
      ],
      [
        "conditions that overlap",
        driven([full(70, 70)]),
        ["services.api.scale.on.0.in.below: 70 is not below out.above, which is 70: one would undo the other"],
      ],
    ],
  },
  {
    id: 78,
    fine: [
      ["cpu alone, which has its own way back", driven([{ cpu: 60 }])],
      ["a metric with a way back", driven([full(70, 30)])],
      ["cpu as the way back", driven([full(70), { cpu: 60 }])],
      [
        "no room to scale",
        { platform: { services: { api: a({ scale: { min: 2, max: 2, on: [full(70)] } }), web: a() }, metrics } },
      ],
    ],
    refused: [
      [
        "only more",
        driven([full(70)]),
        [
          "services.api.scale.on: nothing says when fewer will do; add in: { below, forMinutes } to a metric that is always there, or a cpu driver",
        ],
      ],
      [
        "fewer by what may be absent",
        driven([full(70), wait(3, 1)]),
        [
          "services.api.scale.on: all that says so may be absent for hours; add in: { below, forMinutes } to a metric that is always there, or a cpu driver",
        ],
      ],
      [
        "more than an alarm can see",
        driven(Array.from({ length: 10 }, () => full(70, 30))),
        ["services.api.scale.on: 10 conditions for fewer; one alarm has to see them all, and takes 9"],
      ],
    ],
  },
  {
    id: 79,
    fine: [["one of each", driven([{ cpu: 60 }, { memory: 75 }, { schedule: "cron(0 7 ? * MON-FRI *)", min: 4 }])]],
    refused: [
      [
        "two of one kind",
        driven([{ cpu: 60 }, { cpu: 70 }]),
        ["services.api.scale.on.1: cpu is there twice; keep one"],
      ],
      [
        "a schedule beyond the bounds",
        driven([{ schedule: "cron(0 7 ? * MON-FRI *)", min: 8 }]),
        ["services.api.scale.on.0.min: 8 is above scale.max, which is 6"],
      ],
    ],
  },
  {
    id: 80,
    fine: [
      ["room with a driver", driven([{ cpu: 60 }])],
      ["a platform's drivers where the environment leaves no room", { platform: { services: { api: a(), web: a() } } }],
    ],
    refused: [
      ["room without a driver", driven([]), ["services.api.scale.on: empty, so nothing moves it from 2"]],
      [
        "drivers without room",
        {
          environment: { services: { api: { scale: { min: 2, max: 2, on: [{ cpu: 60 }] } } } },
          platform: { services: { api: a({ scale: { min: 2, max: 2, on: [{ cpu: 60 }] } }), web: a() } },
        },
        ["services.api.scale.on: not used: min and max are both 2"],
      ],
      [
        "drivers of what runs once",
        {
          environment: { services: { api: { scale: { on: [{ cpu: 60 }] } } } },
          platform: {
            services: { api: a({ instances: "one", scale: { min: 1, max: 1, on: [{ cpu: 60 }] } }), web: a() },
          },
        },
        ["services.api.scale.on: not used: it runs only once"],
      ],
    ],
  },
  {
    id: 81,
    fine: [
      ["somebody", { environment: { alarms: { page: ["oncall@example.com"], ticket: [] } } }],
      ["nobody in development", { environment: { profile: "development", alarms: { page: [], ticket: [] } } }],
    ],
    refused: [
      [
        "tickets alone",
        { environment: { alarms: { page: [], ticket: ["team@example.com"] } } },
        ["alarms.page: nobody is told when users are hurt; name an address that somebody reads at night"],
      ],
    ],
  },
  {
    id: 82,
    fine: [
      [
        "known classes",
        {
          environment: {
            stores: { db: { instanceClass: "db.m7g.large" }, cache: { instanceClass: "cache.t4g.small" } },
          },
        },
      ],
    ],
    refused: [
      [
        "classes of another family",
        {
          environment: {
            stores: { db: { instanceClass: "db.x2g.large" }, cache: { instanceClass: "cache.r7g.huge" } },
          },
        },
        [
          "stores.db.instanceClass: db.x2g.large is not in the table of classes, so its alarms on free memory and load are left out; known: db.t4g, db.m7g, db.r7g, cache.t4g, cache.m7g, cache.r7g",
          "stores.cache.instanceClass: cache.r7g.huge is not in the table of classes, so its alarms on CPU are left out; known: db.t4g, db.m7g, db.r7g, cache.t4g, cache.m7g, cache.r7g",
        ],
      ],
    ],
  },
  {
    id: 83,
    fine: [
      ["a page that is there", { platform: { scraped }, environment: { aws: scrapers } }],
      ["nobody who reads", { platform: { scraped } }],
    ],
    refused: [
      [
        "a platform without a page",
        { environment: { aws: scrapers } },
        ["aws.scrapers: shop has no page of metrics; remove it"],
      ],
      [
        "a page of a disabled service",
        { platform: { scraped: { service: "gone", port: "http" } }, environment: { aws: scrapers } },
        ["services.gone.enabled: false, but aws.scrapers may read its metrics"],
      ],
    ],
  },
  {
    id: 84,
    fine: [
      ["on ECS", { platform: { scraped }, environment: { aws: scrapers } }],
      [
        "once it has moved",
        { on: "compose", platform: { scraped }, environment: { aws: scrapers }, migration: phaseAt("moved") },
      ],
    ],
    refused: [
      [
        "on the host",
        { on: "compose", platform: { scraped }, environment: { aws: scrapers }, migration: phaseAt("shared") },
        ["aws.scrapers: reach nothing until api has moved to ECS"],
      ],
    ],
  },
];
