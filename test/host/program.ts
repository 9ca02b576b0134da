import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { createHash } from "node:crypto";
import { FETCH_SCRIPT, HOST_PROGRAM } from "../../src/host/program";

export const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");

/** Itself, and not a wrapper that would put other programs before ours on the path. */
export const PYTHON = spawnSync("python3", ["-c", "import sys; print(sys.executable)"], {
  encoding: "utf8",
}).stdout.trim();

export interface Outcome {
  readonly status: number | null;
  readonly out: string;
  /** Its last line: what a human reads. */
  readonly last: string;
}

/** A folder that plays the data disk, with `aws` and `docker` that are shell scripts. */
export class HostSandbox {
  readonly folder = mkdtempSync(join(tmpdir(), "ferry-host-"));
  readonly root = join(this.folder, "opt");
  readonly bin = join(this.folder, "bin");

  private readonly memory = join("/dev/shm", this.folder.replaceAll("/", "-"));
  private static readonly all: HostSandbox[] = [];

  static removeAll(this: void): void {
    for (const { folder, memory } of HostSandbox.all.splice(0))
      for (const each of [folder, memory]) rmSync(each, { recursive: true, force: true });
  }

  constructor() {
    HostSandbox.all.push(this);
    mkdirSync(join(this.root, "releases"), { recursive: true });
    mkdirSync(this.bin);
    this.stub("aws", "exit 1");
    this.stub("docker", "exit 1");
  }

  /** A program of that name; `$CALLS` is where it may write how it was called. */
  stub(name: string, script: string): void {
    writeFileSync(join(this.bin, name), `#!/bin/sh\nCALLS='${this.folder}/calls'\n${script}\n`);
    chmodSync(join(this.bin, name), 0o755);
  }

  python(args: readonly string[], input?: string): Outcome {
    const env = { ...process.env, PATH: `${this.bin}:${process.env["PATH"] ?? ""}` };
    const done = spawnSync(PYTHON, args, {
      encoding: "utf8",
      env,
      timeout: 60_000,
      ...(input !== undefined && { input }),
    });
    const out = `${done.stdout}${done.stderr}`;
    return { status: done.status, out, last: out.trim().split("\n").at(-1) ?? "" };
  }

  /** Files as a release names them: `{path: hash}` in a manifest whose hash is the release's id. */
  manifest(files: Readonly<Record<string, string>>): { id: string; text: string } {
    const hashes = Object.entries(files)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([path, text]) => [path, sha256(text)] as const);
    const text = JSON.stringify({ files: Object.fromEntries(hashes) });
    return { id: sha256(text).slice(0, 16), text };
  }

  /** A fetched release on the disk. */
  release(extra: Readonly<Record<string, string>> = {}, host: Readonly<Record<string, unknown>> = {}): string {
    const files = { ...HOST_PROGRAM, "host.json": JSON.stringify({ ...this.host(), ...host }), ...extra };
    const { id, text } = this.manifest(files);
    for (const [path, content] of Object.entries({ ...files, "manifest.json": text })) {
      const file = join(this.root, "releases", id, path);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, content);
    }
    return id;
  }

  deploy(id: string, ...options: readonly string[]): Outcome {
    return this.python([join(this.root, "releases", id, "program"), ...options, "deploy", id]);
  }

  fetch(release: string): Outcome {
    const script = join(this.folder, "fetch.py");
    writeFileSync(script, FETCH_SCRIPT);
    return this.python([script, "--bucket", "b", "--region", "eu-west-1", "--root", this.root, release]);
  }

  private host(): object {
    return {
      project: "shop-prod",
      root: this.root,
      region: "eu-west-1",
      secretsDir: this.memory,
      credentialHelpers: {},
      metrics: { namespace: "shop/Host", dimensions: { Environment: "prod" } },
      files: [],
      jobs: {},
      services: {},
      freeMiB: 1,
    };
  }
}
