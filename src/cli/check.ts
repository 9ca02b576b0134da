import pc from "picocolors";
import { chooseEnvironments, loadNamed } from "../config/load";
import { describeAll } from "../deployment";
import type { PreflightRule } from "../model/preflight";
import { platformNamed, type Registry } from "../platforms/registry";
import { breaking, preflight, type PreflightFinding, type PreflightReport } from "../preflight/run";
import { wrap } from "./wrap";

export interface CheckOptions {
  readonly root: string;
  /** `shop/prod`, …; all environments when there are none. */
  readonly names: readonly string[];
  readonly json?: boolean | undefined;
  /** Tell the rules that do not apply as well, with their reasons. */
  readonly all?: boolean | undefined;
  /** @default - the screen's, and never more than 100 */
  readonly columns?: number | undefined;
  readonly registry?: Registry | undefined;
}

export interface Checked {
  readonly text: string;
  /** Nothing that breaks was found. */
  readonly sound: boolean;
}

const COLUMNS = 100;

/** `ferry check shop/prod`: what is known to go wrong in production. Throws ConfigError for a wrong environment. */
export function checkCommand({ root, names, json, all, columns, registry }: CheckOptions): Checked {
  // All that is wrong in all of them is told at once, before any rule looks at one.
  describeAll(root, names, registry);
  const reports = chooseEnvironments(root, names).map(({ platform, environment, file }) =>
    preflight(loadNamed(root, `${platform}/${environment}`), platformNamed(platform, file, registry)),
  );
  const width = Math.min(COLUMNS, columns ?? process.stdout.columns ?? COLUMNS);
  const parts = reports.map((report) => reportText(report, width, all ?? false));
  return {
    text: json ? jsonText(reports) : [...parts, lastLine(reports)].join("\n\n"),
    sound: reports.every(({ findings }) => breaking(findings) === 0),
  };
}

const nameOf = ({ deployment: { environment } }: PreflightReport): string =>
  `${environment.platform}/${environment.environment}`;

function reportText(report: PreflightReport, width: number, all: boolean): string {
  const { findings, idle } = report;
  const rules = [...new Set(findings.map(({ rule }) => rule))];
  return [
    `${pc.bold(nameOf(report))}  ${counts([report])}${idle.length > 0 ? pc.dim(`, ${idle.length} do not apply`) : ""}`,
    ...rules.flatMap((rule) => ["", ...findingLines(rule, findings, width)]),
    ...(all && idle.length > 0 ? ["", ...idleLines(report, width)] : []),
  ].join("\n");
}

/** One rule with all its places; what follows from it, and what to do, once. */
function findingLines(rule: PreflightRule, findings: readonly PreflightFinding[], width: number): string[] {
  const mark = rule.severity === "breaks" ? pc.red : pc.yellow;
  const [head = "", ...rest] = wrap(`${rule.severity} · rule ${rule.id} · ${rule.title}`, width, "  ");
  return [
    mark(head),
    ...rest.map((line) => mark(line)),
    ...findings
      .filter((finding) => finding.rule === rule)
      .flatMap(({ problem: { file, line, column, path, text } }) => [
        ...wrap(`${file}:${line}:${column} ${path}`, width, "    ").map((each) => pc.cyan(each)),
        ...wrap(text, width, "    "),
      ]),
    ...wrap(`in production: ${rule.consequence}`, width, "    "),
    ...wrap(`fix: ${rule.fix}`, width, "    ").map((line) => pc.green(line)),
  ];
}

/** Rules by the reason why there is nothing for them to look at. */
function idleLines({ idle }: PreflightReport, width: number): string[] {
  const reasons = [...new Set(idle.map(({ reason }) => reason))].sort();
  return reasons.flatMap((reason) => {
    const ids = idle.filter((each) => each.reason === reason).map(({ rule }) => rule.id);
    return wrap(`${reason}: ${ids.join(", ")}`, width, "  ").map((line) => pc.dim(line));
  });
}

const lastLine = (reports: readonly PreflightReport[]): string => {
  const sound = reports.every(({ findings }) => findings.length === 0);
  const text = counts(reports);
  return sound
    ? pc.green(text)
    : reports.some(({ findings }) => breaking(findings) > 0)
      ? pc.red(text)
      : pc.yellow(text);
};

/** A rule that looked at three environments has looked three times. */
function counts(reports: readonly PreflightReport[]): string {
  const looked = reports.reduce((sum, report) => sum + report.looked.length, 0);
  const found = reports.reduce((sum, { findings }) => sum + findings.length, 0);
  return `${plural(looked, "rule")} looked at, ${plural(found, "finding")}`;
}

const plural = (count: number, word: string): string => `${count} ${word}${count === 1 ? "" : "s"}`;

const jsonText = (reports: readonly PreflightReport[]): string =>
  JSON.stringify(
    reports.map((report) => ({
      environment: nameOf(report),
      looked: report.looked.map(({ id }) => id),
      findings: report.findings.map(({ rule: { id, severity, title, consequence, fix }, problem }) => ({
        rule: id,
        severity,
        title,
        ...problem,
        consequence,
        fix,
      })),
      idle: report.idle.map(({ rule: { id }, reason }) => ({ rule: id, reason })),
    })),
    null,
    2,
  );
