import * as z from "zod";

/** Five fields, as the application's scheduler reads them. */
const cron = z.string().regex(/^(\S+\s+){4}\S+$/, 'five cron fields, such as "0 23 * * *"');

export const ingressSchema = z.strictObject({
  /** Uploads pass through ClamAV, which then runs beside the ingress. */
  antivirus: z.boolean().default(false),
  antivirusTimeoutSec: z.number().positive().default(3),
  rejectAnonymousStreams: z.boolean().default(true),
  rejectAnonymousSockets: z.boolean().default(false),
  /** Events kept for one slow client. */
  streamQueue: z.int().positive().default(1000),
  /** When the day's accounting is added up. */
  accountingCron: cron.default("0 23 * * *"),
  rollover: z
    .strictObject({
      enabled: z.boolean().default(true),
      cron: cron.default("15 * * * *"),
      lockTtlSec: z.int().positive().default(900),
      sweepLimit: z.int().positive().default(500),
    })
    .prefault({}),
  /** Lets an administrator make load on purpose; works with simple login alone. */
  burstTests: z.boolean().default(false),
});

/** A payment provider. @default - none, and its reconciliation is off */
export const stripeSchema = z.strictObject({
  reconcileCron: cron.default("45 * * * *"),
  lockTtlSec: z.int().positive().default(900),
});

/** Where notices go by mail. @default - none, and mail is off (the code's own default is on) */
export const emailSchema = z.strictObject({
  host: z.hostname(),
  port: z.int().positive().default(587),
  user: z.string().min(1),
  from: z.email(),
  to: z.email(),
  useTls: z.boolean().default(true),
});

export const procSchema = z.strictObject({
  /** What one turn may take; also how long a busy task is protected from scale-in. */
  taskTimeoutSec: z.int().positive().default(600),
  mcpCacheTtlSec: z.int().positive().default(36000),
  /** Price tiers of the services that tools call. @default - the free tiers of the search engines */
  accounting: z
    .record(z.string(), z.record(z.string(), z.record(z.string(), z.string())))
    .default({ web_search: { brave: { tier: "free" }, duckduckgo: { tier: "free" } } }),
  webSearch: z
    .strictObject({
      fetchContent: z.boolean().default(true),
      backend: z.enum(["duckduckgo", "brave", "hybrid"]).default("hybrid"),
      primary: z.enum(["duckduckgo", "brave"]).default("brave"),
      hybridMode: z.enum(["sequential", "parallel"]).default("sequential"),
      segmenter: z.string().default("fast"),
      thinkingBudget: z.int().nonnegative().default(200),
    })
    .prefault({}),
  /** Read Medium with somebody's session, which is a secret. */
  mediumSession: z.boolean().default(false),
});

/** Code that an answer wants to run, in a container of its own. */
export const executionSchema = z.strictObject({
  timeoutSec: z.int().positive().default(600),
  /** Of the sandbox on a host. @default - host: it must reach Redis, and one-word names are resolved for it */
  networkMode: z.string().default("host"),
  /** @default - what ECS calls LATEST */
  platformVersion: z.string().optional(),
});

/** Origins that may call the API. @default - none: UI and API share one */
export const corsSchema = z.strictObject({
  allowOrigins: z.array(z.string()).min(1),
  allowCredentials: z.boolean().default(true),
  allowMethods: z.string().default("*"),
  allowHeaders: z.string().default("*"),
});

export const loggingSchema = z.strictObject({
  level: z.enum(["DEBUG", "INFO", "WARNING", "ERROR"]).default("INFO"),
  maxMiB: z.int().positive().default(20),
  backups: z.int().nonnegative().default(10),
});
