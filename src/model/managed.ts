import { DEFAULT_CLASS } from "./connections";

/** What an environment may say of one store where it is managed. */
export interface Sizing {
  readonly instanceClass?: string | undefined;
  readonly storageGiB?: number | undefined;
  readonly maxStorageGiB?: number | undefined;
  readonly multiAz?: boolean | undefined;
  readonly backupDays?: number | undefined;
  readonly replicas?: number | undefined;
}

export interface DatabaseSize {
  readonly instanceClass: string;
  readonly storageGiB: number;
  readonly maxStorageGiB: number;
  readonly multiAz: boolean;
  readonly backupDays: number;
}

export interface CacheSize {
  readonly instanceClass: string;
  readonly replicas: number;
  readonly multiAz: boolean;
  readonly backupDays: number;
}

/** What a store is given where the environment does not size it: small, but safe to lose a zone in production. */
const DEFAULTS = {
  postgres: { instanceClass: DEFAULT_CLASS.postgres, storageGiB: 50, backupDays: 14 },
  redis: { instanceClass: DEFAULT_CLASS.redis, backupDays: 7 },
} as const;

export function databaseSize(sizing: Sizing, production: boolean): DatabaseSize {
  const storageGiB = sizing.storageGiB ?? DEFAULTS.postgres.storageGiB;
  return {
    instanceClass: sizing.instanceClass ?? DEFAULTS.postgres.instanceClass,
    storageGiB,
    maxStorageGiB: sizing.maxStorageGiB ?? 2 * storageGiB,
    multiAz: sizing.multiAz ?? production,
    backupDays: sizing.backupDays ?? DEFAULTS.postgres.backupDays,
  };
}

export function cacheSize(sizing: Sizing, production: boolean): CacheSize {
  const replicas = sizing.replicas ?? (production ? 1 : 0);
  return {
    instanceClass: sizing.instanceClass ?? DEFAULTS.redis.instanceClass,
    replicas,
    multiAz: sizing.multiAz ?? replicas > 0,
    backupDays: sizing.backupDays ?? DEFAULTS.redis.backupDays,
  };
}
