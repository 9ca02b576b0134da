import * as z from "zod";
import { PROVIDER_NAMES } from "./environment/providers";
import { gatewaySchema } from "./gateway/schema";
import { authSchema } from "./settings/auth";
import { deliverySchema } from "./settings/delivery";
import { metricsSchema } from "./settings/metrics";
import {
  corsSchema,
  emailSchema,
  executionSchema,
  ingressSchema,
  loggingSchema,
  procSchema,
  stripeSchema,
} from "./settings/services";

/** Goes into schema names, Redis keys and paths. Source: kdcube reference §3.5 and check 16. */
const token = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9_-]*$/, "letters, digits, _ and -, beginning with a letter or digit")
  .refine((name) => !["TENANT_ID", "PROJECT_ID"].includes(name), "a placeholder of the samples; put your own name");

/** What an environment may say of KDCube. Whatever is left out has the value of the platform's own samples. */
export const settingsSchema = z.strictObject({
  tenant: token,
  project: token,
  auth: authSchema,
  bundles: deliverySchema,
  /** s3: a bucket, as soon as anything runs off the one machine; file: a directory. */
  storage: z.enum(["s3", "file"]).default("file"),
  postgres: z.strictObject({ maxConnections: z.int().min(20).default(200) }).prefault({}),
  /** Who the first administrator is. @default - the setup's own */
  admin: z.strictObject({ id: z.string(), email: z.email(), name: z.string() }).optional(),
  /** Third parties whose keys an operator supplies. */
  providers: z.array(z.enum(PROVIDER_NAMES)).default([]),
  models: z
    .strictObject({
      llm: z.string().default("sonnet-4.5"),
      embedding: z.string().default("openai-text-embedding-3-small"),
      geminiCache: z.boolean().default(false),
      geminiCacheTtlSec: z.int().positive().default(3600),
    })
    .prefault({}),
  gateway: gatewaySchema.prefault({}),
  ingress: ingressSchema.prefault({}),
  proc: procSchema.prefault({}),
  execution: executionSchema.prefault({}),
  metrics: metricsSchema.prefault({}),
  /** The part of the address that belongs to the UI; no API lives under it (kdcube reference §2.1). */
  ui: z
    .strictObject({
      prefix: z
        .string()
        .regex(/^\/[a-z0-9-]+$/)
        .default("/chatbot"),
      /**
       * What config.json comes by. inline: a variable; mounted: a file, where files can be mounted one by one; s3: an
       * object in the storage's bucket; baked: the image has it, and what is said here of the login is not in it.
       */
      config: z.enum(["inline", "mounted", "s3", "baked"]).default("inline"),
    })
    .prefault({}),
  email: emailSchema.optional(),
  stripe: stripeSchema.optional(),
  cors: corsSchema.optional(),
  logging: loggingSchema.prefault({}),
  /** The customer's repository: where its Dockerfiles are is its own choice (seed 002 §1.1 says `ops/...`). */
  customer: z
    .strictObject({
      dockerfiles: z
        .string()
        .regex(/^[\w.-]+(?:\/[\w.-]+)*$/, "a folder of the repository, such as ops/docker")
        .default("ops/docker"),
    })
    .prefault({}),
  /** How often a worker says that it lives. */
  heartbeatSec: z.int().positive().default(5),
  /** The name under which ingress and processor find each other in Redis. */
  relay: z.string().min(1).default("kdcube.relay.chatbot"),
});
export type Settings = z.infer<typeof settingsSchema>;
