import type { Change } from "../platform";

/** What one rule lets pass and what it refuses, with the words it uses. */
export interface RuleCases {
  readonly id: number;
  readonly fine: readonly (readonly [what: string, change: Change])[];
  readonly refused: readonly (readonly [what: string, change: Change, faults: readonly string[]])[];
}
