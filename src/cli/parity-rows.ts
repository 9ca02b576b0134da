import pc from "picocolors";
import { TARGETS, type Target } from "../config/schema";
import { rulesOf, type Row, type Verdict } from "../parity/compare";
import { isPlace, type Column } from "../parity/places";
import type { RuleId } from "../parity/rules";
import { bareTable } from "./workspaces-table";
import { wrap } from "./wrap";

/** short: names that differ in the same way are one line; each: every name that differs, with its values. */
export type Detail = "short" | "each";

interface Screen {
  readonly detail: Detail;
  readonly width: number;
}

/** One service: what is the same everywhere in one line, the rest as a table, what nothing explains below it. */
export function subjectLines(rows: readonly Row[], columns: readonly Column[], screen: Screen): string[] {
  const all = columns.filter(isPlace).map(({ target }) => target);
  const missing = all.flatMap((target) => missingAt(rows, target) ?? []);
  const places = all.filter((target) => !missing.some((each) => each.target === target));
  const equal = rows.filter((row) => isEqual(row, places));
  const rest = rows.filter((row) => !isEqual(row, places));
  // What one place has and the others have not at all has nothing to be laid beside.
  const isAlone = places.length < 2 && missing.length > 0 && screen.detail === "short";
  const shown = isAlone ? rest.filter((row) => isBad(row)) : rest;
  const alone = rest.length - shown.length;
  return [
    pc.bold(rows[0]?.subject ?? ""),
    ...missing.map(({ target, by }) => `  ${pc.yellow(`not in ${target}: ${by}`)}`),
    ...(equal.length > 0 ? wrap(`equal: ${equalText(equal, screen.detail)}`, screen.width, "  ") : []),
    ...(alone > 0 ? [`  ${alone} facts in ${places.join(", ")} alone`] : []),
    ...(shown.length > 0 ? [table(shown, places, screen)] : []),
    ...rest.flatMap((row) => unexplained(row, screen.width)),
  ];
}

/** The one rule by which a place has nothing of it at all. */
function missingAt(rows: readonly Row[], target: Target): { readonly target: Target; readonly by: RuleId } | undefined {
  const verdicts = rows.map(({ at }) => at[target]);
  const [first] = verdicts;
  if (first?.is !== "absent") return undefined;
  return verdicts.every((each) => each.is === "absent" && each.by === first.by) ? { target, by: first.by } : undefined;
}

const table = (rows: readonly Row[], places: readonly Target[], { detail, width }: Screen): string =>
  detail === "short"
    ? bareTable(
        ["  WHAT", ...places.map((target) => target.toUpperCase())],
        grouped(rows).map((row) => [`  ${row.what}`, ...places.map((target) => cell(row.first.at[target]))]),
      )
    : bareTable(
        ["  WHAT, AND WHERE IT COMES FROM", "PLACE", "VALUE", "RULE"],
        rows.flatMap((row) => valueRows(row, places, width)),
      );

const isBad = ({ at }: Row): boolean => Object.values(at).some(({ is }) => is === "unexplained");

/** At every place that there is. */
const isEqual = ({ at }: Row, places: readonly Target[]): boolean =>
  places.length > 0 && places.every((target) => at[target].is === "equal" || at[target].is === "nowhere");

function equalText(rows: readonly Row[], detail: Detail): string {
  const aspects = [...new Set(rows.map(({ aspect }) => aspect))];
  return aspects
    .map((aspect) => {
      const names = rows.filter((row) => row.aspect === aspect).map(({ name }) => name);
      if (names.length === 1) return [aspect, ...names].join(" ").trim();
      return detail === "short" ? `${names.length} of ${aspect}` : `${aspect} ${names.join(", ")}`;
    })
    .join(" · ");
}

interface Group {
  readonly what: string;
  readonly first: Row;
}

const NAMES_ROOM = 32;

