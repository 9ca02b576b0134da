import { TARGETS, type Target } from "../config/schema";
import { ASPECTS, EDGE, type Aspect, type ByTarget, type TargetFacts } from "./facts";
import { isPlace, type Column, type Place } from "./places";
import { factsOf, made, type Made } from "./render";
import type { RuleId } from "./rules";
import { wantsOf } from "./want/all";
import type { Want, Wants } from "./want/want";

/** How one thing of the model is found at one place. */
export type Verdict =
  | { readonly is: "equal"; readonly text: string }
  | { readonly is: "translated"; readonly text: string; readonly by: readonly RuleId[] }
  | { readonly is: "absent"; readonly by: RuleId }
  /** `wanted` or `found` is missing where one side has nothing. */
  | { readonly is: "unexplained"; readonly wanted?: string; readonly found?: string }
  /** The whole place is refused, or this environment has nothing to say of it. */
  | { readonly is: "nowhere" };

export interface Row {
  readonly subject: string;
  readonly aspect: Aspect;
  readonly name: string;
  /** Where it comes from, in the model's words. */
  readonly from: string;
  readonly at: ByTarget<Verdict>;
}

export interface Parity {
  readonly columns: readonly Column[];
  /** Services, then jobs, tasks and the edge, each in the order of the aspects. */
  readonly rows: readonly Row[];
}

/** Lays what each place was given beside what the model means it to have. `make` is for who wants to see it fail. */
export function parityOf(columns: readonly Column[], make: (place: Place) => Made = made): Parity {
  const places = columns.filter(isPlace);
  const sides = new Map(
    places.map((place) => [place.target, { place, wants: wantsOf(place), facts: factsOf(place, make(place)) }]),
  );
  const base = [...sides.values()].find(({ place }) => place.how === "as it is");
  const subjects = subjectsOf(
    places,
    [...sides.values()].flatMap(({ facts }) => Object.keys(facts)),
  );
  const rows = subjects.flatMap((subject) => ASPECTS.flatMap((aspect) => rowsOf({ sides, base, subject, aspect })));
  return { columns, rows };
}

interface Side {
  readonly place: Place;
  readonly wants: Readonly<Record<string, Wants>>;
  readonly facts: TargetFacts;
}

/** What the environment has first, then what another file's platform has beside it, then what was found and is of nobody. */
function subjectsOf(places: readonly Place[], found: readonly string[]): string[] {
  const all = places
    .flatMap(({ deployment: { platform } }) => [platform.services, platform.jobs, platform.tasks])
    .map((named) => Object.keys(named).sort());
  const inOrder = [...[0, 1, 2].flatMap((kind) => all.filter((_, index) => index % 3 === kind).flat()), ...found, EDGE];
  const known = inOrder.filter((name) => name !== EDGE);
  return [...new Set([...known, EDGE])];
}

interface Asked {
  readonly sides: ReadonlyMap<Target, Side>;
  readonly base: Side | undefined;
  readonly subject: string;
  readonly aspect: Aspect;
}

function rowsOf({ sides, base, subject, aspect }: Asked): Row[] {
  const all = [...sides.values()];
  const wanted = (side: Side | undefined, name: string): Want | undefined => side?.wants[subject]?.[aspect]?.[name];
  const found = (side: Side | undefined, name: string): string | undefined => side?.facts[subject]?.[aspect]?.[name];
  const names = all.flatMap(({ wants, facts }) =>
    [wants, facts].flatMap((each) => Object.keys(each[subject]?.[aspect] ?? {})),
  );
  const secrets = new Set(all.flatMap(({ wants }) => Object.keys(wants[subject]?.secret ?? {})));
  return [...new Set(names)].sort().map((name) => {
    const hides = aspect === "secret" || (aspect === "variable" && secrets.has(name));
    const meant = wanted(base, name) ?? all.map((side) => wanted(side, name)).find((want) => want !== undefined);
    const standard = base && judge(wanted(base, name), found(base, name), meant !== undefined);
    const at = (target: Target): Verdict => {
      const side = sides.get(target);
      if (!side) return { is: "nowhere" };
      const verdict = judge(wanted(side, name), found(side, name), meant !== undefined);
      const own = wanted(side, name);
      if (side === base || !own) return verdict;
      return own.meaning === wanted(base, name)?.meaning
        ? literally(verdict, standard)
        : configured(verdict, standard, target);
    };
    const shown = (target: Target): Verdict => (hides ? hidden(at(target)) : at(target));
    return { subject, aspect, name, from: meant?.from ?? "nothing in the model", at: byTarget(shown) };
  });
}

