import type { Kdcube } from "../input";
import type { Gateway } from "./schema";

type Json = string | number | boolean | readonly Json[] | { readonly [key: string]: Json };
type Flat = Readonly<Record<string, number | boolean | undefined>>;

/**
 * The one text that ingress, processor and metrics all get, byte for byte (seed 001 §5, seed 002 §5).
 * A section either is flat or has the slices ingress and proc and nothing beside them: whatever stands next to the
 * slices is dropped without a word (kdcube reference §3.7, slice selection).
 */
export const gatewayConfigJson = (input: Kdcube): string => JSON.stringify(gatewayConfig(input));

export function gatewayConfig({ settings, profile }: Kdcube): Json {
  const { gateway, tenant, project } = settings;
  return {
    tenant,
    project,
    profile: gateway.profile ?? profile,
    ...(gateway.guardedRestPatterns ? { guarded_rest_patterns: gateway.guardedRestPatterns } : {}),
    service_capacity: { ingress: capacity(gateway.ingress), proc: capacity(gateway.proc) },
    backpressure: bothSlices(backpressure(gateway)),
    rate_limits: bothSlices(rateLimits(gateway)),
    pools: {
      ingress: pools(gateway.ingress, settings.postgres.maxConnections),
      proc: pools(gateway.proc, settings.postgres.maxConnections),
    },
    limits: limits(gateway),
    redis: snakeKeys(gateway.redis),
    ...(gateway.monitoring ? { monitoring: snakeKeys(gateway.monitoring) } : {}),
    ...(gateway.circuitBreakers ? { circuit_breakers: breakers(gateway.circuitBreakers) } : {}),
  };
}

/** Admission happens in the ingress and looks at its own slice, so both must say the same. */
const bothSlices = (section: Json): Json => ({ ingress: section, proc: section });

const capacity = (of: Gateway["proc"] | Gateway["ingress"]): Json => ({
  concurrent_requests_per_process: of.concurrent,
  processes_per_instance: of.processes,
  avg_processing_time_seconds: of.averageSec,
});

const backpressure = ({ backpressure: at }: Gateway): Json => ({
  capacity_buffer: at.buffer,
  queue_depth_multiplier: at.queueMultiplier,
  anonymous_pressure_threshold: at.anonymous,
  registered_pressure_threshold: at.registered,
  paid_pressure_threshold: at.paid,
  hard_limit_threshold: at.hard,
  capacity_source_component: at.capacitySource,
});

const rateLimits = ({ rateLimits: of }: Gateway): Json =>
  Object.fromEntries(
    (["anonymous", "registered", "paid", "privileged"] as const).map((role) => [
      role,
      { hourly: of[role].hourly, burst: of[role].burst, burst_window: of[role].windowSec },
    ]),
  );

const pools = (of: Gateway["proc"] | Gateway["ingress"], maxConnections: number): Json => ({
  pg_pool_min_size: of.pgPoolMin,
  pg_pool_max_size: of.pgPoolMax,
  redis_max_connections: of.redisMaxConnections,
  pg_max_connections: maxConnections,
});

/** The queue's limit is checked where a turn is enqueued, in the ingress; the seeds name it under proc: both have it. */
function limits({ ingress, proc, maxQueueSize }: Gateway): Json {
  return {
    ingress: { max_sse_connections_per_instance: ingress.maxSseConnections, max_queue_size: maxQueueSize },
    proc: { max_integrations_ops_concurrency: proc.maxIntegrationsOps, max_queue_size: maxQueueSize },
  };
}

const breakers = (of: NonNullable<Gateway["circuitBreakers"]>): Json => ({
  ...snakeKeys(of.auth ?? {}, "auth_"),
  ...snakeKeys(of.rateLimit ?? {}, "rate_limit_"),
  ...snakeKeys(of.backpressure ?? {}, "backpressure_"),
});

/** `sseStatsTtlSeconds` → `sse_stats_ttl_seconds`, for sections whose keys are the gateway's own. */
const snakeKeys = (section: Flat, prefix = ""): Record<string, number | boolean> =>
  Object.fromEntries(
    Object.entries(section).flatMap(([key, value]) =>
      value === undefined ? [] : [[prefix + key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`), value]],
    ),
  );
