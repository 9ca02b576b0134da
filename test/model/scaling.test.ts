import { instanceClass, maxClients } from "../../src/model/instance-classes";
import type { ExportedMetric, Measure } from "../../src/model/metric";
import { leastCount, scaleSchema, scales, type Driver } from "../../src/model/scale";
import { scalingOf } from "../../src/model/scaling";
import { holds } from "../helpers/metric-math";

const exported = (name: string, absentWhenIdle = false): ExportedMetric => ({
  namespace: "Shop",
  name,
  unit: "Percent",
  dimensions: { env: "test" },
  absentWhenIdle,
});
const metrics = { full: exported("queue/full"), waitA: exported("wait/a", true), waitB: exported("wait/b", true) };
const resource = (which: "cpu" | "memory"): Measure => ({
  namespace: "AWS/ECS",
  metric: which,
  stat: "Average",
  dimensions: {},
});
const of = (...on: Driver[]) => scalingOf({ min: 2, max: 6, on }, { metrics, resource });

const full: Driver = {
  metric: "full",
  out: { above: 70, forMinutes: 3 },
  in: { below: 30, forMinutes: 10 },
};
const wait = (metric: "waitA" | "waitB", below?: number): Driver => ({
  metric,
  out: { above: 3, forMinutes: 2 },
  ...(below !== undefined && { in: { below, forMinutes: 12 } }),
});

describe("fewer instances", () => {
  const { in: gate } = of(full, wait("waitA", 1), wait("waitB", 2), { cpu: 60 });
  const expression = gate?.expression ?? "";

  it("is one expression over every condition", () => {
    expect(expression).toBe("IF((m1 < 30) AND (m4 < 36) AND (MAX([m1 * 0, m2 / 1, m3 / 2]) < 1), 1, 0)");
    expect(Object.values(gate?.measures ?? {}).map(({ metric }) => metric)).toEqual([
      "queue/full",
      "wait/a",
      "wait/b",
      "cpu",
    ]);
  });

  it.each([
    ["all are low", { m1: 10, m2: 0.1, m3: 0.1, m4: 20 }, true],
    ["the queue is full", { m1: 50, m2: 0.1, m3: 0.1, m4: 20 }, false],
    ["one role waits", { m1: 10, m2: 0.1, m3: 2.5, m4: 20 }, false],
    ["the CPU is busy", { m1: 10, m2: 0.1, m3: 0.1, m4: 59 }, false],
    ["two CPUs would have what three can bear", { m1: 10, m2: 0.1, m3: 0.1, m4: 45 }, false],
    ["nobody of a role came", { m1: 10, m2: undefined, m3: 0.1, m4: 20 }, true],
    ["nobody came at all", { m1: 10, m2: undefined, m3: undefined, m4: 20 }, true],
    ["the exporter is silent", { m1: undefined, m2: undefined, m3: undefined, m4: 20 }, undefined],
  ])("when %s", (_, values, expected) => {
    expect(holds(expression, values)).toBe(expected);
  });

  it("waits as long as the most patient condition", () => {
    expect(gate?.forMinutes).toBe(15);
    expect(of(full, wait("waitA", 1)).in?.forMinutes).toBe(12);
  });

  it("leaves out a metric that says only when more are needed", () => {
    expect(of(full, wait("waitA")).in?.expression).toBe("IF((m1 < 30), 1, 0)");
  });

  it("is never decided by what may be absent alone, nor by a metric without a way back", () => {
    expect(of(wait("waitA", 1)).in).toBeUndefined();
    expect(of(wait("waitA")).in).toBeUndefined();
  });

  describe("by a resource", () => {
    const below = (min: number, ...on: Driver[]): number[] =>
      [
        ...(scalingOf({ min, max: 10, on: [full, ...on] }, { metrics, resource }).in?.expression ?? "").matchAll(
          /< (\d+)/g,
        ),
      ]
        .map(([, percent]) => Number(percent))
        .slice(1);

    it("leaves those that stay under their target, from whatever number one is taken", () => {
      for (const min of [1, 2, 3, 5]) {
        for (const cpu of [10, 57, 65, 90]) {
          const [most = NaN] = below(min, { cpu });
          for (let count = min + 1; count <= 10; count++) expect((most * count) / (count - 1)).toBeLessThan(cpu);
        }
      }
    });

    it("is no more careful than it has to be", () => {
      expect([1, 2, 4].map((min) => below(min, { cpu: 65 }))).toEqual([[29], [39], [46]]);
      expect(below(2, { cpu: 60 })).toEqual([36]);
    });

    it("counts from the lowest number that a schedule allows, and from one where none may be left", () => {
      expect(below(4, { cpu: 65 }, { schedule: "cron(0 19 ? * * *)", min: 2 })).toEqual([39]);
      expect(below(0, { cpu: 65 })).toEqual([29]);
    });

    it("takes half of the memory to be there with nobody served", () => {
      for (const min of [1, 2, 5]) {
        const [most = NaN] = below(min, { memory: 75 });
        const idle = 37.5;
        expect(most).toBeGreaterThan(idle);
        expect(idle + ((most - idle) * (min + 1)) / min).toBeLessThan(75);
      }
      expect(below(2, { memory: 75 })).toEqual([57]);
    });
  });

  it("is left to target tracking where no metric has a say", () => {
    const { targets, in: none } = of({ cpu: 60 }, { memory: 75 });
    expect(none).toBeUndefined();
    expect(targets).toEqual([
      { resource: "cpu", percent: 60, scalesIn: true },
      { resource: "memory", percent: 75, scalesIn: true },
    ]);
    expect(of(full, { cpu: 60 }).targets).toEqual([{ resource: "cpu", percent: 60, scalesIn: false }]);
  });
});

