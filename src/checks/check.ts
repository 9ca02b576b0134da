import type { Environment } from "../config/schema";
import type { Migration } from "../migration/plan";
import type { Platform } from "../model/platform";

export interface CheckInput {
  readonly environment: Environment;
  readonly platform: Platform;
  /** As resolved; absent where the environment names none, or one that cannot be resolved. */
  readonly migration?: Migration | undefined;
  /** The release file's value, for rules whose mending line is there. */
  readonly release?: unknown;
}

/** One fault, told at the YAML path that would mend it. */
export interface Fault {
  /** Empty when YAML cannot mend it: then the text names the platform's own element. */
  readonly path: readonly (string | number)[];
  readonly text: string;
  /** Which file the path is about. @default environment */
  readonly in?: "environment" | "release";
  /** Whether the key itself is wrong. @default value */
  readonly on?: "key" | "value";
}

/** A rule that is looked at before anything is written: one sentence, one function. */
export interface Check {
  /** Stays with the rule for ever; docs and reviews name it. */
  readonly id: number;
  /** The rule, as a sentence. */
  readonly title: string;
  /** breaks: nothing is written; degrades: it is said and goes on. */
  readonly severity: "breaks" | "degrades";
  readonly run: (input: CheckInput) => readonly Fault[];
}

interface Spot {
  readonly is: (text: string) => Fault;
  /** The same for a name that should not be there: its key is pointed at. */
  readonly isNamed: (text: string) => Fault;
}

/** `at("edge.idleTimeoutSec").is("shorter than …")`; a name with dots in it goes in a list. */
export function at(typed: string | readonly (string | number)[]): Spot {
  const path = typeof typed === "string" ? typed.split(".") : typed;
  return { is: (text) => ({ path, text }), isNamed: (text) => ({ path, text, on: "key" }) };
}

/** A fault in the platform's own code, which no line of YAML mends. */
export const inPlatform = (text: string): Fault => ({ path: [], text });
