import * as z from "zod";

const ratio = z.number().gt(0).max(1);
const share = z.number().gt(0).lt(1);
const count = z.int().positive();

/** One worker process is one uvicorn worker; pools are per process (kdcube reference §3.7). */
const component = (pool: { postgres: number; redis: number }) => ({
  concurrent: count.default(8),
  processes: count.max(16).default(2),
  averageSec: z.number().positive().default(25),
  pgPoolMin: z.int().nonnegative().default(0),
  pgPoolMax: count.default(pool.postgres),
  /** Never unbounded: three pools of this size per process share one Redis. */
  redisMaxConnections: count.default(pool.redis),
});

const poolsFit = (pools: { pgPoolMin: number; pgPoolMax: number }): boolean => pools.pgPoolMin <= pools.pgPoolMax;
const poolsMessage = { path: ["pgPoolMin"], message: "larger than pgPoolMax" };

/** -1 is without limit. */
const limit = (hourly: number, burst: number) =>
  z
    .strictObject({
      hourly: z.union([count, z.literal(-1)]).default(hourly),
      burst: count.default(burst),
      windowSec: count.default(60),
    })
    .prefault({});

const backpressure = z
  .strictObject({
    buffer: share.default(0.1),
    queueMultiplier: z.number().positive().default(3),
    anonymous: ratio.default(0.6),
    registered: ratio.default(0.85),
    paid: ratio.default(0.9),
    hard: ratio.default(0.98),
    /** Whose heartbeats say what can be done: proc, ingress/rest, or type:name. */
    capacitySource: z.string().default("proc"),
  })
  .superRefine((at, context) => {
    const must = (holds: boolean, path: string, message: string): void => {
      if (!holds) context.addIssue({ code: "custom", path: [path], message });
    };
    must(at.anonymous < at.registered, "anonymous", `${at.anonymous} is not below registered (${at.registered})`);
    must(at.registered <= at.paid, "registered", `${at.registered} is above paid (${at.paid})`);
    must(at.paid < at.hard, "paid", `${at.paid} is not below hard (${at.hard})`);
  });

const breaker = z.strictObject({
  failureThreshold: count.optional(),
  recoveryTimeout: count.optional(),
  successThreshold: count.optional(),
  windowSize: count.optional(),
  halfOpenMaxCalls: count.optional(),
});

/** How much the platform takes on, and from whom. Defaults: the seed era's samples, with two workers each. */
export const gatewaySchema = z.strictObject({
  /** @default - production in a production environment, development in any other */
  profile: z.enum(["development", "testing", "production", "load_test"]).optional(),
  /** Which REST paths are guarded, as regular expressions. @default - the gateway's own list */
  guardedRestPatterns: z.array(z.string()).min(1).optional(),
  ingress: z
    .strictObject({ ...component({ postgres: 4, redis: 20 }), maxSseConnections: z.int().nonnegative().default(200) })
    .refine(poolsFit, poolsMessage)
    .prefault({}),
  proc: z
    .strictObject({ ...component({ postgres: 8, redis: 40 }), maxIntegrationsOps: count.default(200) })
    .refine(poolsFit, poolsMessage)
    .prefault({}),
  /** Turns that may wait in all; 0 is no limit. */
  maxQueueSize: z.int().nonnegative().default(100),
  backpressure: backpressure.prefault({}),
  rateLimits: z
    .strictObject({
      anonymous: limit(120, 10),
      registered: limit(2000, 100),
      paid: limit(4000, 150),
      privileged: limit(-1, 300),
    })
    .prefault({}),
  /** Seconds that keys live in Redis. */
  redis: z
    .strictObject({
      rateLimitKeyTtl: count.optional(),
      sessionTtl: count.optional(),
      analyticsTtl: count.optional(),
      circuitBreakerStatsTtl: count.optional(),
      heartbeatTtl: count.default(30),
      sseStatsTtlSeconds: count.default(60),
      sseStatsMaxAgeSeconds: count.default(120),
    })
    .prefault({}),
  monitoring: z
    .strictObject({
      throttlingEventsRetentionHours: count.optional(),
      sessionAnalyticsEnabled: z.boolean().optional(),
      circuitBreakerStatsRetentionHours: count.optional(),
      queueAnalyticsEnabled: z.boolean().optional(),
      heartbeatTimeoutSeconds: count.optional(),
      instanceCacheTtlSeconds: count.optional(),
    })
    .optional(),
  circuitBreakers: z
    .strictObject({ auth: breaker.optional(), rateLimit: breaker.optional(), backpressure: breaker.optional() })
    .optional(),
});
export type Gateway = z.infer<typeof gatewaySchema>;
