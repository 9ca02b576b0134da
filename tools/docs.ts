import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { CHECKS } from "../src/checks/pack";
import { TARGETS } from "../src/config/schema";
import { NOT_JUDGED } from "../src/platforms/kdcube/preflight/not-judged";
import { PREFLIGHT } from "../src/platforms/kdcube/preflight/pack";
import { FIELDS, GRANTS, MOUNTS, STORES, type Coverage } from "../src/targets/coverage";
import { withSessions } from "./sessions";

/** The pages that are written from code, by file name. */
const PAGES: Readonly<Record<string, () => string>> = {
  "coverage.md": coveragePage,
  "preflight.md": preflightPage,
  "rules.md": rulesPage,
};

const FROM_CODE = "Written from code by `npm run docs`; a change here is lost.";

function coveragePage(): string {
  const parts: [string, Readonly<Record<string, Coverage>>][] = [
    ["Fields of a service, job or task", FIELDS],
    ["Mounts", MOUNTS],
    ["Stores", STORES],
    ["Grants", GRANTS],
  ];
  const tables = parts.map(([title, rows]) => `## ${title}\n\n${table(["", ...TARGETS], rowsOf(rows))}`);
  return ["# What each deployment option makes of the model", FROM_CODE, ...tables].join("\n\n") + "\n";
}

const rowsOf = (rows: Readonly<Record<string, Coverage>>): string[][] =>
  Object.entries(rows).map(([name, coverage]) => [`\`${name}\``, ...TARGETS.map((target) => coverage[target])]);

function rulesPage(): string {
  const rows = CHECKS.map(({ id, title, severity }) => [String(id), title, severity]);
  const intro = "Looked at before anything is written. What breaks is refused; what degrades is said, and goes on.";
  return ["# Rules", FROM_CODE, intro, table(["rule", "what must be so", "else it"], rows)].join("\n\n") + "\n";
}

function preflightPage(): string {
  const groups = [...new Set(PREFLIGHT.map(({ group }) => group))];
  const tables = groups.map((group) => {
    const rules = PREFLIGHT.filter((rule) => rule.group === group);
    const rows = rules.map((rule) => [String(rule.id), rule.severity, rule.title, rule.looksAt].map(cell));
    return `## ${group}\n\n${table(["rule", "else it", "what must be so", "what it looks at"], rows)}`;
  });
  const left = table(
    ["rule", "why"],
    Object.entries(NOT_JUDGED).map((row) => row.map(cell)),
  );
  return (
    ["# What is looked at before a deployment", FROM_CODE, PREFLIGHT_INTRO, ...tables, NOT_JUDGED_INTRO, left].join(
      "\n\n",
    ) + "\n"
  );
}

const PREFLIGHT_INTRO = [
  "`ferry check` renders an environment in memory and reads the result back: the containers, roles, security groups,",
  "rules and files that Terraform and compose would be given. Each rule is something that went wrong in a real deployment",
  "of KDCube, under the number of the platform's own list. What breaks ends with exit code 1; a file that is wrong as a",
  "file ends with 2, as in every verb. `--all` names the rules that have nothing to look at, `--json` is for a program.",
].join("\n");

const NOT_JUDGED_INTRO =
  "## Not judged\n\nRules of the list that would break something, and why there is none for them here.";

const cell = (text: string): string => text.replaceAll("|", "\\|").replaceAll("<", "&lt;");

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => "---"), ...rows].map((row) => `| ${row.join(" | ")} |`).join("\n");

const ROOT = join(__dirname, "..");

/** Every page of ours, from the root. */
export const pages = (): string[] =>
  ["README.md", ...readdirSync(join(ROOT, "docs")).map((name) => `docs/${name}`)].sort();

/** What a page should hold: all of it from code, or its sessions as they are now. */
export function expectedPage(path: string): string {
  const fromCode = PAGES[path.replace("docs/", "")];
  return fromCode ? fromCode() : withSessions(readFileSync(join(ROOT, path), "utf8"));
}

if (require.main === module) for (const path of pages()) writeFileSync(join(ROOT, path), expectedPage(path));
