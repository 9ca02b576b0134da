import { type ChildProcess, spawn } from "node:child_process";
import { createServer, type AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { findMoto } from "../helpers/python-tools";

/** Of the shipped environments. */
const ACCOUNT = "111122223333";

const START_TIMEOUT_MS = 60_000;

/** AWS as moto plays it: it keeps what it is told, runs nothing, and forgets all when it ends. */
export class Emulator {
  private constructor(
    readonly url: string,
    private readonly server: ChildProcess,
  ) {}

  /** At an address of this machine that those reach who shall speak to it. Throws when it does not answer. */
  static async start(host = "127.0.0.1"): Promise<Emulator> {
    const found = findMoto();
    if ("missing" in found) throw new Error(found.missing);
    const port = await freePort(host);
    const server = spawn(found.path, ["-H", host, "-p", String(port)], {
      stdio: "ignore",
      // Policies that AWS itself keeps, such as those for backups, are there only when asked for.
      env: {
        PATH: process.env["PATH"],
        HOME: process.env["HOME"],
        MOTO_IAM_LOAD_MANAGED_POLICIES: "true",
        // The one that the environment files name.
        MOTO_ACCOUNT_ID: ACCOUNT,
        // A certificate is issued at once: one that others made is so before a plan looks at it.
        MOTO_ACM_VALIDATION_WAIT: "-1",
      },
    });
    const emulator = new Emulator(`http://${host}:${port}`, server);
    for (const started = Date.now(); !(await emulator.answers()); await sleep(200)) {
      if (server.exitCode === null && Date.now() - started < START_TIMEOUT_MS) continue;
      emulator.stop();
      throw new Error(`${found.path} does not answer at ${emulator.url}`);
    }
    return emulator;
  }

  /** What Terraform's environment must hold: where AWS is, and that nobody is asked in between. */
  get env(): Readonly<Record<string, string>> {
    return { AWS_ENDPOINT_URL: this.url, NO_PROXY: new URL(this.url).hostname, AWS_REGION: "eu-west-1" };
  }

  /** By its own process id. */
  stop(): void {
    this.server.kill("SIGKILL");
  }

  /** One call as the AWS CLI would make it, signed by nobody: moto takes any name. */
  async call(service: string, target: string, body: object): Promise<Record<string, unknown>> {
    const answer = await fetch(this.url, {
      method: "POST",
      headers: {
        "content-type": "application/x-amz-json-1.1",
        "x-amz-target": target,
        authorization: `AWS4-HMAC-SHA256 Credential=test/20260101/eu-west-1/${service}/aws4_request, SignedHeaders=host, Signature=0`,
      },
      body: JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`${target}: ${answer.status} ${await answer.text()}`);
    return (await answer.json()) as Record<string, unknown>;
  }

  /** The same for services that take a form and answer in XML. */
  async ask(service: string, form: string): Promise<string> {
    const answer = await fetch(this.url, {
      method: "POST",
      headers: {
        "content-type": "application/x-www-form-urlencoded",
        authorization: `AWS4-HMAC-SHA256 Credential=test/20260101/eu-west-1/${service}/aws4_request, SignedHeaders=host, Signature=0`,
      },
      body: form,
    });
    return answer.text();
  }

  private async answers(): Promise<boolean> {
    try {
      return (await fetch(`${this.url}/moto-api/`, { signal: AbortSignal.timeout(2000) })).ok;
    } catch {
      return false;
    }
  }
}

const freePort = (host: string): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, host, () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
