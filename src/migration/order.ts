import type { Phase } from "./plan";

/**
 * Does the phase's workspace apply before the compose host's? What stops goes before what starts, what is read before
 * its reader, and a reader lets go before what it read is removed (a target group still in a rule cannot be deleted).
 *
 * |                  | planned, standby    | warm, shared        | moved               | retired             |
 * | many             | compose, then phase | compose, then phase | compose, then phase | phase, then compose |
 * | consumes a queue | compose, then phase | compose, then phase | phase, then compose | phase, then compose |
 * | one              | phase, then compose | –                   | compose, then phase | compose, then phase |
 */
export function phaseGoesFirst({ kind, state }: Pick<Phase, "kind" | "state">): boolean {
  if (kind === "one") return state === "planned" || state === "standby";
  if (kind === "consumer") return state === "moved" || state === "retired";
  return state === "retired";
}

/** Does the phase read what the compose workspace published? From standby until it lets go. */
export function readsCompose({ kind, state }: Pick<Phase, "kind" | "state">): boolean {
  if (kind === "one" || state === "planned" || state === "retired") return false;
  return !(kind === "consumer" && state === "moved");
}
