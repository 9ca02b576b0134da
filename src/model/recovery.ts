import { cacheSize, databaseSize, type Sizing } from "./managed";
import type { Platform } from "./platform";
import { byKey } from "./reference";
import { holdsOf, type Holds, type Store, type StoreKind } from "./store";

/** What can happen: a machine or its zone is gone; or the data is, by mistake or by malice. */
export type Failure = "zone" | "data";
export const FAILURES: Readonly<Record<Failure, string>> = {
  zone: "an instance or a zone is lost",
  data: "data is destroyed",
};

/** What one mechanism gives after one failure, minutes. */
export interface Answer {
  /** How much of the newest data is lost at most; Infinity where nothing is kept. */
  readonly rpoMinutes: number;
  /** How long it is away. */
  readonly rtoMinutes: number;
  readonly by: string;
  /** What would make it better, as a line of YAML or of the platform. */
  readonly better?: string;
}

export interface StoreRecovery {
  readonly store: string;
  readonly kind: StoreKind;
  readonly holds: Holds;
  /** Others made it: what they keep is theirs to say. */
  readonly adopted: boolean;
  readonly answers: Readonly<Record<Failure, Answer>>;
}

export interface RecoveryInput {
  readonly platform: Pick<Platform, "stores">;
  readonly sizing: Readonly<Record<string, Sizing>>;
  readonly adopted: Readonly<Record<string, unknown>>;
  readonly production: boolean;
}

const DAY = 24 * 60;
/** AWS, RDS, "Restoring a DB instance to a specified time": logs are uploaded every five minutes. */
const PITR_RPO = 5;
/** AWS, RDS, "Multi-AZ DB instance deployments": failover typically takes 60 to 120 seconds, and nothing is lost. */
const MULTI_AZ_RTO = 2;
/** AWS, ElastiCache, "Minimizing downtime with Multi-AZ": seconds to promote; replication is asynchronous. */
const PROMOTED = { rpoMinutes: 1, rtoMinutes: 2 } as const;
/**
 * AWS states no time for a restore. Ours: an hour for people and for making the thing, and a minute for each 10 GiB to
 * be read in. The weekly restore test measures the real one.
 */
const RESTORE_RTO = 60;
const GIB_PER_MINUTE = 10;
/** Ours: nobody knows the size of a file system before it is there. */
const FILES_RTO = 180;

/** What the mechanisms in use give for each store, by name. */
export const recoveryOf = ({ platform, sizing, adopted, production }: RecoveryInput): StoreRecovery[] =>
  Object.entries(platform.stores)
    .sort(byKey)
    .map(([store, definition]) => ({
      store,
      kind: definition.kind,
      holds: holdsOf(definition),
      adopted: Object.hasOwn(adopted, store),
      answers: answersOf(definition, store, sizing[store] ?? {}, production),
    }));

function answersOf(store: Store, name: string, sizing: Sizing, production: boolean): Record<Failure, Answer> {
  switch (store.kind) {
    case "postgres":
      return database(name, sizing, production);
    case "redis":
      return cache(name, sizing, production);
    case "bucket":
      return {
        zone: { rpoMinutes: 0, rtoMinutes: 0, by: "S3 keeps every object in three zones" },
        data: {
          rpoMinutes: 0,
          rtoMinutes: RESTORE_RTO,
          by: "versions: what was deleted or overwritten is still there",
        },
      };
    case "files":
      return {
        zone: { rpoMinutes: 0, rtoMinutes: 1, by: "EFS keeps every file in all zones; each has its mount target" },
        data:
          holdsOf(store) === "rebuildable"
            ? { rpoMinutes: Infinity, rtoMinutes: 0, by: "nothing is kept: who uses it makes it again" }
            : {
                rpoMinutes: DAY,
                rtoMinutes: FILES_RTO,
                by: "the daily copy in the vault",
                better: `keep ${name} in a bucket, whose versions lose nothing, or say in the platform that it is rebuildable`,
              },
      };
  }
}

function database(name: string, sizing: Sizing, production: boolean): Record<Failure, Answer> {
  const { multiAz, maxStorageGiB } = databaseSize(sizing, production);
  const restore = {
    rpoMinutes: PITR_RPO,
    rtoMinutes: RESTORE_RTO + Math.ceil(maxStorageGiB / GIB_PER_MINUTE),
    by: `restore to a point in time, of up to ${maxStorageGiB} GiB`,
  };
  return {
    zone: multiAz
      ? { rpoMinutes: 0, rtoMinutes: MULTI_AZ_RTO, by: "Multi-AZ: the second copy takes over" }
      : { ...restore, better: `set stores.${name}.multiAz: true` },
    data: { ...restore, better: `a smaller stores.${name}.maxStorageGiB is read in sooner` },
  };
}

function cache(name: string, sizing: Sizing, production: boolean): Record<Failure, Answer> {
  const { replicas, multiAz } = cacheSize(sizing, production);
  const snapshot = { rpoMinutes: DAY, rtoMinutes: RESTORE_RTO, by: "the daily snapshot" };
  const better = `set stores.${name}.replicas: 1 and stores.${name}.multiAz: true`;
  return {
    zone: replicas > 0 && multiAz ? { ...PROMOTED, by: "a copy in another zone is promoted" } : { ...snapshot, better },
    data: { ...snapshot, better: `keep in ${name} only what is rebuildable, and say so in the platform` },
  };
}

export interface Targets {
  readonly rpoMinutes: number;
  readonly rtoMinutes: number;
}

export interface Shortfall {
  readonly store: string;
  readonly failure: Failure;
  readonly measure: "rpoMinutes" | "rtoMinutes";
  readonly given: number;
  readonly wanted: number;
  readonly answer: Answer;
}

/** Which stores that hold state are worse than what the environment asks for. */
export const shortfalls = (stores: readonly StoreRecovery[], targets: Targets): Shortfall[] =>
  stores
    .filter(({ holds, adopted }) => holds === "state" && !adopted)
    .flatMap(({ store, answers }) =>
      (["zone", "data"] as const).flatMap((failure) =>
        (["rpoMinutes", "rtoMinutes"] as const).flatMap((measure): Shortfall[] => {
          const answer = answers[failure];
          const [given, wanted] = [answer[measure], targets[measure]];
          return given > wanted ? [{ store, failure, measure, given, wanted, answer }] : [];
        }),
      ),
    );