/** Rows of one aspect that are the same way at each place, under as many of their names as there is room for. */
function grouped(rows: readonly Row[]): Group[] {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const key = [row.aspect, ...TARGETS.map((target) => cell(row.at[target]))].join("|");
    groups.set(key, [...(groups.get(key) ?? []), row]);
  }
  return [...groups.values()].map((own) => ({ what: what(own), first: own[0] as Row }));
}

function what(rows: readonly Row[]): string {
  const [first] = rows;
  const shown: string[] = [];
  for (const { name } of rows) {
    const text = [...shown, name].join(", ");
    if (shown.length > 0 && text.length > NAMES_ROOM) break;
    shown.push(name);
  }
  const more = rows.length - shown.length;
  return `${first?.aspect} ${cut(shown.join(", "), NAMES_ROOM)}${more > 0 ? ` +${more}` : ""}`.trimEnd();
}

/** What this environment's own file does is the first reason; the place's rules follow in the detail. */
function cell(verdict: Verdict): string {
  switch (verdict.is) {
    case "equal":
      return pc.dim("equal");
    case "translated":
      return verdict.by.length > 1 ? `${verdict.by[0]} +${verdict.by.length - 1}` : (verdict.by[0] ?? "");
    case "absent":
      return pc.yellow(`– ${verdict.by}`);
    case "unexplained":
      return pc.red("UNEXPLAINED");
    case "nowhere":
      return "";
  }
}

/** Columns beside the values: the name, the places, the rule. */
const WHAT_ROOM = 36;
const BESIDE = WHAT_ROOM + 56;
const LEAST_VALUE = 24;

/** One line for each way that it is, with the places that have it so; below the name, where it comes from. */
function valueRows({ aspect, name, from, at }: Row, places: readonly Target[], width: number): string[][] {
  const room = Math.max(LEAST_VALUE, width - BESIDE);
  const ways = new Map<string, { at: Target[]; verdict: Verdict }>();
  for (const target of places) {
    const verdict = at[target];
    if (verdict.is === "nowhere") continue;
    const way = ways.get(JSON.stringify(verdict)) ?? { at: [], verdict };
    way.at.push(target);
    ways.set(JSON.stringify(verdict), way);
  }
  const left = [`  ${cut(`${aspect} ${name}`.trimEnd(), WHAT_ROOM)}`, pc.dim(`    ${cut(from, WHAT_ROOM)}`)];
  const right = [...ways.values()].map(({ at: targets, verdict }) => [
    targets.join(", "),
    valueOf(verdict, room),
    rulesOf(verdict).join("\n") || (verdict.is === "equal" ? pc.dim("equal") : ""),
  ]);
  return Array.from({ length: Math.max(left.length, right.length) }, (_, index) => [
    left[index] ?? "",
    ...(right[index] ?? ["", "", ""]),
  ]);
}

function valueOf(verdict: Verdict, room: number): string {
  if (verdict.is === "absent") return pc.yellow("absent");
  if (verdict.is === "unexplained") return pc.red("UNEXPLAINED");
  return "text" in verdict ? cut(verdict.text, room) : "";
}

/** Both sides in full: who reads it looks for one character. */
function unexplained({ aspect, name, at }: Row, width: number): string[] {
  return TARGETS.flatMap((target) => {
    const verdict = at[target];
    if (verdict.is !== "unexplained") return [];
    const side = (word: string, text: string | undefined): string[] =>
      wrap(`${word}: ${text === undefined ? "nothing" : JSON.stringify(text)}`, width, "      ");
    return [
      pc.red(`    ${`${aspect} ${name}`.trimEnd()} at ${target} has no rule that explains it`),
      ...side("meant", verdict.wanted),
      ...side("rendered", verdict.found),
    ];
  });
}

function cut(text: string, room: number): string {
  const line = text.replace(/\s+/g, " ");
  return line.length > room ? `${line.slice(0, room - 1)}…` : line;
}
