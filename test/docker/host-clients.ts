import { setTimeout as sleep } from "node:timers/promises";
import type { Deployment } from "../../src/deployment";
import { forwardedRoutes } from "../../src/targets/edge-routes";

/** Often enough to see a gap of a third of a second, and little work for the machine. */
const PAUSE_MS = 200;
/** Less than a load balancer's patience, and more than a busy machine takes: a slow answer is one. */
const TIMEOUT_MS = 5000;

export interface PublicPath {
  readonly service: string;
  readonly port: number;
  readonly path: string;
}

/** One path of each row that the load balancer forwards, at the port that its target group names. */
export const publicPaths = (deployment: Deployment): PublicPath[] =>
  forwardedRoutes(deployment).map(({ route, service, port }) => ({
    service,
    port,
    path: route.path.endsWith("/") && !route.exact ? `${route.path}anything` : route.path,
  }));

/** Who answered, by what a stand-in says of itself; why nobody did otherwise. */
export async function answerOf(address: string, { port, path }: PublicPath): Promise<string> {
  try {
    const response = await fetch(`http://${address}:${port}${path}`, { signal: AbortSignal.timeout(TIMEOUT_MS) });
    const text = await response.text();
    if (response.status >= 500) return `${response.status}`;
    return (
      /^<!doctype html><title>(.*?)</.exec(text)?.[1] ?? String((JSON.parse(text) as { service?: string }).service)
    );
  } catch (error) {
    return error instanceof Error && error.name === "TimeoutError" ? "no answer in time" : "no connection";
  }
}

interface Seen {
  readonly atMs: number;
  readonly ok: boolean;
  /** Who answered, or why nobody did. */
  readonly answer: string;
}

export interface Count {
  readonly ok: number;
  readonly failed: number;
  /** From the last answer before to the first one after; none where nothing failed. */
  readonly gapSec: number;
}

/** A client for each public path, from `start` until `stop`. */
export class Clients {
  private readonly seen = new Map<string, Seen[]>();
  private readonly running: Promise<void>[];
  private stopping = false;

  private constructor(
    private readonly address: string,
    paths: readonly PublicPath[],
  ) {
    this.running = paths.map((path) => this.client(path));
  }

  static start(address: string, paths: readonly PublicPath[]): Clients {
    return new Clients(address, paths);
  }

  async stop(): Promise<void> {
    this.stopping = true;
    await Promise.all(this.running);
  }

  /** What became of the requests to one service since then, all of its paths together. */
  count(service: string, sinceMs = 0, untilMs = Number.MAX_SAFE_INTEGER): Count {
    const lists = [...this.seen].filter(([name]) => name.startsWith(`${service} `)).map(([, list]) => list);
    const within = lists.map((list) => list.filter(({ atMs }) => atMs >= sinceMs && atMs < untilMs));
    return {
      ok: within.flat().filter(({ ok }) => ok).length,
      failed: within.flat().filter(({ ok }) => !ok).length,
      gapSec: Math.max(0, ...within.map(longestGapSec)),
    };
  }

  /** What came in the place of its answers, each once. */
  reasons(service: string): string[] {
    const lists = [...this.seen].filter(([name]) => name.startsWith(`${service} `)).flatMap(([, list]) => list);
    return [...new Set(lists.flatMap(({ ok, answer }) => (ok ? [] : [answer])))].sort();
  }

  get total(): number {
    return [...this.seen.values()].flat().length;
  }

  private async client(path: PublicPath): Promise<void> {
    const seen: Seen[] = [];
    this.seen.set(`${path.service} ${path.path}`, seen);
    while (!this.stopping) {
      const atMs = Date.now();
      const answer = await answerOf(this.address, path);
      seen.push({ atMs, ok: answer === path.service, answer });
      await sleep(PAUSE_MS);
    }
  }
}

/** Where it failed: from the last good answer before to the first good one after. */
function longestGapSec(seen: readonly Seen[]): number {
  let longest = 0;
  let lastOk = seen[0]?.atMs ?? 0;
  let failing = false;
  for (const { atMs, ok } of seen) {
    if (!ok) failing = true;
    else {
      if (failing) longest = Math.max(longest, atMs - lastOk);
      failing = false;
      lastOk = atMs;
    }
  }
  if (failing) longest = Math.max(longest, (seen.at(-1)?.atMs ?? 0) - lastOk);
  return longest / 1000;
}
