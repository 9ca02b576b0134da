import pc from "picocolors";
import { CHECKS } from "../checks/pack";
import { chooseEnvironments, loadNamed } from "../config/load";
import type { Problem } from "../config/errors";
import { describeAll } from "../deployment";
import type { PreflightRule } from "../model/preflight";
import { preflightOf } from "../platforms/preflights";
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
    preflight(
      loadNamed(root, `${platform}/${environment}`),
      platformNamed(platform, file, registry),
      preflightOf(platform),
    ),
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
    ...noteLines(report, width),
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
    ...findings.filter((finding) => finding.rule === rule).flatMap(({ problem }) => problemLines(problem, width)),
    ...wrap(`in production: ${rule.consequence}`, width, "    "),
    ...wrap(`fix: ${rule.fix}`, width, "    ").map((line) => pc.green(line)),
  ];
}

const problemLines = ({ file, line, column, path, text }: Problem, width: number): string[] => [
  ...wrap(`${file}:${line}:${column} ${path}`, width, "    ").map((each) => pc.cyan(each)),
  ...wrap(text, width, "    "),
];

/** What synth tells beside its output; its rules have a list and numbers of their own. */
function noteLines({ deployment: { notes } }: PreflightReport, width: number): string[] {
  const ids = [...new Set(notes.map(({ id }) => id))].sort((a, b) => (a ?? 0) - (b ?? 0));
  return ids.flatMap((id) => [
    "",
    ...wrap(`degrades · ${id === undefined ? "" : `synth rule ${id} · `}${titleOf(id)}`, width, "  ").map((line) =>
      pc.yellow(line),
    ),
    ...notes.filter((note) => note.id === id).flatMap(({ problem }) => problemLines(problem, width)),
  ]);
}

const titleOf = (id: number | undefined): string =>
  CHECKS.find((check) => check.id === id)?.title ?? "what the platform itself advises";

/** Rules by the reason why there is nothing for them to look at. */
function idleLines({ idle }: PreflightReport, width: number): string[] {
  const reasons = [...new Set(idle.map(({ reason }) => reason))].sort();
  return reasons.flatMap((reason) => {
    const ids = idle.filter((each) => each.reason === reason).map(({ rule }) => rule.id);
    return wrap(`${reason}: ${ids.join(", ")}`, width, "  ").map((line) => pc.dim(line));
  });
}

const lastLine = (reports: readonly PreflightReport[]): string => {
  const sound = reports.every((report) => found(report) === 0);
  const text = counts(reports);
  return sound
    ? pc.green(text)
    : reports.some(({ findings }) => breaking(findings) > 0)
      ? pc.red(text)
      : pc.yellow(text);
};

const found = ({ findings, deployment: { notes } }: PreflightReport): number => findings.length + notes.length;

/** A rule that looked at three environments has looked three times. */
function counts(reports: readonly PreflightReport[]): string {
  const looked = reports.reduce((sum, report) => sum + report.looked.length, 0);
  const all = reports.reduce((sum, report) => sum + found(report), 0);
  return `${plural(looked, "rule")} looked at, ${plural(all, "finding")}`;
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
      // Of synth: its rules have numbers of their own.
      notes: report.deployment.notes.map(({ id, problem }) => ({
        ...(id !== undefined && { rule: id }),
        severity: "degrades",
        title: titleOf(id),
        ...problem,
      })),
      idle: report.idle.map(({ rule: { id }, reason }) => ({ rule: id, reason })),
    })),
    null,
    2,
  );
