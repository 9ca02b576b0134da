import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findAwsProvider, findTerraform, type Found } from "../test/helpers/binaries";
import { findCheckov, findMoto } from "../test/helpers/python-tools";
import { whyNoImages } from "../test/docker/images";
import { whyNoTerraform } from "../test/helpers/terraform";
import { isColoured } from "./colours";
import { type JestReport, type Outcome, outcomeOf } from "./outcome";

export interface Level {
  readonly name: string;
  readonly run: () => Outcome;
}

const ROOT = join(__dirname, "..");
/** A level that hangs must end before whoever waits for all of them gives up. */
const LEVEL_TIMEOUT_MS = 30 * 60_000;

const TSC = "node_modules/typescript/bin/tsc";
const ESLINT = "node_modules/eslint/bin/eslint.js";
const PRETTIER = "node_modules/prettier/bin/prettier.cjs";
const JEST = "node_modules/jest/bin/jest.js";

const SLOW = ["/test/policy/", "/test/emulator/", "/test/docker/"];

/** From the cheapest to the dearest, so that a slip is told soon. */
export const LEVELS: readonly Level[] = [
  { name: "types", run: () => check([TSC, "-p", "."]) },
  { name: "lint", run: () => check([ESLINT, "."], [PRETTIER, "--check", "--log-level", "warn", "."]) },
  { name: "unit", run: () => jest("--testPathIgnorePatterns", "/test/golden/", "/test/terraform/", ...SLOW) },
  { name: "golden", run: () => jest("test/golden/") },
  { name: "validate", run: () => withTerraform("test/terraform/validate/") },
  { name: "plan", run: () => withTerraform("test/terraform/plan/") },
  { name: "policy", run: () => withTools("test/policy/", findCheckov()) },
  { name: "emulator", run: () => withTools("test/emulator/", findMoto()) },
  { name: "docker", run: withEngine },
];

/** Commands that are one check together: all are run, so that one round tells all there is to mend. */
function check(...commands: readonly (readonly string[])[]): Outcome {
  const results = commands.map((args) => node(args));
  const good = results.every(({ status }) => status === 0);
  return { passed: good ? 1 : 0, failed: good ? 0 : 1, skipped: [], output: results.map(({ text }) => text).join("") };
}

/** One Terraform takes a gigabyte, so there are two at most; what was found once is not looked for again. */
function withTerraform(folder: string): Outcome {
  const reason = whyNoTerraform();
  if (reason !== undefined) return { passed: 0, failed: 0, skipped: [reason], output: "" };
  const [terraform, provider] = [findTerraform(), findAwsProvider()];
  if ("path" in terraform) process.env["FERRY_TERRAFORM"] = terraform.path;
  if ("path" in provider) process.env["FERRY_AWS_PROVIDER"] = provider.path;
  return { ...jest(folder, "--maxWorkers=2"), remark: "path" in provider ? providerRemark(provider.version) : "" };
}

/** Terraform, and a program of PyPI beside it. */
function withTools(folder: string, tool: Found): Outcome {
  if ("missing" in tool) return { passed: 0, failed: 0, skipped: [tool.missing], output: "" };
  return withFigures(() => withTerraform(folder));
}

/** One engine, one set of ports, two cores: one file after the other. What was measured is told with the level. */
function withEngine(): Outcome {
  const reason = whyNoImages();
  if (reason !== undefined) return { passed: 0, failed: 0, skipped: [reason], output: "" };
  return withFigures(() => jest("test/docker/", "--runInBand"));
}

/** What the tests of a level measured, told under its line. */
function withFigures(run: () => Outcome): Outcome {
  const folder = mkdtempSync(join(tmpdir(), "ferry-figures-"));
  const file = join(folder, "figures.txt");
  process.env["FERRY_FIGURES"] = file;
  try {
    const outcome = run();
    const told = existsSync(file) ? readFileSync(file, "utf8").trimEnd() : "";
    const remark = [outcome.remark, told].filter(Boolean).join("\n");
    return { ...outcome, ...(remark !== "" && { remark }) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Another provider than the pinned one proves less, and who reads the line should know. */
const providerRemark = (found: string): string =>
  found === PINNED ? "" : `with AWS provider ${found}; the output pins ${PINNED}`;

const PINNED = "6.25.0";

function jest(...args: readonly string[]): Outcome {
  const folder = mkdtempSync(join(tmpdir(), "ferry-test-"));
  const file = join(folder, "report.json");
  try {
    const { text } = node([JEST, ...args, "--json", "--outputFile", file]);
    if (!existsSync(file)) return { passed: 0, failed: 1, skipped: [], output: text };
    return outcomeOf(JSON.parse(readFileSync(file, "utf8")) as JestReport, text);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function node(args: readonly string[]) {
  const { status, stdout, stderr, error } = spawnSync(process.execPath, args, {
    cwd: ROOT,
    encoding: "utf8",
    env: { ...process.env, ...(isColoured ? { FORCE_COLOR: "1" } : { NO_COLOR: "1" }) },
    maxBuffer: 2 ** 28,
    timeout: LEVEL_TIMEOUT_MS,
    // Jest repeats its whole report there, which is in the file already.
    stdio: ["ignore", args.includes("--json") ? "ignore" : "pipe", "pipe"],
  });
  return { status, text: `${stdout ?? ""}${stderr}${error ? `${error.message}\n` : ""}` };
}
