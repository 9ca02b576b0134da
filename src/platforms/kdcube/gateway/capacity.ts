import type { Gateway } from "./schema";

/** async, async with decoding, and sync: each worker keeps three pools (kdcube reference §5.3, seed era). */
const REDIS_POOLS = 3;

/** The most connections that one instance opens, by store. */
export const connectionsOf = (of: Gateway["proc"] | Gateway["ingress"]): { postgres: number; redis: number } => ({
  postgres: of.processes * of.pgPoolMax,
  redis: of.processes * REDIS_POOLS * of.redisMaxConnections,
});

/** The exporter is one process and reads the processor's slice. */
export const exporterConnections = ({ proc }: Gateway, withPostgres: boolean): Record<string, number> => ({
  redis: REDIS_POOLS * proc.redisMaxConnections,
  ...(withPostgres ? { postgres: proc.pgPoolMax } : {}),
});

/** Turns an hour that one instance gets through. */
export const hourlyOf = (of: Gateway["proc"] | Gateway["ingress"]): number =>
  Math.floor((of.concurrent * of.processes * 3600) / of.averageSec);

/**
 * Where one user's allowance is more than one instance can do. Advice, not a gate: the application logs it too, and
 * every sample that the platform ships is in breach of it (kdcube reference §3.7, validator).
 */
export function hourlyAdvice(gateway: Gateway): string[] {
  const components = ["ingress", "proc"] as const;
  return (["anonymous", "registered"] as const).flatMap((role) =>
    components
      .filter((name) => gateway.rateLimits[role].hourly > hourlyOf(gateway[name]))
      .map(
        (name) =>
          `${role} may send ${gateway.rateLimits[role].hourly} an hour, one ${name} instance does ${hourlyOf(gateway[name])}`,
      ),
  );
}
