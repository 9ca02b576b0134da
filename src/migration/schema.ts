import * as z from "zod";

/** How far a phase has come, in order. */
export const STATES = ["planned", "standby", "warm", "shared", "moved", "retired"] as const;
export const stateSchema = z.enum(STATES);
export type PhaseState = (typeof STATES)[number];

const phaseSchema = z.strictObject({
  name: z.string().regex(/^[a-z][a-z0-9-]*$/, "lower-case letters, digits and hyphens"),
  services: z.array(z.string()).min(1),
  state: stateSchema,
  /** Per cent of the traffic that goes to ECS, in state shared. */
  share: z.int().min(1).max(99).optional(),
});
export type PhaseSettings = z.infer<typeof phaseSchema>;

/** The move from one target to another, phase by phase. */
export const migrationSchema = z.strictObject({
  to: z.enum(["ecs"]),
  phases: z.array(phaseSchema).min(1),
  /** What is never moved, said aloud. */
  stays: z.array(z.string()).default([]),
  /** removed: the host is gone; only when every phase is retired. */
  host: z.enum(["present", "removed"]).default("present"),
});
export type MigrationSettings = z.infer<typeof migrationSchema>;
