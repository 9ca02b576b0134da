import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** What it says to one question: a body, or a status with a message; "silence" is a connection that is kept open. */
export type Reply = unknown;
export const SILENCE = Symbol("silence");
export const failure = (status: number, message: string) => ({ status, message }) as const;

const HEALTHY: Readonly<Record<string, Reply>> = {
  "/version": { Version: "27.0.1", ApiVersion: "1.46" },
  "/info": { DockerRootDir: "/nowhere/docker", MemTotal: 16 * 1024 ** 3 },
  "/containers/json?all=1": [],
  "/networks": [],
  "/volumes": { Volumes: null, Warnings: null },
};

/** An engine that says what a test wants, on a socket of its own; and what it was asked. */
export class FakeEngine {
  readonly asked: string[] = [];
  readonly host: string;
  private readonly folder = mkdtempSync(join(tmpdir(), "ferry-engine-"));
  private readonly server: Server;
  private replies: Readonly<Record<string, Reply>> = {};

  constructor() {
    this.host = `unix://${join(this.folder, "docker.sock")}`;
    this.server = createServer((request, response) => {
      const path = request.url ?? "";
      this.asked.push(path);
      const reply = { ...HEALTHY, ...this.replies }[path];
      if (reply === SILENCE) return;
      const failed = isFailure(reply)
        ? reply
        : reply === undefined
          ? failure(404, `no such thing: ${path}`)
          : undefined;
      response.writeHead(failed?.status ?? 200, { "content-type": "application/json" });
      response.end(JSON.stringify(failed ? { message: failed.message } : reply));
    });
  }

  async start(): Promise<this> {
    await new Promise<void>((done) => this.server.listen(join(this.folder, "docker.sock"), done));
    return this;
  }

  /** From now on; what is not said is a healthy and empty engine's. */
  says(replies: Readonly<Record<string, Reply>>): void {
    this.replies = replies;
    this.asked.length = 0;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((done) => this.server.close(done));
    rmSync(this.folder, { recursive: true, force: true });
  }
}

const isFailure = (reply: unknown): reply is ReturnType<typeof failure> =>
  typeof reply === "object" && reply !== null && "status" in reply && "message" in reply;
