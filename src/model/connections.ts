import type { Platform } from "./platform";
import type { Service } from "./service";
import { storesOf } from "./store";

/** What a store's server is where the environment does not say: small, and enough to begin with. */
export const DEFAULT_CLASS = { postgres: "db.t4g.medium", redis: "cache.t4g.small" } as const;

/** Where a service runs, now or on its way. */
export interface Places {
  readonly ecs: boolean;
  /** A compose host has one of it at the same time. */
  readonly host: boolean;
}

export interface Claim {
  readonly service: string;
  /** What one instance opens at most: its processes times their pools. */
  readonly pool: number;
  /** How many there are at once, in the worst minute of a deployment. */
  readonly instances: number;
  readonly connections: number;
}

export interface Budget {
  readonly store: string;
  readonly kind: "postgres" | "redis";
  /** The largest first. */
  readonly claims: readonly Claim[];
  readonly connections: number;
  /** What the server takes; none where nobody here knows it. */
  readonly limit?: number | undefined;
  /** Why it is that many, or why it is not known. */
  readonly because: string;
}

interface BudgetInput {
  readonly platform: Pick<Platform, "services" | "stores">;
  readonly places: (service: string) => Places;
  /** The class of a store's server; the default of its kind when it is not said. */
  readonly classOf: (store: string) => string | undefined;
  /** Others run it, with a class and a limit that they gave it. @default - none is */
  readonly isAdopted?: (store: string) => boolean;
}

const THEIRS = "others run it, and its limit is theirs to say";

/** For each database and cache: who may hold how many connections at once, of how many there are. */
export function connectionBudgets({ platform, places, classOf, isAdopted = () => false }: BudgetInput): Budget[] {
  const budget = (store: string, kind: Budget["kind"], limit: number | undefined, because: string): Budget => {
    const claims = claimsOn(store, platform.services, places);
    return {
      store,
      kind,
      claims,
      connections: claims.reduce((sum, { connections }) => sum + connections, 0),
      limit,
      because,
    };
  };
  return [
    ...storesOf(platform.stores, "postgres").map(({ name, maxConnections }) =>
      isAdopted(name)
        ? budget(name, "postgres", undefined, THEIRS)
        : budget(name, "postgres", maxConnections, "max_connections, which we set"),
    ),
    ...storesOf(platform.stores, "redis").map(({ name }) => {
      const node = classOf(name) ?? DEFAULT_CLASS.redis;
      const most = maxClients(node);
      if (isAdopted(name)) return budget(name, "redis", undefined, THEIRS);
      const because = most === undefined ? `${node} is not in our table` : `maxclients of ${node}, which is fixed`;
      return budget(name, "redis", most, because);
    }),
  ];
}

function claimsOn(store: string, services: Platform["services"], places: (service: string) => Places): Claim[] {
  return Object.entries(services)
    .map(([service, model]) => {
      const pool = model.connections[store] ?? 0;
      const instances = instancesAtOnce(model, places(service));
      return { service, pool, instances, connections: pool * instances };
    })
    .filter(({ connections }) => connections > 0)
    .sort((a, b) => b.connections - a.connections || (a.service < b.service ? -1 : 1));
}

/**
 * A rolling deployment on ECS has both generations of all of them up (200 %). A host replaces its one. A job's
 * connection is closed before the pools of its task open.
 */
export function instancesAtOnce({ scale, deploy, instances }: Service, { ecs, host }: Places): number {
  if (instances === "one") return 1;
  const onEcs = ecs ? scale.max * (deploy === "rolling" ? 2 : 1) : 0;
  return onEcs + (host || !ecs ? 1 : 0);
}

/** Burstable nodes that take fewer. Source: AWS, ElastiCache, "Engine specific parameters", maxclients. */
const FEWER_CLIENTS: Readonly<Record<string, number>> = {
  "cache.t2.micro": 20_000,
  "cache.t2.small": 20_000,
  "cache.t2.medium": 20_000,
  "cache.t3.micro": 20_000,
  "cache.t3.small": 20_000,
  "cache.t3.medium": 46_000,
  "cache.t4g.micro": 20_000,
};

/** The families of nodes that there are. Source: AWS, ElastiCache, "Supported node types". */
const NODE =
  /^cache\.(?:t[23]\.(?:micro|small|medium)|t4g\.(?:micro|small|medium)|(?:[mr][45]|[mr][67]g)\.(?:large|(?:\d+)?xlarge)|r6gd\.(?:\d+)?xlarge|c7gn\.(?:large|(?:\d+)?xlarge))$/;

/** ElastiCache fixes it by the node's type; nobody can raise it. None for a type that we know nothing of. */
export const maxClients = (nodeType: string): number | undefined =>
  NODE.test(nodeType) ? (FEWER_CLIENTS[nodeType] ?? 65_000) : undefined;

/** Memory of an instance by size, in GiB: m has four for each vCPU, r eight, and t its own row. */
const SIZES = { large: 2, xlarge: 4 } as const;
const BURSTABLE: Readonly<Record<string, number>> = {
  micro: 1,
  small: 2,
  medium: 4,
  large: 8,
  xlarge: 16,
  "2xlarge": 32,
};
const GIB_PER_VCPU: Readonly<Record<string, number>> = { m: 4, r: 8, c: 2 };

/**
 * The memory of a class such as db.m7g.large, in GiB; undefined where the name tells nothing (x, z and what is new).
 * Source: AWS, RDS, "Hardware specifications for DB instance classes".
 */
export function memoryGiB(instanceClass: string): number | undefined {
  const [, letter = "", size = ""] = /^db\.([a-z])\d+[a-z]*\.(\w+)$/.exec(instanceClass) ?? [];
  if (letter === "t") return BURSTABLE[size];
  const perVcpu = GIB_PER_VCPU[letter];
  const times = /^(\d+)xlarge$/.exec(size)?.[1];
  const vcpus = times ? Number(times) * SIZES.xlarge : SIZES[size as keyof typeof SIZES];
  return perVcpu === undefined || vcpus === undefined ? undefined : perVcpu * vcpus;
}

/**
 * What RDS would set for a class by itself: LEAST(DBInstanceClassMemory / 9531392, 5000). More than that is memory
 * that the cache of the database does not have.
 * Source: AWS, RDS, "Quotas and constraints", maximum number of database connections, PostgreSQL.
 */
export function bearable(instanceClass: string): number | undefined {
  const memory = memoryGiB(instanceClass);
  return memory === undefined ? undefined : Math.min(5000, Math.floor((memory * 1024 ** 3) / 9_531_392));
}
