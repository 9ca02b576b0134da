import { stripVTControlCharacters } from "node:util";
import pc from "picocolors";
import type { Finding, Mark } from "./finding";

const MARKS: Readonly<Record<Mark, string>> = { fine: pc.green("✓"), fault: pc.red("✗"), advice: pc.yellow("!") };

/** One long name must not push every detail off the screen. */
const WIDEST = 28;
const INDENT = " ".repeat(4);

/** One line a finding; what to do about it behind it where that fits, else below. */
export function printed(findings: readonly Finding[], columns: number, next: string): string {
  const width = Math.min(WIDEST, Math.max(0, ...findings.map(({ what }) => what.length)));
  return [...findings.flatMap((finding) => lines(finding, width, columns)), "", lastLine(findings, next)].join("\n");
}

function lines({ mark, what, detail, remedy }: Finding, width: number, columns: number): string[] {
  const text = mark === "fine" ? pc.dim(detail) : detail;
  const line = `${MARKS[mark]} ${what.padEnd(width)}  ${text}`;
  if (remedy === undefined) return [line];
  const arrow = pc.dim("→");
  const whole = `${line}  ${arrow} ${remedy}`;
  return stripVTControlCharacters(whole).length <= columns ? [whole] : [line, `${INDENT}${arrow} ${remedy}`];
}

function lastLine(findings: readonly Finding[], next: string): string {
  const count = faultsOf(findings);
  if (count > 0) return pc.red(count === 1 ? "1 fault" : `${count} faults`);
  if (isBlind(findings)) return pc.yellow("nothing amiss here, but the engine was not looked at");
  return `${pc.green("ready:")} ${next}`;
}

/** Nothing can be promised of an engine that nobody asked. */
export const isBlind = (findings: readonly Finding[]): boolean =>
  findings.some(({ topic, mark }) => topic === "engine" && mark === "advice");

export const faultsOf = (findings: readonly Finding[]): number =>
  findings.filter(({ mark }) => mark === "fault").length;
