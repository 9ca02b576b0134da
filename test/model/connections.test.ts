import { bearable, connectionBudgets, instancesAtOnce, maxClients, memoryGiB } from "../../src/model/connections";
import { a, inputWith } from "../checks/platform";

describe("the memory of an instance class", () => {
  // AWS, RDS, "Hardware specifications for DB instance classes".
  it.each([
    ["db.t4g.micro", 1],
    ["db.t4g.medium", 4],
    ["db.t3.2xlarge", 32],
    ["db.m7g.large", 8],
    ["db.m6i.4xlarge", 64],
    ["db.r6g.large", 16],
    ["db.r7g.16xlarge", 512],
    ["db.x2g.large", undefined],
    ["db.m7g.huge", undefined],
  ])("%s has %p GiB", (name, memory) => expect(memoryGiB(name)).toBe(memory));

  it("bears what RDS would allow it by itself, and 5,000 at most", () => {
    expect(bearable("db.t4g.micro")).toBe(112);
    expect(bearable("db.m7g.large")).toBe(901);
    expect(bearable("db.r7g.16xlarge")).toBe(5000);
    expect(bearable("db.x2g.large")).toBeUndefined();
  });
});

describe("how many there are at once", () => {
  const scale = { min: 1, max: 3 };
  it.each([
    ["both generations on ECS", a({ scale }), { ecs: true, host: false }, 6],
    ["and the host's one", a({ scale }), { ecs: true, host: true }, 7],
    ["one generation where the old goes first", a({ scale, deploy: "recreate" }), { ecs: true, host: false }, 3],
    ["one on a host alone", a({ scale }), { ecs: false, host: true }, 1],
    ["one of what may run only once", a({ scale, instances: "one" }), { ecs: true, host: true }, 1],
  ])("%s", (_what, service, places, count) => expect(instancesAtOnce(service, places)).toBe(count));
});

describe("a budget", () => {
  it("has the largest first, leaves out who holds none, and adds up", () => {
    const { platform } = inputWith({
      platform: {
        services: { api: a({ connections: { db: 2 } }), big: a({ connections: { db: 5, cache: 7 } }), idle: a() },
      },
    });
    const budgets = connectionBudgets({
      platform,
      places: () => ({ ecs: true, host: false }),
      classOf: () => undefined,
    });
    expect(budgets).toEqual([
      expect.objectContaining({
        store: "db",
        connections: 14,
        limit: 100,
        claims: [
          { service: "big", pool: 5, instances: 2, connections: 10 },
          { service: "api", pool: 2, instances: 2, connections: 4 },
        ],
      }),
      expect.objectContaining({ store: "cache", connections: 14, limit: 65_000 }),
    ]);
  });

  it("knows no limit of servers that others run, and none of a node that is in no table", () => {
    const { platform } = inputWith({ platform: { services: { api: a({ connections: { db: 2, cache: 1 } }) } } });
    const limits = (isAdopted: boolean, node: string) =>
      connectionBudgets({
        platform,
        places: () => ({ ecs: true, host: false }),
        classOf: () => node,
        isAdopted: () => isAdopted,
      }).map(({ limit, because }) => [limit, because]);
    const theirs = [undefined, "others run it, and its limit is theirs to say"];
    expect(limits(true, "cache.r7g.large")).toEqual([theirs, theirs]);
    expect(limits(false, "cache.z9.huge")[1]).toEqual([undefined, "cache.z9.huge is not in our table"]);
  });

  it("knows the nodes that take fewer clients", () => {
    expect([maxClients("cache.t4g.micro"), maxClients("cache.t3.medium"), maxClients("cache.r7g.large")]).toEqual([
      20_000, 46_000, 65_000,
    ]);
  });
});
