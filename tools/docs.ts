import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { CHECKS } from "../src/checks/pack";
import { TARGETS } from "../src/config/schema";
import { FIELDS, GRANTS, MOUNTS, STORES, type Coverage } from "../src/targets/coverage";
import { withSessions } from "./sessions";

/** The pages that are written from code, by file name. */
const PAGES: Readonly<Record<string, () => string>> = { "coverage.md": coveragePage, "rules.md": rulesPage };

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
