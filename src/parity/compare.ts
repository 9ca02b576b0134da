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

/** Lays what each place was given beside what the model means it to have. `tamper` is for who wants to see it fail. */
export function parityOf(columns: readonly Column[], tamper: (made: Made, place: Place) => Made = (made) => made): Parity {
  const places = columns.filter(isPlace);
  const sides = new Map(
    places.map((place) => [place.target, { place, wants: wantsOf(place), facts: factsOf(place, tamper(made(place), place)) }]),
  );
  const base = [...sides.values()].find(({ place }) => place.how !== "other");
  const subjects = subjectsOf(
    places,
    [...sides.values()].flatMap(({ facts }) => Object.keys(facts)),
  );
  const rows = subjects.flatMap((subject) =>
    ASPECTS.flatMap((aspect) => rowsOf({ sides, base, subject, aspect })),
  );
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
  const named = all.flatMap(({ wants, facts }) => [
    ...Object.keys(wants[subject]?.[aspect] ?? {}),
    ...Object.keys(facts[subject]?.[aspect] ?? {}),
  ]);
  return [...new Set(named)].sort().map((name) => {
    const meant = base?.wants[subject]?.[aspect]?.[name];
    const first = meant ?? all.map(({ wants }) => wants[subject]?.[aspect]?.[name]).find((want) => want !== undefined);
    const at = (target: Target): Verdict => {
      const side = sides.get(target);
      if (!side) return { is: "nowhere" };
      const found = side.facts[subject]?.[aspect]?.[name];
      const verdict = judge(side.wants[subject]?.[aspect]?.[name], found, first !== undefined);
      return side.place.how === "other" ? configured(verdict, side.wants[subject]?.[aspect]?.[name], meant) : verdict;
    };
    return { subject, aspect, name, from: first?.from ?? "nothing in the model", at: byTarget(at) };
  });
}

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

/** Explained by its own file, and not what this environment means: then that file is the reason. */
function configured(verdict: Verdict, own: Want | undefined, meant: Want | undefined): Verdict {
  if (own?.meaning === meant?.meaning) return verdict;
  if (verdict.is === "equal") return { is: "translated", text: verdict.text, by: ["configured"] };
  if (verdict.is === "translated") return { ...verdict, by: ["configured", ...verdict.by] };
  return verdict;
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
