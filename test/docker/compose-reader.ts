import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { renderEnvFile } from "../../src/rendering/env-file";
import { docker, Sandbox } from "./engine";
import { buildHostImage } from "./host-image";

export interface ReadService {
  readonly environment?: Readonly<Record<string, string>>;
  readonly scale?: number;
  readonly [field: string]: unknown;
}

export interface ReadCompose {
  readonly name: string;
  readonly services: Readonly<Record<string, ReadService>>;
  readonly [field: string]: unknown;
}

/** Path → text; in `envFiles` variable → value. As the host has them in memory. */
export interface Secrets {
  readonly envFiles: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly files: Readonly<Record<string, string>>;
}

/** The Compose of a host, which needs no engine to read a file. */
export class ComposeReader {
  private runs = 0;

  private constructor(private readonly sandbox: Sandbox) {}

  /** `engine`: it may also start what it reads, on the engine of this machine. */
  static async open({ engine = false } = {}): Promise<ComposeReader> {
    const image = await buildHostImage();
    const sandbox = await Sandbox.open();
    const options = engine ? ["--volume", "/var/run/docker.sock:/var/run/docker.sock"] : [];
    await sandbox.start("compose", { image, command: ["sleep", "infinity"], options });
    return new ComposeReader(sandbox);
  }

  /** What Compose makes of a bundle, all variables filled in; it rejects with what Compose refuses or warns of. */
  async read(bundle: Readonly<Record<string, string>>, secrets: Secrets): Promise<ReadCompose> {
    this.runs += 1;
    const place = `/read/${this.runs}`;
    await this.put(bundle, `${place}/bundle`);
    const envFiles = Object.entries(secrets.envFiles).map(([path, values]) => [path, renderEnvFile(values)] as const);
    await this.put({ ...Object.fromEntries(envFiles), ...secrets.files }, `${place}/secrets`);
    const script = `cd ${place}/bundle && SECRETS_DIR=${place}/secrets docker compose config --format json 2>../said; s=$?; cat ../said >&2; [ ! -s ../said ] && exit $s`;
    const text = await this.sandbox.exec("compose", "sh", "-c", script);
    return withDollars(JSON.parse(text)) as ReadCompose;
  }

  /** `docker compose …` in the folder of a bundle that has no secrets. */
  async run(bundle: Readonly<Record<string, string>>, ...command: readonly string[]): Promise<void> {
    this.runs += 1;
    const place = `/read/${this.runs}`;
    await this.put(bundle, place);
    await this.sandbox.exec("compose", "sh", "-c", `cd ${place} && docker compose "$@"`, "compose", ...command);
  }

  async down(project: string): Promise<void> {
    const how = ["--volumes", "--timeout", "0"];
    await this.sandbox.exec("compose", "docker", "compose", "--project-name", project, "down", ...how);
  }

  async close(): Promise<void> {
    await this.sandbox.dispose();
  }

  private async put(files: Readonly<Record<string, string>>, place: string): Promise<void> {
    const folder = mkdtempSync(join(tmpdir(), "ferry-"));
    try {
      for (const [path, text] of Object.entries(files)) {
        mkdirSync(dirname(join(folder, path)), { recursive: true });
        writeFileSync(join(folder, path), text);
      }
      await this.sandbox.exec("compose", "mkdir", "-p", dirname(place));
      await docker("cp", folder, `${await this.sandbox.exec("compose", "hostname")}:${place}`);
    } finally {
      rmSync(folder, { recursive: true });
    }
  }
}

/** `config` prints a file that can be read again, in which `$$` is a dollar. */
function withDollars(value: unknown): unknown {
  if (typeof value === "string") return value.replaceAll("$$", "$");
  if (Array.isArray(value)) return value.map(withDollars);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, withDollars(inner)]));
}
