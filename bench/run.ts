import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const ROOT = join(__dirname, "..");
/** What `npm start` loads TypeScript with, said in full: the runs stand in folders of their own. */
const TSX = pathToFileURL(require.resolve("tsx")).href;
/** What npm sets for its own scripts would be measured too. */
const shell: NodeJS.ProcessEnv = { PATH: process.env["PATH"], HOME: process.env["HOME"] };
const RUNS = 5;
const SIZES = [10, 100, 1000] as const;

/** What this project wants to be; told beside each number, failed by none: a busy machine is no fault of the code. */
const AIMS = { wallMs: 1500, peakMiB: 220, resourcesPerSec: 3500, ratio: 11 } as const;

/** From shell to shell, as a person waits for it: every shipped environment, described, checked and written. */
function allEnvironments(): object {
  const folder = mkdtempSync(join(tmpdir(), "ferry-bench-"));
  try {
    const times = Array.from({ length: RUNS }, () => timed(folder)).sort((a, b) => a - b);
    return {
      bench: "all environments, shell to shell",
      runs: RUNS,
      bestMs: times[0],
      medianMs: times[Math.floor(RUNS / 2)],
      ...peaks(folder),
      aim: `under ${AIMS.wallMs} ms and ${AIMS.peakMiB} MiB`,
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function timed(folder: string): number {
  const cwd = mkdtempSync(join(folder, "run-"));
  const started = performance.now();
  start([join(ROOT, "main.ts")], shell, cwd);
  return Math.round(performance.now() - started);
}

/** A run of its own, because looking at memory costs time. */
function peaks(folder: string): object {
  const watched = mkdtempSync(join(folder, "peaks-"));
  const hook = pathToFileURL(join(__dirname, "peak.mjs")).href;
  const env = { ...shell, NODE_OPTIONS: `--import ${hook}`, FERRY_BENCH_PEAKS: watched };
  start([join(ROOT, "main.ts")], env, mkdtempSync(join(folder, "run-")));
  const sizes = readdirSync(watched).map((name) => Number(readFileSync(join(watched, name), "utf8")) / 1024);
  return {
    peakMiB: Math.round(Math.max(...sizes)),
    peakOf: "largest process, maxRSS",
    processesMiB: sizes.map(Math.round).sort((a, b) => b - a),
  };
}

interface Generated {
  readonly services: number;
  readonly wallMs: number;
  readonly resourcesPerSec: number;
}

function generated(services: number): Generated {
  return JSON.parse(start([join(__dirname, "generated-run.ts"), String(services)], shell, ROOT)) as Generated;
}

/** `cwd` is where a run writes its cdktf.out: a new folder each time, so that every run writes all of it. */
function start(args: readonly string[], env: NodeJS.ProcessEnv, cwd: string): string {
  const { status, stdout, stderr } = spawnSync(process.execPath, ["--import", TSX, ...args], {
    cwd,
    env,
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(`node ${args.join(" ")} ended with ${status}:\n${stdout}${stderr}`);
  return stdout;
}

const print = (line: object): void => console.log(JSON.stringify(line));

print(allEnvironments());
const results = SIZES.map((services) => {
  const result = generated(services);
  print({ ...result, aim: `at least ${AIMS.resourcesPerSec} resources a second` });
  return result;
});
const wallMs = (services: number): number => results.find((result) => result.services === services)?.wallMs ?? NaN;
print({
  bench: "time(1000) / time(100)",
  ratio: Number((wallMs(1000) / wallMs(100)).toFixed(2)),
  aim: `under ${AIMS.ratio}`,
});
