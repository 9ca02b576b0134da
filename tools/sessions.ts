import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { connectionsCommand } from "../src/cli/connections";
import { costCommand } from "../src/cli/cost";
import { envCommand } from "../src/cli/env";
import { explainCommand } from "../src/cli/explain";
import { operateCommand } from "../src/cli/operate";
import { parityCommand } from "../src/cli/parity";
import { phasesCommand } from "../src/cli/phases";
import { startOrderCommand } from "../src/cli/start-order";
import { summary } from "../src/cli/synth";
import { timeoutsCommand } from "../src/cli/timeouts";
import { ConfigError } from "../src/config/errors";
import { describeChosen } from "../src/account";
import { describeAll } from "../src/deployment";
import { synthesize } from "../src/synthesize";

const ROOT = join(__dirname, "..");

/** Slips of the pen in envs/kdcube/prod.yaml: what stood there, what stands there now. */
const SLIPS: readonly [string, string][] = [
  ["profile: production", "profile: prodcution"],
  ["state: shared, share: 25", "state: shared, share: 250"],
  ["size: { cpu: 1024", "sise: { cpu: 1024"],
  ["zones: [a, b, c]", "zones: [a]"],
];

/** What the pages show, by the name in their `<!-- output: … -->`. */
const SESSIONS: Readonly<Record<string, () => string>> = {
  "npm start": () => {
    const { deployments, accounts } = describeChosen(ROOT);
    return summary(synthesize(deployments, accounts), "cdktf.out");
  },
  "ferry phases kdcube/prod": () => phasesCommand(ROOT, "kdcube/prod"),
  "ferry timeouts kdcube/prod": () => timeoutsCommand(ROOT, "kdcube/prod"),
  "ferry start-order kdcube/prod": () => startOrderCommand(ROOT, "kdcube/prod"),
  "ferry connections kdcube/prod": () => connectionsCommand(ROOT, "kdcube/prod"),
  "ferry operate kdcube/staging chat-ingress": () => operateCommand(ROOT, "kdcube/staging", "chat-ingress"),
  "ferry operate kdcube/prod host": () => operateCommand(ROOT, "kdcube/prod", "host"),
  "ferry explain kdcube/prod services.chat-proc.size.memoryMiB": () =>
    explainCommand(ROOT)("kdcube/prod", "services.chat-proc.size.memoryMiB"),
  "ferry parity kdcube/prod, cut to chat-proc": () => cutTo("chat-proc", parity({ target: "kdcube/prod" })),
  "ferry parity kdcube/prod --service clamav": () => parity({ target: "kdcube/prod", service: "clamav" }),
  "ferry cost kdcube/prod": () => costCommand(ROOT, "kdcube/prod", false),
  "ferry env kdcube/dev, in mode infra": () =>
    inCopy((root) => {
      edit(root, "dev", [["mode: all", "mode: infra"]]);
      return envCommand(root, "kdcube/dev", undefined, {});
    }),
  mistakes,
};

/** As wide as a page, whatever the screen is. */
const parity = (asked: { readonly target: string; readonly service?: string }): string =>
  parityCommand({ root: ROOT, columns: 120, ...asked }).text;

/** The head and the end of a session, and between them the part with this heading. */
function cutTo(heading: string, session: string): string {
  const parts = stripVTControlCharacters(session).split("\n\n");
  const own = parts.find((part) => part.startsWith(`${heading}\n`));
  if (own === undefined) throw new Error(`the session has no part ${heading}`);
  return [...parts.slice(0, 2), "…", own, "…", parts.at(-1)].join("\n\n");
}

function mistakes(): string {
  return inCopy((root) => {
    for (const name of ["prod", "base"]) edit(root, name, SLIPS);
    try {
      describeAll(root, ["kdcube/prod"]);
      return "";
    } catch (error) {
      if (error instanceof ConfigError) return error.message;
      throw error;
    }
  });
}

/** The environments in a folder of their own, where they can be changed. */
function inCopy(session: (root: string) => string): string {
  const root = mkdtempSync(join(tmpdir(), "ferry-"));
  try {
    cpSync(join(ROOT, "envs"), join(root, "envs"), { recursive: true });
    return session(root);
  } finally {
    rmSync(root, { recursive: true });
  }
}

function edit(root: string, name: string, changes: readonly [string, string][]): void {
  const file = join(root, `envs/kdcube/${name}.yaml`);
  const text = readFileSync(file, "utf8");
  writeFileSync(
    file,
    changes.reduce((before, [from, to]) => before.replace(from, to), text),
  );
}

const BLOCK = /(<!-- output: (.+?) -->\n```\n)[^]*?(?=```)/g;

/** A page with every session as it is now. */
export const withSessions = (page: string): string =>
  page.replace(BLOCK, (_all, head: string, name: string) => {
    const session = SESSIONS[name];
    if (!session) throw new Error(`no session "${name}"; known: ${Object.keys(SESSIONS).join(", ")}`);
    return `${head}${stripVTControlCharacters(session())}\n`;
  });