describe("more instances", () => {
  it("is each condition's own alarm", () => {
    expect(of(full, wait("waitA")).out.map(({ key, above, forMinutes }) => [key, above, forMinutes])).toEqual([
      ["full", 70, 3],
      ["waitA", 3, 2],
    ]);
  });

  it("needs a metric that is exported", () => {
    expect(() => of({ metric: "ful", out: { above: 1, forMinutes: 1 } })).toThrow("ful");
  });
});

describe("a range", () => {
  it("moves only where there is room, and more than one allowed", () => {
    expect(scales({ instances: "many", scale: { min: 2, max: 6 } })).toBe(true);
    expect(scales({ instances: "many", scale: { min: 2, max: 2 } })).toBe(false);
    expect(scales({ instances: "many", scale: { min: 2, max: 6, on: [] } })).toBe(false);
    expect(scales({ instances: "one", scale: { min: 1, max: 1 } })).toBe(false);
  });

  it("is at its least by the lowest schedule", () => {
    expect(leastCount({ min: 2, max: 6 })).toBe(2);
    expect(leastCount({ min: 2, max: 6, on: [{ schedule: "cron(0 19 ? * * *)", min: 1 }] })).toBe(1);
  });

  it.each([
    "cron(0 7 ? * MON-FRI *)",
    "cron(*/10 6-20/2 ? 1,JUL-SEP 2-6 2026-2030)",
    "cron(0 7 * * ? *)",
    "cron(05 07 1,15-20,LW * ? *)",
    "cron(0 0 15W 12 ? 2199)",
    "cron(0 0 ? * 6L,TUE#2 *)",
  ])("takes %s for a schedule", (schedule) => {
    expect(scaleSchema.safeParse({ min: 1, max: 2, on: [{ schedule, min: 1 }] }).success).toBe(true);
  });

  it.each([
    "cron(0 7 ? * MON-FRI)",
    "0 7 * * *",
    "cron(0  7 ? * MON-FRI *)",
    "rate(5 minutes)",
    "cron(60 7 ? * MON *)",
    "cron(0 24 ? * MON *)",
    "cron(0 7 32 * ? *)",
    "cron(0 7 0 * ? *)",
    "cron(0 7 ? 13 MON *)",
    "cron(0 7 ? FOO MON *)",
    "cron(0 7 ? * 8 *)",
    "cron(0 7 ? * mon-fri *)",
    "cron(0 7 ? * MON#6 *)",
    "cron(0 7 ? * MON 1969)",
    "cron(0/0 7 ? * MON *)",
    "cron(99 77 ? * FOO *)",
    "cron(0 7 * * MON-FRI *)",
    "cron(0 7 * * * *)",
    "cron(0 7 ? * ? *)",
    "cron(? 7 ? * MON *)",
    "cron(0 7 ? * MON *)\n",
  ])("takes %j for no schedule", (schedule) => {
    expect(scaleSchema.safeParse({ min: 1, max: 2, on: [{ schedule, min: 1 }] }).success).toBe(false);
  });
});

describe("the table of classes", () => {
  it.each([
    ["db.m7g.large", { vcpu: 2, memoryGiB: 8 }],
    ["db.t4g.medium", { vcpu: 2, memoryGiB: 4 }],
    ["db.r7g.2xlarge", { vcpu: 8, memoryGiB: 64 }],
    ["cache.m7g.large", { vcpu: 2, memoryGiB: 6.38 }],
    ["cache.m7g.medium", undefined],
    ["db.constructor.large", undefined],
    ["db.m7g.constructor", undefined],
    ["m7g.large", undefined],
  ])("%s", (name, expected) => expect(instanceClass(name)).toEqual(expected));

  it("knows that small nodes take fewer connections", () => {
    expect(["cache.t4g.micro", "cache.t4g.small", "cache.m7g.large"].map(maxClients)).toEqual([20_000, 45_000, 65_000]);
  });
});
