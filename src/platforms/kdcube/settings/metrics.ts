import * as z from "zod";

const labels = z.record(z.string(), z.string());

/** The exporter: it reads what the others leave in Redis and passes it on (seed 000, "Metrics"). */
export const metricsSchema = z.strictObject({
  /** proxy asks the services over HTTP instead; the processor has no route for it (kdcube reference §5.4). */
  mode: z.enum(["redis", "proxy"]).default("redis"),
  intervalSec: z.int().positive().default(30),
  exportOnStart: z.boolean().default(true),
  /** Export once and end; for a schedule outside. */
  runOnce: z.boolean().default(false),
  scrapeTtlSec: z.int().positive().default(10),
  /** Other names for some metrics. @default - the platform's own names */
  mapping: z.record(z.string(), z.strictObject({ name: z.string(), unit: z.string() })).optional(),
  cloudWatch: z.boolean().default(false),
  namespace: z.string().default("KDCube/Metrics"),
  /** @default - tenant, project and env, so that no two environments share a series */
  dimensions: labels.optional(),
  /** @default - nothing is pushed; `/metrics` can be scraped from inside */
  pushgateway: z
    .strictObject({
      url: z.url(),
      job: z.string().default("kdcube_metrics"),
      /** @default - the same as `dimensions` */
      labels: labels.optional(),
    })
    .optional(),
  /** Look at the database's connections too. */
  postgresPool: z.boolean().default(false),
  requestTimeoutSec: z.int().positive().default(5),
  /** The header that mode proxy identifies itself with; its value is a secret. */
  authHeader: z.string().default("Authorization"),
  /** More headers for mode proxy. @default - none */
  headers: labels.optional(),
});
