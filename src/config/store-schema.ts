import * as z from "zod";

/** What an environment says of one store where it is managed. */
export const storeSchema = z.strictObject({
  instanceClass: z
    .string()
    .regex(/^(db|cache)\.[a-z0-9]+\.[a-z0-9]+$/, "such as db.t4g.medium or cache.t4g.small")
    .optional(),
  storageGiB: z.int().min(20).optional(),
  maxStorageGiB: z.int().min(20).optional(),
  multiAz: z.boolean().optional(),
  backupDays: z.int().min(1).max(35).optional(),
  /** Copies beside the first. */
  replicas: z.int().min(0).max(5).optional(),
  /** Begin from what was kept, when the store is made for the first time. */
  restore: z
    .union([
      z.strictObject({ snapshot: z.string().min(1) }),
      z.strictObject({
        instance: z.string().min(1),
        /** UTC, such as 2026-11-20T04:00:00Z. @default - the latest that can be restored */
        to: z.iso.datetime().optional(),
      }),
    ])
    .optional(),
});
export type StoreSizing = z.infer<typeof storeSchema>;
