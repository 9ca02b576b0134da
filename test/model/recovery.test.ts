import { recoveryOf, shortfalls, type RecoveryInput } from "../../src/model/recovery";
import type { Store } from "../../src/model/store";

const db: Store = {
  kind: "postgres",
  image: "db",
  version: "16",
  database: "shop",
  user: "shop",
  password: "password",
  maxConnections: 100,
};
const cache: Store = { kind: "redis", image: "cache", version: "7.1", password: "password", eviction: "noeviction" };
const files: Store = { kind: "files", uid: 1, gid: 1 };
const input = (change: Partial<RecoveryInput> = {}): RecoveryInput => ({
  platform: { stores: { db, cache, files, bucket: { kind: "bucket" } } },
  sizing: {},
  adopted: {},
  production: true,
  ...change,
});
const of = (store: string, change: Partial<RecoveryInput> = {}) => {
  const found = recoveryOf(input(change)).find((each) => each.store === store);
  if (!found) throw new Error(`no store ${store}`);
  return found;
};

describe("what the mechanisms give", () => {
  it("loses nothing of a database with its zone, and five minutes with its data", () => {
    const { zone, data } = of("db").answers;
    expect([zone.rpoMinutes, zone.rtoMinutes, data.rpoMinutes]).toEqual([0, 2, 5]);
  });

  it("restores a database in one zone when its zone goes, and says what would help", () => {
    const { zone } = of("db", { sizing: { db: { multiAz: false } } }).answers;
    expect(zone.rpoMinutes).toBe(5);
    expect(zone.better).toBe("set stores.db.multiAz: true");
  });

  it("takes longer, the larger a database may be", () => {
    const rto = (maxStorageGiB: number): number =>
      of("db", { sizing: { db: { maxStorageGiB } } }).answers.data.rtoMinutes;
    expect([rto(100), rto(1000)]).toEqual([70, 160]);
  });

  it("promotes a copy of a cache, and has a day-old snapshot without one", () => {
    expect(of("cache").answers.zone).toMatchObject({ rpoMinutes: 1, rtoMinutes: 2 });
    expect(of("cache", { sizing: { cache: { replicas: 0 } } }).answers.zone.rpoMinutes).toBe(1440);
    expect(of("cache", { production: false }).answers.zone.rpoMinutes).toBe(1440);
  });

  it("keeps nothing of files that are made again", () => {
    const stores = { files: { ...files, holds: "rebuildable" as const } };
    expect(of("files", { platform: { stores } }).answers.data.rpoMinutes).toBe(Infinity);
    expect(of("files").answers.data.rpoMinutes).toBe(1440);
  });
});

describe("what falls short", () => {
  const short = (rpoMinutes: number, rtoMinutes: number, change: Partial<RecoveryInput> = {}): string[] =>
    shortfalls(recoveryOf(input(change)), { rpoMinutes, rtoMinutes }).map(
      ({ store, failure, measure }) => `${store} ${failure} ${measure}`,
    );

  it("is nothing where the targets are what is given", () => expect(short(1440, 180)).toEqual([]));

  it("is told once for each store, failure and measure", () =>
    expect(short(4, 180)).toEqual(["cache data rpoMinutes", "db data rpoMinutes", "files data rpoMinutes"]));

  it("spares what can be made again, and what others keep", () => {
    const stores = { db, cache: { ...cache, holds: "rebuildable" as const } };
    expect(short(1, 1, { platform: { stores }, adopted: { db: {} } })).toEqual([]);
  });
});
