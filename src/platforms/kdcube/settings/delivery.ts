import * as z from "zod";

/** Where the bundles of a machine lie, unless its owner says otherwise. */
const hostPath = z.string().startsWith("/", "an absolute path on the machine").default("/opt/kdcube/bundles");

const common = {
  /** Offer the platform's own example bundles too. */
  includeExamples: z.boolean().default(false),
  cleanup: z
    .strictObject({
      enabled: z.boolean().default(true),
      intervalSec: z.int().positive().default(3600),
      lockTtlSec: z.int().positive().default(900),
      /** How long a turn may hold on to a bundle that has been replaced. */
      refTtlSec: z.int().positive().default(3600),
    })
    .prefault({}),
  /** How long one starting processor keeps the others from overwriting the registry as well. */
  forceLockTtlSec: z.int().positive().default(60),
};

/** In the processor's image and in the one that runs code: nothing to mount, so it fits everywhere (seed 001 §4). */
const baked = z.strictObject({ delivery: z.literal("baked"), ...common });

/** A directory of the machine, or a read-only file system that somebody else fills (seed 001 §4). */
const mounted = z.strictObject({
  delivery: z.literal("mounted"),
  from: z.enum(["host", "efs"]).default("host"),
  hostPath,
  ...common,
});

/** Cloned when the processor starts (seed 002 §9, "When Git bundles are enabled"). */
const git = z.strictObject({
  delivery: z.literal("git"),
  /** Follow the head of a branch: pull even where a clone exists. */
  alwaysPull: z.boolean().default(false),
  atomic: z.boolean().default(true),
  /** @default - the whole history, so that any commit can be checked out */
  shallow: z.boolean().default(false),
  /** @default - the loader's own: 50 when shallow */
  cloneDepth: z.int().positive().optional(),
  lockTtlSec: z.int().positive().default(300),
  lockWaitSec: z.int().positive().default(60),
  strictHostKeys: z.boolean().default(true),
  ...common,
});

/** As mounted from the host, with the descriptor in a file instead of a variable (seed 002 §4, "Optional shortcut"). */
const file = z.strictObject({ delivery: z.literal("file"), hostPath, ...common });

/** How the bundles of a release reach the processor. */
export const deliverySchema = z.discriminatedUnion("delivery", [baked, mounted, git, file]);
export type Delivery = z.infer<typeof deliverySchema>;
