import pc from "picocolors";
import { ConfigError } from "../config/errors";
import { startOf } from "../config/extends";
import { findEnvironments, loadEnvironment, loadNamed, type LoadedEnvironment } from "../config/load";
import { TARGETS, type Target } from "../config/schema";
import { knownNames } from "../config/suggest";
import { countsOf, parityOf, rulesIn, type Counts, type Parity, type Row } from "../parity/compare";
import { columnsOf, isPlace, type Column } from "../parity/places";
import { RULES } from "../parity/rules";
import { platformNamed, type Registry } from "../platforms/registry";
import { subjectLines, type Detail } from "./parity-rows";
import { wrap } from "./wrap";

export interface ParityOptions {
  readonly root: string;
  /** `shop/prod` */
  readonly target: string;
  /** One service, job or task alone, each value of it. @default - all, in short */
  readonly service?: string | undefined;
  readonly json?: boolean | undefined;
  /** @default - the screen's, and never more than 120 */
  readonly columns?: number | undefined;
  readonly registry?: Registry | undefined;
}

export interface Compared {
  readonly text: string;
  /** Nothing is unexplained. */
  readonly explained: boolean;
}

const COLUMNS = 120;

/** `ferry parity shop/prod`: each service at each deployment option, and why it differs. Throws ConfigError as describe. */
export function parityCommand(options: ParityOptions): Compared {
  const { root, target, registry } = options;
  const loaded = loadNamed(root, target);
  const { platform, file } = loaded.environment;
  const parity = parityOf(columnsOf(loaded, platformNamed(platform, file, registry), laptops(root, platform)));
  return comparedText(parity, loaded, options);
}

/** The same for a comparison that is there already. */
export function comparedText(parity: Parity, loaded: LoadedEnvironment, options: ParityOptions): Compared {
  const rows = chosen(parity.rows, options.service, loaded.environment.file);
  const explained = countsOf(rows).unexplained === 0;
  const width = Math.min(COLUMNS, options.columns ?? process.stdout.columns ?? COLUMNS);
  return {
    text: options.json
      ? jsonText(parity, rows, options)
      : page(parity, rows, { ...options, width, moves: loaded.environment.migration !== undefined }),
    explained,
  };
}

/** The platform's own environments on devenv; one that cannot be read is told by the verbs that are about it. */
const laptops = (root: string, platform: string): (() => LoadedEnvironment)[] =>
  findEnvironments(root)
    .filter((each) => each.platform === platform)
    .flatMap(({ environment }) => {
      const loaded = readable(root, platform, environment);
      return loaded?.environment.target === "devenv" ? [() => loaded] : [];
    });

function readable(root: string, platform: string, environment: string): LoadedEnvironment | undefined {
  try {
    return loadEnvironment(root, platform, environment);
  } catch (error) {
    if (error instanceof ConfigError) return undefined;
    throw error;
  }
}

function chosen(rows: readonly Row[], service: string | undefined, file: string): readonly Row[] {
  if (service === undefined) return rows;
  const own = rows.filter(({ subject }) => subject === service);
  if (own.length > 0) return own;
  const text = `${service} is no service, job or task here; ${knownNames(service, [...new Set(rows.map(({ subject }) => subject))])}`;
  throw new ConfigError([{ ...startOf(file), path: "services", text }]);
}

type Page = ParityOptions & { readonly width: number; readonly moves: boolean };

function page(parity: Parity, rows: readonly Row[], asked: Page): string {
  const { target, service, width } = asked;
  const subjects = [...new Set(rows.map(({ subject }) => subject))];
  const detail: Detail = service === undefined ? "short" : "each";
  const parts = subjects.map((subject) =>
    subjectLines(
      rows.filter((row) => row.subject === subject),
      parity.columns,
      { detail, width },
    ).join("\n"),
  );
  return [head(parity.columns, target, width), ...parts, legend(rows, width), lastLines(rows, asked)].join("\n\n");
}

