import type { Target } from "../config/schema";

/*
 * What one deployment option really makes of each service, job and task, as small facts that can be laid side by side.
 * They are read from its output alone: nothing here comes from the model.
 */

/** What a fact is about, in the order in which they are told. */
export const ASPECTS = [
  "image",
  "command",
  "variable",
  "secret",
  "port",
  "network",
  "route",
  "timeout",
  "mount",
  "file",
  "health",
  "size",
  "drain",
  "user",
  "log",
  "life",
  "setting",
] as const;
export type Aspect = (typeof ASPECTS)[number];

/** Aspect → name within it → what stands there, in words that do not depend on the syntax of its file. */
export type Facts = Readonly<Partial<Record<Aspect, Readonly<Record<string, string>>>>>;

/** Service, job or task → its facts; under EDGE what belongs to none of them. */
export type TargetFacts = Readonly<Record<string, Facts>>;

/** Rows of the route table that nobody answers: redirects and refusals. */
export const EDGE = "(edge)";

/** The one name in an aspect that has a single fact. */
export const ONLY = "";

export type ByTarget<T> = Readonly<Record<Target, T>>;

/** Facts of the same things from several files. */
export function together(parts: readonly TargetFacts[]): TargetFacts {
  const all: Record<string, Record<string, Record<string, string>>> = {};
  for (const part of parts)
    for (const [subject, facts] of Object.entries(part))
      for (const [aspect, named] of Object.entries(facts)) {
        const own = ((all[subject] ??= {})[aspect] ??= {});
        Object.assign(own, named);
      }
  return all;
}

/** Without the names that nothing stands under. */
export const present = (named: Readonly<Record<string, string | undefined>>): Record<string, string> =>
  Object.fromEntries(Object.entries(named).filter((entry): entry is [string, string] => entry[1] !== undefined));

/** Whole seconds as every target is made to say them. */
export const seconds = (value: number): string => `${value} s`;
export const mebibytes = (value: number): string => `${value} MiB`;
export const units = (value: number): string => `${value} units`;

/** A mount that the container cannot write says so behind its class. */
export const withAccess = (text: string, readOnly: boolean): string => (readOnly ? `${text}, read-only` : text);

export const ROOT = { readOnly: "read-only", writable: "writable" } as const;
export const OWN_VOLUME = "volume of its own";
export const SOCKET = "the engine's socket";
/** How it is mounted says who may write there and whether programs may run from it; in no order of its own. */
export const inMemory = (sizeMiB: number, options: readonly string[] = []): string =>
  [`memory, ${mebibytes(sizeMiB)}`, ...[...options].sort()].join(", ");

/** Nothing where nothing is taken away. */
export const capabilities = (dropped: readonly string[]): string | undefined =>
  dropped.length > 0 ? `without ${[...dropped].sort().join(", ")}` : undefined;

/** Under `network`: who may open a connection to it, of all that the platform runs. */
export const REACHED_BY = "reached by";
export const reachedBy = (names: Iterable<string>): string => [...new Set(names)].sort().join(", ") || "nobody";
