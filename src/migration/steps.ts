import { hasReached } from "./resolve";
import type { Migration, Phase } from "./plan";
import type { PhaseState } from "./schema";

/** One change of one word or number in the environment's file. */
export interface Step {
  readonly phase: string;
  readonly state: PhaseState;
  readonly share?: number;
}

/** Shares on the way to all of it: small enough first that few meet a fault. */
const SHARES = [10, 25, 50, 75] as const;

/** The states that a phase of this kind goes through, in order. */
export const statesOf = (kind: Phase["kind"]): readonly PhaseState[] =>
  kind === "one"
    ? ["planned", "standby", "moved", "retired"]
    : ["planned", "standby", "warm", "shared", "moved", "retired"];

/** One step on; undefined at the end. */
export function forward(phase: Phase): Step | undefined {
  if (phase.state === "shared") {
    const next = SHARES.find((share) => share > phase.share);
    return next === undefined
      ? { phase: phase.name, state: "moved" }
      : { phase: phase.name, state: "shared", share: next };
  }
  const states = statesOf(phase.kind);
  const state = states[states.indexOf(phase.state) + 1];
  return state && { phase: phase.name, state, ...(state === "shared" && { share: SHARES[0] }) };
}

/** One step back, which gives the traffic back to the compose host; undefined at the beginning. */
export function backward(phase: Phase): Step | undefined {
  if (phase.state === "shared") {
    const previous = [...SHARES].reverse().find((share) => share < phase.share);
    return previous === undefined
      ? { phase: phase.name, state: "warm" }
      : { phase: phase.name, state: "shared", share: previous };
  }
  const states = statesOf(phase.kind);
  const state = states[states.indexOf(phase.state) - 1];
  return state && { phase: phase.name, state, ...(state === "shared" && { share: 75 }) };
}

/**
 * What to do next: the first phase that has not moved goes on; when all have, the first that is not retired. Undefined
 * when the host can go.
 */
export function nextStep({ phases }: Migration): Step | undefined {
  const open = phases.find((phase) => !hasReached(phase, "moved")) ?? phases.find(({ state }) => state !== "retired");
  return open && forward(open);
}
