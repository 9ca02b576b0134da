import pc from "picocolors";
import { TARGETS } from "../config/schema";
import { rulesOf, type Row, type Verdict } from "../parity/compare";
import { isPlace, type Column } from "../parity/places";
import { bareTable } from "./workspaces-table";
import { wrap } from "./wrap";

/** short: names that differ in the same way are one line; each: every name that differs, with its values. */
export type Detail = "short" | "each";

interface Screen {
  readonly detail: Detail;
  readonly width: number;
}

/** One service: what is the same everywhere in one line, the rest as a table, what nothing explains below it. */
export function subjectLines(rows: readonly Row[], columns: readonly Column[], { detail, width }: Screen): string[] {
  const equal = rows.filter(isEqual);
  const rest = rows.filter((row) => !isEqual(row));
  const places = columns.filter(isPlace).map(({ target }) => target);
  const table =
    detail === "short"
      ? bareTable(
          ["  WHAT", ...places.map((target) => target.toUpperCase())],
          grouped(rest).map((row) => [`  ${row.what}`, ...places.map((target) => cell(row.first.at[target]))]),
        )
      : bareTable(
          ["  WHAT", "FROM", "PLACE", "VALUE", "RULE"],
          rest.flatMap((row) => valueRows(row, width)),
        );
  return [
    pc.bold(rows[0]?.subject ?? ""),
    ...wrap(`equal: ${equal.length > 0 ? equalText(equal, detail) : "nothing"}`, width, "  "),
    ...(rest.length > 0 ? [table] : []),
    ...rest.flatMap((row) => unexplained(row, width)),
  ];
}

/** At every place that there is. */
const isEqual = ({ at }: Row): boolean => Object.values(at).every(({ is }) => is === "equal" || is === "nowhere");

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

const NAMES_ROOM = 44;

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
      return pc.yellow(`absent: ${verdict.by}`);
    case "unexplained":
      return pc.red("UNEXPLAINED");
    case "nowhere":
      return "–";
  }
}

const VALUE_ROOM = 40;

/** One line for each way that it is, with the places that have it so. */
function valueRows({ aspect, name, from, at }: Row, width: number): string[][] {
  const room = Math.max(VALUE_ROOM, width - 110);
  const ways = new Map<string, { places: string[]; verdict: Verdict }>();
  for (const target of TARGETS) {
    const verdict = at[target];
    if (verdict.is === "nowhere") continue;
    const key = JSON.stringify(verdict);
    const way = ways.get(key) ?? { places: [], verdict };
    way.places.push(target);
    ways.set(key, way);
  }
  return [...ways.values()].map(({ places, verdict }, index) => [
    index === 0 ? `  ${`${aspect} ${cut(name, VALUE_ROOM)}`.trimEnd()}` : "",
    index === 0 ? cut(from, VALUE_ROOM) : "",
    places.join(", "),
    valueOf(verdict, room),
    rulesOf(verdict).join(", ") || (verdict.is === "equal" ? pc.dim("equal") : ""),
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
