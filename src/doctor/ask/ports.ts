import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import { createServer } from "node:net";
import type { PortFact } from "../facts";

/** Tries to listen where the engine will. */
export async function askPort(port: number): Promise<PortFact> {
  const code = await bindCode(port);
  // What this user may not bind (a port below 1024), the engine may.
  if (code !== "EADDRINUSE") return { kind: "free" };
  const by = listenerOn(port);
  return { kind: "taken", ...(by !== undefined && { by }) };
}

const bindCode = (port: number): Promise<string | undefined> =>
  new Promise((resolve) => {
    const server = createServer();
    server.once("error", (error: NodeJS.ErrnoException) => resolve(error.code));
    server.listen({ port, host: "127.0.0.1", exclusive: true }, () => server.close(() => resolve(undefined)));
  });

/** `python3 (pid 4711)`, where Linux tells it to this user. */
function listenerOn(port: number): string | undefined {
  const sockets = new Set(["/proc/net/tcp", "/proc/net/tcp6"].flatMap((table) => inodesOn(port, table)));
  if (sockets.size === 0) return undefined;
  const pid = readable(() => readdirSync("/proc"), [])
    .filter((name) => /^\d+$/.test(name))
    .find((name) => holdsOne(`/proc/${name}/fd`, sockets));
  return pid && `${readable(() => readFileSync(`/proc/${pid}/comm`, "utf8").trim(), "a process")} (pid ${pid})`;
}

/** Columns of the kernel's table: its own address is the second, the state the fourth, the inode the tenth. */
const LISTENING = "0A";
function inodesOn(port: number, table: string): string[] {
  const end = `:${port.toString(16).toUpperCase().padStart(4, "0")}`;
  return readable(() => readFileSync(table, "utf8"), "")
    .split("\n")
    .map((line) => line.trim().split(/\s+/))
    .filter(([, own, , state]) => own?.endsWith(end) && state === LISTENING)
    .map((columns) => `socket:[${columns[9]}]`);
}

const holdsOne = (folder: string, sockets: ReadonlySet<string>): boolean =>
  readable(() => readdirSync(folder), []).some((fd) =>
    sockets.has(readable(() => readlinkSync(`${folder}/${fd}`), "")),
  );

/** Other users' processes are closed to us, and any may end while it is looked at. */
function readable<T>(read: () => T, otherwise: T): T {
  try {
    return read();
  } catch {
    return otherwise;
  }
}
