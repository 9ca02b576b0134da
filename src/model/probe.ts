/** How a place learns that a container works: an HTTP path, a TCP port, or a command inside the container. */
export type Probe = Timings &
  (
    | { readonly http: { readonly port: string; readonly path: string; readonly tool?: "curl" | "wget" } }
    | { readonly tcp: { readonly port: string } }
    | { readonly command: readonly string[] }
  );

export interface Timings {
  /** @default 30 */
  readonly intervalSec?: number;
  /** @default 5 */
  readonly timeoutSec?: number;
  /** @default 3 */
  readonly retries?: number;
  /** Failures in this time after the start do not count. @default 30; ECS allows at most 300 */
  readonly startPeriodSec?: number;
}

export interface HealthCheck {
  /** A shell line, as CMD-SHELL takes it. */
  readonly command: string;
  readonly intervalSec: number;
  readonly timeoutSec: number;
  readonly retries: number;
  readonly startPeriodSec: number;
}

/** The check that runs inside the container. `ports` are the service's own. */
export function healthCheckOf(probe: Probe, ports: Readonly<Record<string, number>>): HealthCheck {
  return {
    command: commandOf(probe, ports),
    intervalSec: probe.intervalSec ?? 30,
    timeoutSec: probe.timeoutSec ?? 5,
    retries: probe.retries ?? 3,
    startPeriodSec: probe.startPeriodSec ?? 30,
  };
}

/** From the start until the place gives the container up, in seconds. */
export const patienceSec = (check: HealthCheck): number =>
  check.startPeriodSec + check.retries * (check.intervalSec + check.timeoutSec);

function commandOf(probe: Probe, ports: Readonly<Record<string, number>>): string {
  if ("command" in probe) return probe.command.map(quoteForShell).join(" ");
  if ("tcp" in probe) return `bash -c '</dev/tcp/127.0.0.1/${ports[probe.tcp.port]}'`;
  const url = `http://127.0.0.1:${ports[probe.http.port]}${probe.http.path}`;
  return probe.http.tool === "wget" ? `wget -q -O /dev/null ${url}` : `curl -fsS -o /dev/null ${url}`;
}

/** Words of letters, digits and the usual signs stay bare; `$NAME` is left for the container's shell to fill in. */
export function quoteForShell(word: string): string {
  return /^[\w@%+=:,./$-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
