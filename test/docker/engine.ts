import { execFile, spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { request } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";

const run = promisify(execFile);
// The builder that every engine has; the newer one asks a registry for its own parts.
const ENV = { ...process.env, DOCKER_BUILDKIT: "0" };

/** Why no container can be started here; undefined when one can. */
export function whyNoEngine(): string | undefined {
  const { status, stderr, error } = spawnSync("docker", ["version", "--format", "{{.Server.Version}}"], {
    encoding: "utf8",
    timeout: 20_000,
  });
  if (error) return "docker is not on the PATH";
  return status === 0 ? undefined : `no Docker engine answers: ${stderr.trim().split("\n").at(-1) ?? ""}`;
}

/** What `docker …` prints; it rejects with what it complains of. */
export async function docker(...args: readonly string[]): Promise<string> {
  const { stdout } = await run("docker", args, { env: ENV, maxBuffer: 2 ** 26 });
  return stdout.trim();
}

/** What a container has printed, both streams. */
export async function logs(container: string): Promise<string> {
  const { stdout, stderr } = await run("docker", ["logs", container], { env: ENV, maxBuffer: 2 ** 26 });
  return stdout + stderr;
}

/** How one container of a sandbox is started; the rest is as its image says. */
export interface Start {
  readonly image: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly command?: readonly string[];
  /** A port of its own that gets a free one of 127.0.0.1, see `Sandbox.address`. */
  readonly publish?: number;
  /** `docker run` options that are not above. */
  readonly options?: readonly string[];
}

/** A network of its own and the containers in it, which find each other by name. Nothing else is ever removed. */
export class Sandbox {
  private constructor(private readonly id: string) {}

  /** Nothing else on the engine is called so. */
  get name(): string {
    return this.id;
  }

  /** This machine's own address in the network, where containers reach it. */
  async gateway(): Promise<string> {
    return docker("network", "inspect", "--format", "{{(index .IPAM.Config 0).Gateway}}", this.id);
  }

  static async open(): Promise<Sandbox> {
    const sandbox = new Sandbox(`ferry-test-${randomBytes(4).toString("hex")}`);
    await docker("network", "create", ...sandbox.label, sandbox.id);
    return sandbox;
  }

  /** Starts a container; its full name is the answer. */
  async start(name: string, how: Start): Promise<string> {
    return await docker("run", "--detach", ...this.arguments(name, how)).then(() => this.container(name));
  }

  /** Runs a container to its end. */
  async finish(name: string, how: Start): Promise<{ status: number; output: string }> {
    const container = await this.start(name, how);
    const status = Number(await docker("wait", container));
    return { status, output: await logs(container) };
  }

  /** `127.0.0.1:<port>` for a port that was published. */
  async address(name: string, port: number): Promise<string> {
    return docker("port", this.container(name), `${port}/tcp`);
  }

  async exec(name: string, ...command: readonly string[]): Promise<string> {
    return docker("exec", this.container(name), ...command);
  }

  async dispose(): Promise<void> {
    const ours = ["--quiet", "--filter", `label=ferry.test.run=${this.id}`];
    const containers = await docker("ps", "--all", ...ours);
    if (containers) await docker("rm", "--force", "--volumes", ...containers.split("\n"));
    const networks = await docker("network", "ls", ...ours);
    if (networks) await docker("network", "rm", ...networks.split("\n"));
  }

  private arguments(name: string, { image, env = {}, command = [], publish, options = [] }: Start): string[] {
    return [
      ...["--name", this.container(name), "--network", this.id, "--network-alias", name, "--init", ...this.label],
      ...Object.entries(env).flatMap(([variable, value]) => ["--env", `${variable}=${value}`]),
      ...(publish === undefined ? [] : ["--publish", `127.0.0.1::${publish}`]),
      ...options,
      image,
      ...command,
    ];
  }

  private container(name: string): string {
    return `${this.id}-${name}`;
  }

  private get label(): readonly string[] {
    return ["--label", `ferry.test.run=${this.id}`];
  }
}

/** What `probe` gives as soon as it no longer throws; its last complaint when that takes too long. */
export async function eventually<T>(probe: () => Promise<T>, timeoutSec = 30): Promise<T> {
  const end = Date.now() + timeoutSec * 1000;
  for (;;) {
    try {
      return await probe();
    } catch (error) {
      if (Date.now() > end) throw error;
    }
    await sleep(200);
  }
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The text as JSON; undefined when it is none. */
  readonly json: unknown;
}

export async function ask(url: string, init: RequestInit = {}): Promise<Answer> {
  const response = await fetch(url, { redirect: "manual", signal: AbortSignal.timeout(60_000), ...init });
  const text = await response.text();
  return { status: response.status, headers: response.headers, text, json: parsed(text) };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

export interface ServerEvent {
  readonly event: string;
  readonly data: unknown;
  /** When it arrived, in milliseconds since the request. */
  readonly atMs: number;
}

/** The server-sent events of a stream, each when it arrives; leaving the loop closes the stream. Comments are left out. */
export async function* serverEvents(url: string, init: RequestInit = {}): AsyncGenerator<ServerEvent> {
  const begin = Date.now();
  const response = await fetch(url, init);
  if (response.status !== 200 || !response.body) throw new Error(`${url}: ${response.status} ${await response.text()}`);
  let rest = "";
  for await (const chunk of response.body.pipeThrough(new TextDecoderStream())) {
    const blocks = (rest + chunk).split("\n\n");
    rest = blocks.pop() ?? "";
    for (const block of blocks) {
      const [, event, data] = /^event: (.*)\ndata: (.*)$/.exec(block) ?? [];
      if (event && data) yield { event, data: JSON.parse(data) as unknown, atMs: Date.now() - begin };
    }
  }
}

const MASK_LENGTH = 4;

/** What comes back over a WebSocket for a text of less than 126 bytes. Node 20 has no client of its own. */
export function webSocketEcho(url: string, text: string, headers: Readonly<Record<string, string>> = {}) {
  const key = randomBytes(16).toString("base64");
  const upgrade = {
    Connection: "Upgrade",
    Upgrade: "websocket",
    "Sec-WebSocket-Version": "13",
    "Sec-WebSocket-Key": key,
  };
  return new Promise<string>((resolve, reject) => {
    request(url, { headers: { ...upgrade, ...headers }, timeout: 30_000 })
      .on("error", reject)
      .on("timeout", () => reject(new Error(`${url}: no answer`)))
      .on("response", ({ statusCode }) => reject(new Error(`${url}: ${statusCode} in place of an upgrade`)))
      .on("upgrade", (_, socket) => {
        socket.on("error", reject);
        // A frame that is final and text: 0x81, its length, the text.
        socket.once("data", (frame: Buffer) => {
          resolve(frame.subarray(2, 2 + (frame[1] ?? 0)).toString());
          socket.destroy();
        });
        // A mask of zeros leaves the text as it is.
        const body = Buffer.from(text);
        socket.write(Buffer.concat([Buffer.from([0x81, 0x80 | body.length]), Buffer.alloc(MASK_LENGTH), body]));
      })
      .end();
  });
}
