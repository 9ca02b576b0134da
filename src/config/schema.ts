import * as z from "zod";
import { PROFILES } from "../model/platform";
import { capacitySchema, scaleSchema } from "../model/scale";
import { sizeSchema } from "../model/size";
import { migrationSchema } from "../migration/schema";
import type { StateHome } from "./account-schema";
import { adoptSchema } from "./adopt-schema";
import { awsSchema } from "./aws-schema";
import { edgeSchema } from "./edge-schema";
import { name } from "./name-schema";
import { storeSchema } from "./store-schema";

export type { StoreSizing } from "./store-schema";

/** The deployment options that exist. */
export const TARGETS = ["devenv", "ec2-compose", "ecs"] as const;
export type Target = (typeof TARGETS)[number];

/** Known names that are refused until they exist: why, and what to use instead. */
export const TARGETS_NOT_BUILT: Readonly<Record<string, string>> = {
  serverless: "not built yet: functions have no model here; nearest: ecs",
  kubernetes: "not built yet: no cluster target is rendered; nearest: ecs",
};

/** Source: AWS, CloudWatch Logs, PutRetentionPolicy. */
const LOG_RETENTION_DAYS = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

const stateSchema = z.discriminatedUnion("backend", [
  /** Files beside the checkout; for one person. */
  z.strictObject({ backend: z.literal("local") }),
  z.strictObject({ backend: z.literal("s3") }),
  z.strictObject({ backend: z.literal("cloud"), organization: name }),
]);

const serviceSchema = z.strictObject({
  enabled: z.boolean().optional(),
  size: sizeSchema.partial().optional(),
  scale: scaleSchema.partial().optional(),
  capacity: capacitySchema.optional(),
  /** Yes to being stopped with two minutes' notice; what fargate-spot needs where work would be cut. @default false */
  interruptible: z.boolean().optional(),
  /** May an operator open a shell in its containers on ECS? @default - yes in development, no in production */
  exec: z.boolean().optional(),
  /** Port name → port on the laptop. */
  hostPorts: z.record(name, z.int().min(1).max(65535)).optional(),
});
export type ServiceOverride = z.infer<typeof serviceSchema>;

const buildSchema = z.strictObject({
  /** A directory, from the checkout of the environments: `../shop/backend`. */
  context: z
    .string()
    .regex(
      /^[^/\s~$%"\\][^\s$%"\\]*$/,
      "a path from the checkout, such as ../shop: an absolute one is another on each machine",
    )
    // Its state holds every password of the laptop, and is another after each apply.
    .refine((path) => !/^(\.{1,2}\/*)+$/.test(path), {
      error: ({ input }) =>
        `got ${String(input)}, in which the checkout itself lies, its state and secrets with it; allowed: the directory of the sources, such as ../shop`,
    }),
  /** From the context. */
  dockerfile: z
    .string()
    .regex(/^[^/\s$%"\\][^\s$%"\\]*$/, "a path from the context, such as docker/Dockerfile")
    .default("Dockerfile"),
  /** The stage to stop at. @default - the last */
  target: z.string().min(1).optional(),
  args: z.record(z.string().regex(/^[A-Za-z_]\w*$/, "the name of an ARG"), z.string()).default({}),
});
export type ImageBuild = z.infer<typeof buildSchema>;

/** What one environment file may say, after `extends` and merging. Everything under `settings` is the platform's own. */
export const environmentSchema = z.strictObject({
  target: z.enum(TARGETS),
  profile: z.enum(PROFILES),
  /** The release file, relative to the environment's folder. */
  release: z.string().min(1),
  state: stateSchema,
  /** Where our own images are pulled from. Default: the account's registry on AWS, none on a laptop. */
  registry: z
    .string()
    .regex(
      /^[a-z0-9][\w.:-]*(\/[\w.-]+)*$/,
      "a registry without scheme or final slash, such as registry.example.com/team",
    )
    .optional(),
  aws: awsSchema.optional(),
  /** What exists already and is used instead of being made. @default - everything is made */
  adopt: adoptSchema.optional(),
  edge: edgeSchema,
  /** all: the platform and its stores in containers; infra: stores and jobs alone. */
  devenv: z
    .strictObject({ mode: z.enum(["all", "infra"]), hostPorts: z.record(name, z.int().min(1).max(65535)).optional() })
    .optional(),
  /** Images that a laptop builds from a checkout, by their key in the release. */
  images: z.record(name, z.strictObject({ build: buildSchema })).optional(),
  logRetentionDays: z.literal(LOG_RETENTION_DAYS).default(30),
  /** Bumping a secret's number makes a new value and rolls what reads it. */
  secrets: z
    .strictObject({
      versions: z.record(name, z.int().positive()).optional(),
      /** Where they are kept on AWS. @default - secrets-manager */
      kind: z.enum(["secrets-manager", "ssm"]).optional(),
    })
    .optional(),
  /** How much may be lost, and how long it may take to be back; compared with what the stores keep. */
  recovery: z
    .strictObject({
      rpoMinutes: z.int().positive(),
      rtoMinutes: z.int().positive(),
      /** A second region that backups are copied to. @default - none */
      copyTo: z
        .string()
        .regex(/^[a-z]{2}(-[a-z]+)+-\d$/, "an AWS region such as eu-central-1")
        .optional(),
    })
    .optional(),
  /** Who is told: page wakes somebody, ticket waits for the morning. */
  alarms: z.strictObject({ page: z.array(z.email()).default([]), ticket: z.array(z.email()).default([]) }).optional(),
  services: z.record(name, serviceSchema).default({}),
  stores: z.record(name, storeSchema).default({}),
  migration: migrationSchema.optional(),
  settings: z.unknown().optional(),
});
export type EnvironmentSettings = z.infer<typeof environmentSchema>;

/** One environment as every target sees it: valid, frozen, and able to say where each value came from. */
export interface Environment extends Omit<EnvironmentSettings, "release" | "settings"> {
  readonly platform: string;
  readonly environment: string;
  /** The file as the reader would name it: `envs/shop/prod.yaml`. */
  readonly file: string;
  /** The account's bucket for state, where it is not the derived one. */
  readonly stateHome?: StateHome;
  /** ARN of the policy that bounds its roles, where the account is described beside it. */
  readonly boundary?: string;
}