const HIDDEN = "a text that may be the secret itself, so it is not shown";

/** What names a secret may be told; anything else that stands in its place is nobody's to read. */
function hidden(verdict: Verdict): Verdict {
  if (verdict.is !== "unexplained" || verdict.found === undefined) return verdict;
  const isName = /^<[\w.-]+>(:[\w.-]*::(<[\w.-]+>)?)?$/.test(verdict.found);
  return isName ? verdict : { ...verdict, found: HIDDEN };
}

/** Equal is a word for two texts that are the same, not for two that are right. */
const literally = (verdict: Verdict, standard: Verdict | undefined): Verdict =>
  verdict.is === "equal" && standard?.is === "equal" && verdict.text !== standard.text
    ? { is: "unexplained", wanted: standard.text, found: verdict.text }
    : verdict;

const byTarget = <T>(of: (target: Target) => T): ByTarget<T> =>
  Object.fromEntries(TARGETS.map((target) => [target, of(target)])) as ByTarget<T>;

/** `known`: another place means something by it, so that here it is left out by the file. */
function judge(want: Want | undefined, found: string | undefined, known: boolean): Verdict {
  if (!want) {
    if (found !== undefined) return { is: "unexplained", found };
    return known ? { is: "absent", by: "configured" } : { is: "nowhere" };
  }
  if ("absent" in want) return found === undefined ? { is: "absent", by: want.absent } : { is: "unexplained", found };
  if (found === undefined) return { is: "unexplained", wanted: want.text };
  if (!(want.holds?.(found) ?? found === want.text)) return { is: "unexplained", wanted: want.text, found };
  return want.rules.length === 0 ? { is: "equal", text: found } : { is: "translated", text: found, by: want.rules };
}

/**
 * As its own description has it, which is not that of this environment. On a laptop its file, or its profile, is the
 * reason; on AWS there is one file for all places, so there is none.
 */
function configured(verdict: Verdict, standard: Verdict | undefined, target: Target): Verdict {
  if (verdict.is !== "equal" && verdict.is !== "translated") return verdict;
  // Two ways to the same text are no difference for who gets it.
  if (standard && "text" in standard && standard.text === verdict.text) return verdict;
  if (target !== "devenv") return { is: "unexplained", found: verdict.text };
  const by: readonly RuleId[] = verdict.is === "translated" ? verdict.by : [];
  return { is: "translated", text: verdict.text, by: ["configured", ...by] };
}

export interface Counts {
  readonly equal: number;
  readonly translated: number;
  readonly absent: number;
  readonly unexplained: number;
}

export function countsOf(rows: readonly Row[]): Counts {
  const verdicts = rows.flatMap(({ at }) => Object.values(at));
  const count = (kind: Verdict["is"]): number => verdicts.filter(({ is }) => is === kind).length;
  return {
    equal: count("equal"),
    translated: count("translated"),
    absent: count("absent"),
    unexplained: count("unexplained"),
  };
}

/** Every rule that explains something in these rows. */
export const rulesIn = (rows: readonly Row[]): RuleId[] => [
  ...new Set(rows.flatMap(({ at }) => Object.values(at).flatMap(rulesOf))),
];

export const rulesOf = (verdict: Verdict): readonly RuleId[] =>
  verdict.is === "translated" ? verdict.by : verdict.is === "absent" ? [verdict.by] : [];
