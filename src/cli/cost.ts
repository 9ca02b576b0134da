import pc from "picocolors";
import { ASSUMPTIONS, NOT_COUNTED, type AssumptionName } from "../cost/assumptions";
import { estimate, type Estimate, type WorkspaceCost } from "../cost/estimate";
import { PRICE_TABLE } from "../cost/prices";
import { waysOut, type WaysOut } from "../cost/ways-out";
import { windowOf } from "../cost/window";
import type { EndpointNeed } from "../model/endpoints";
import { describeAll, type Deployment } from "../deployment";
import { synthesize } from "../synthesize";
import { bareTable, indent } from "./workspaces-table";

/** What `--json` prints: the same figures, in US dollars a month. */
interface Report extends Estimate {
  readonly environment: string;
  readonly prices: typeof PRICE_TABLE;
  /** Where it runs; the table's prices are those of one region. */
  readonly region: string;
  readonly waysOut?: WaysOut | undefined;
  readonly window?: { readonly widest: number; readonly after: number } | undefined;
  readonly assumptions: readonly string[];
  readonly notCounted: readonly string[];
}

/** `ferry cost shop/prod`: what an environment costs in a month, by workspace. Throws ConfigError for a wrong one. */
export function costCommand(root: string, target: string, json: boolean): string {
  const [deployment] = describeAll(root, [target]) as [Deployment];
  const { aws } = deployment.environment;
  if (!aws || deployment.environment.target === "devenv") return `${target} runs on a laptop: nothing of it is billed`;
  const report = reportOf(target, aws.region, deployment);
  return json ? JSON.stringify(report, null, 2) : printed(report);
}

function reportOf(environment: string, region: string, deployment: Deployment): Report {
  const now = costOf(deployment);
  const window = windowOf(deployment);
  const used = new Set(now.workspaces.flatMap(({ lines }) => lines.flatMap(({ assumed }) => assumed ?? [])));
  return {
    environment,
    region,
    prices: PRICE_TABLE,
    ...now,
    waysOut: waysOut(deployment),
    window: window && { widest: costOf(window.widest).usd, after: costOf(window.after).usd },
    assumptions: (Object.keys(ASSUMPTIONS) as AssumptionName[])
      .filter((name) => used.has(name))
      .map((name) => `${ASSUMPTIONS[name].value} ${ASSUMPTIONS[name].text}`),
    notCounted: NOT_COUNTED,
  };
}

const costOf = (deployment: Deployment): Estimate =>
  estimate(synthesize([deployment]).workspaces.map(({ workspace, json }) => ({ name: workspace.name, json })));

function printed(report: Report): string {
  const { date, region } = PRICE_TABLE;
  const noPrice = report.workspaces.flatMap((workspace) =>
    workspace.noPrice.map((what) => `${workspace.name}  ${what}`),
  );
  return [
    `${pc.bold(report.environment)}  ${pc.green(`${usd(report.usd)} a month`)}${atMost(report)}`,
    ...report.workspaces.filter((workspace) => workspace.lines.length > 0).map(workspaceText),
    nothingText(report.workspaces),
    windowText(report),
    waysText(report.waysOut),
    section("Assumed, marked ~ above", report.assumptions),
    section("Not counted", report.notCounted),
    section("No price in the table", noPrice),
    section("Prices", [
      `list prices on demand, ${region}, US dollars, of ${date}; check them before money depends on it`,
      ...(report.region === region ? [] : [`${report.region} has others; those of ${region} stand for them`]),
    ]),
  ]
    .filter((text) => text !== "")
    .join("\n\n");
}

const usd = (amount: number): string =>
  `$${amount.toLocaleString("en-US", { minimumFractionDigits: 2, maximumFractionDigits: 2 })}`;

const atMost = ({ usd: least, usdAtMost }: Pick<WorkspaceCost, "usd" | "usdAtMost">): string =>
  usdAtMost > least ? pc.dim(`  (${usd(usdAtMost)} with everything scaled to its most)`) : "";

function workspaceText(workspace: WorkspaceCost): string {
  const rows = workspace.lines.map(({ what, quantity, each, per, usd: sum, assumed }) => [
    what,
    `${assumed ? "~" : ""}${count(quantity)}`,
    `$${each} / ${per}`,
    usd(sum),
  ]);
  const head = `${pc.bold(workspace.name)}  ${usd(workspace.usd)}${atMost(workspace)}`;
  return `${head}\n${indent(figures(["WHAT", "COUNT", "EACH", "A MONTH"], rows))}`;
}

const count = (quantity: number): string => String(Math.round(quantity * 100) / 100);

/** The first column says what it is, the others are figures and stand under each other by their last digit. */
function figures(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((_, column) => Math.max(...[head, ...rows].map((row) => row[column]?.length ?? 0)));
  const flush = (row: readonly string[]): string[] =>
    row.map((text, column) => (column === 0 ? text : text.padStart(widths[column] ?? 0)));
  return bareTable(flush(head), rows.map(flush));
}

function nothingText(workspaces: readonly WorkspaceCost[]): string {
  const names = workspaces.filter(({ lines }) => lines.length === 0).map(({ name }) => name);
  return names.length === 0 ? "" : pc.dim(`nothing billed yet: ${names.join(", ")}`);
}

function windowText({ usd: now, window }: Report): string {
  if (!window) return "";
  return section("While it moves, both places are paid for", [
    `now           ${usd(now)}`,
    `at its widest ${usd(window.widest)}  every phase moved, the host standing by`,
    `after         ${usd(window.after)}  every phase retired${window.after < window.widest ? ", the host gone" : ""}`,
  ]);
}

function waysText(compared: WaysOut | undefined): string {
  if (!compared) return "";
  const rows = compared.ways.map(({ what, made, usd: month, perGB }) => [
    what,
    made ? "yes" : "–",
    usd(month),
    `$${perGB.toFixed(3)}`,
  ]);
  return [
    pc.bold("Ways out of the private subnets"),
    indent(figures(["WAY", "HERE", "A MONTH", "AND A GB"], rows)),
    `  ${pc.dim(`endpoints cost less than NAT for what goes to AWS from ${compared.endpointsPayFromGB.toLocaleString("en-US")} GB a month on`)}`,
    "",
    pc.bold("What the endpoints are for"),
    indent(bareTable(["ENDPOINT", "WHY"], compared.endpoints.flatMap(reasonRows))),
  ].join("\n");
}

/** One reason a row, the name beside the first. */
const reasonRows = ({ api, reasons }: EndpointNeed): string[][] =>
  reasons.map((reason, index) => [index === 0 ? api : "", reason]);

const section = (title: string, lines: readonly string[]): string =>
  lines.length === 0 ? "" : [pc.bold(title), ...lines.map((line) => `  ${line}`)].join("\n");
