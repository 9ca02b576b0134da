import { readFileSync } from "node:fs";
import { request as httpRequest, type RequestOptions } from "node:http";
import { request as httpsRequest } from "node:https";
import { join } from "node:path";
import * as z from "zod";
import type { Trouble } from "../facts";
import type { Address } from "./address";

export type Reachable = Extract<Address, { kind: "socket" | "tcp" }>;

/** A question that the engine did not answer, or not in words we know. */
export class EngineError extends Error {
  constructor(
    readonly trouble: Trouble,
    message: string,
    /** What it answered; none when it did not. */
    readonly status?: number,
  ) {
    super(message);
  }
}

/** GET over the engine's socket: the few questions that are asked here need no client library. */
export class EngineClient {
  constructor(
    private readonly address: Reachable,
    private readonly patienceMs: number,
  ) {}

  /** Throws EngineError. */
  async get<T>(path: string, schema: z.ZodType<T>): Promise<T> {
    const { status, text } = await this.answer(path);
    const body = parsed(text);
    if (status !== 200) throw new EngineError("strange", messageOf(body) ?? `it answers ${status}`, status);
    const { data } = schema.safeParse(body);
    if (data === undefined) throw new EngineError("strange", `${path} is not what an engine answers`, status);
    return data;
  }

  private async answer(path: string): Promise<{ status: number; text: string }> {
    const seconds = this.patienceMs / 1000;
    const { request, where } = this.way();
    return await new Promise((resolve, reject) => {
      const fail = (error: NodeJS.ErrnoException): void => reject(troubleOf(error, seconds));
      // Of its own: a connection that is kept would keep the command from ending.
      const options: RequestOptions = { path, agent: false, signal: AbortSignal.timeout(this.patienceMs) };
      request({ ...options, ...where }, (response) => {
        let text = "";
        response.setEncoding("utf8");
        response.on("data", (chunk: string) => (text += chunk));
        response.on("end", () => resolve({ status: response.statusCode ?? 0, text }));
        response.on("error", fail);
      })
        .on("error", fail)
        .end();
    });
  }

  private way() {
    const { address } = this;
    if (address.kind === "socket") return { request: httpRequest, where: { socketPath: address.path } };
    const where = { host: address.host, port: address.port };
    if (address.certificates === undefined) return { request: httpRequest, where };
    return { request: httpsRequest, where: { ...where, ...keysIn(address.certificates) } };
  }
}

function keysIn(folder: string) {
  const file = (name: string): string => readFileSync(join(folder, name), "utf8");
  try {
    return { ca: file("ca.pem"), cert: file("cert.pem"), key: file("key.pem") };
  } catch (error) {
    throw new EngineError("strange", `DOCKER_CERT_PATH: ${(error as Error).message}`);
  }
}

const TROUBLE: Readonly<Record<string, Trouble>> = {
  ENOENT: "off", ECONNREFUSED: "off", EACCES: "denied", EPERM: "denied", ABORT_ERR: "silent",
}; // prettier-ignore

const troubleOf = ({ code, message }: NodeJS.ErrnoException, seconds: number): EngineError => {
  const trouble = TROUBLE[code ?? ""] ?? "strange";
  return new EngineError(trouble, trouble === "silent" ? `nothing for ${seconds} s` : message);
};

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** On one line, however the engine broke it. */
const messageOf = (body: unknown): string | undefined =>
  z.object({ message: z.string() }).safeParse(body).data?.message.replace(/\s+/g, " ").trim();
