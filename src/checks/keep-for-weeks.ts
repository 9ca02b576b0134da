import { cacheSize, databaseSize } from "../model/managed";
import { storesOf } from "../model/store";
import type { Check, Fault } from "./check";
import { at } from "./check";
import { has } from "./walk";

/** A mistake is often found after a week, when people come back. */
const LEAST_DAYS = { postgres: 14, redis: 7 } as const;

/** 64 · What production keeps for days only, or in one zone only, is lost sooner than it is missed. */
export const keepForWeeks: Check = {
  id: 64,
  title: "production keeps a database's backups for 14 days, a cache's for 7, and each in two zones",
  severity: "breaks",
  run: ({ environment, platform }) => {
    if (environment.target === "devenv" || environment.profile !== "production") return [];
    const made = (name: string): boolean => !has(environment.adopt?.stores ?? {}, name);
    const few = (name: string, days: number, least: number): Fault[] =>
      days >= least
        ? []
        : [at(["stores", name, "backupDays"]).is(`${days} days; allowed in production: ${least} to 35`)];
    const sizing = (name: string) => environment.stores[name] ?? {};
    return [
      ...storesOf(platform.stores, "postgres")
        .filter(({ name }) => made(name))
        .flatMap(({ name }) => {
          const { backupDays, multiAz } = databaseSize(sizing(name), true);
          const alone = multiAz
            ? []
            : [at(["stores", name, "multiAz"]).is("false; production needs a second zone: true")];
          return [...few(name, backupDays, LEAST_DAYS.postgres), ...alone];
        }),
      ...storesOf(platform.stores, "redis")
        .filter(({ name }) => made(name))
        .flatMap(({ name }) => {
          const { backupDays, replicas, multiAz } = cacheSize(sizing(name), true);
          const alone =
            replicas === 0
              ? [at(["stores", name, "replicas"]).is("0; production needs a copy in another zone: 1 or more")]
              : multiAz
                ? []
                : [at(["stores", name, "multiAz"]).is("false; production needs a second zone: true")];
          return [...few(name, backupDays, LEAST_DAYS.redis), ...alone];
        }),
    ];
  },
};