function head(columns: readonly Column[], target: string, width: number): string {
  const lines = columns.flatMap((column) => {
    const [first = "", ...rest] = wrap(words(column), width - 2, INDENT);
    return [`  ${column.target.padEnd(INDENT.length - 2)}${first.trim()}`, ...rest.map((line) => `  ${line}`.slice(2))];
  });
  return [pc.bold(target), ...lines, "", ...wrap(KEY, width, "  ").map((line) => pc.dim(line))].join("\n");
}

/** How the tables are read. */
const KEY =
  "equal: as the model says it. The name of a rule: translated by it, and by +n more. – and a name: absent by that rule.";

const INDENT = " ".repeat(Math.max(...TARGETS.map((target) => target.length)) + 4);

/** What the column is a column of. */
function words(column: Column): string {
  if (!isPlace(column)) return `refused: ${reasons(column.refused)}`;
  const { environment, migration } = column.deployment;
  const name = `${environment.platform}/${environment.environment}`;
  switch (column.how) {
    case "as it is":
      return migration
        ? "this environment before the first step of its migration: the host has everything"
        : "this environment";
    case "as if":
      return `this environment as if ${column.target} were its target`;
    case "other":
      return `${name} (${environment.file}), as a laptop does not take these settings: ${reasons(column.instead ?? [])}`;
  }
}

const reasons = (problems: readonly { readonly path: string; readonly text: string }[]): string =>
  problems.map(({ path, text }) => `${path}: ${text}`).join(" · ");

function legend(rows: readonly Row[], width: number): string {
  const used = rulesIn(rows);
  const column = Math.max(0, ...used.map((id) => id.length)) + 4;
  const lines = Object.entries(RULES)
    .filter(([id]) => (used as string[]).includes(id))
    .flatMap(([id, says]) => {
      const [first = "", ...rest] = wrap(says, width, " ".repeat(column));
      return [`  ${id.padEnd(column - 2)}${first.trim()}`, ...rest];
    });
  return [pc.bold("Why it differs"), ...lines.map((line) => pc.dim(line))].join("\n");
}

function lastLines(rows: readonly Row[], { target, service, moves }: Page): string {
  const counts = countsOf(rows);
  const bad = rows.find(({ at }) => Object.values(at).some(({ is }) => is === "unexplained"));
  const colour = counts.unexplained > 0 ? pc.red : pc.green;
  return [colour(countsText(counts)), pc.dim(`Next: ${nextStep()}`)].join("\n");

  function nextStep(): string {
    const subject = (bad ?? rows[0])?.subject;
    if (service === undefined)
      return `ferry parity ${target} --service ${subject}  # each value, and where it comes from`;
    return moves ? `ferry phases ${target}  # the next step of the move` : `ferry parity ${target}  # all services`;
  }
}

function countsText({ equal, translated, absent, unexplained }: Counts): string {
  const parts = [`${equal} equal`, `${translated} translated`, `${absent} absent`, `${unexplained} unexplained`];
  return `${equal + translated + absent + unexplained} facts: ${parts.join(", ")}`;
}

function jsonText({ columns }: Parity, rows: readonly Row[], { target }: ParityOptions): string {
  const used = rulesIn(rows);
  return JSON.stringify(
    {
      environment: target,
      targets: Object.fromEntries(columns.map((column) => [column.target, columnJson(column)])) as Record<
        Target,
        unknown
      >,
      counts: countsOf(rows),
      rows,
      rules: Object.fromEntries(Object.entries(RULES).filter(([id]) => (used as string[]).includes(id))),
    },
    null,
    2,
  );
}

function columnJson(column: Column): object {
  if (!isPlace(column)) return { refused: column.refused };
  const { platform, environment } = column.deployment.environment;
  return {
    environment: `${platform}/${environment}`,
    how: column.how,
    ...(column.instead && { refused: column.instead }),
  };
}
