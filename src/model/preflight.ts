import type { BuildInput, Platform } from "./platform";
import type { Rendered } from "./rendered";

/** All that a rule looks at: what was said, what the model made of it, and what the targets made of that. */
export interface PreflightInput<S = unknown, R = unknown> {
  readonly build: BuildInput<S, R>;
  readonly platform: Platform;
  /** The service that takes all traffic, where there is one. */
  readonly proxy: string | undefined;
  readonly rendered: Rendered;
}

/** Told at the path of the environment or the release that would mend it; empty when only the platform's code can. */
export interface PreflightFault {
  readonly path: readonly (string | number)[];
  readonly text: string;
  /** @default environment */
  readonly in?: "environment" | "release";
}

export const SEVERITIES = ["breaks", "degrades"] as const;

/** Something that went wrong in a real deployment, and can be seen before the next one. */
export interface PreflightRule<S = unknown, R = unknown> {
  /** Stays with the rule for ever; the platform's own list has it. */
  readonly id: number;
  readonly group: string;
  /** What must be so, as a sentence. */
  readonly title: string;
  /** breaks: a service does not start, or data is out of reach; degrades: something goes wrong silently. */
  readonly severity: (typeof SEVERITIES)[number];
  /** What happens in production when it is ignored. */
  readonly consequence: string;
  readonly fix: string;
  /** Where the rule comes from: the platform's history, its code, its documents, a fixture, or reasoning. */
  readonly source: "history" | "code" | "documents" | "fixture" | "inferred";
  /** Which part of the output it reads. */
  readonly looksAt: string;
  /** Why there is nothing for it to look at here. @default - there always is */
  readonly idle?: (input: PreflightInput<S, R>) => string | undefined;
  readonly run: (input: PreflightInput<S, R>) => readonly PreflightFault[];
}
