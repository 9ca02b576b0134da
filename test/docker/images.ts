import { spawn, spawnSync } from "node:child_process";
import { join } from "node:path";
import { docker } from "./engine";
import { LABEL, labelOf, make, recipe, whyNotMade } from "./recipe";

const FOLDER = join(__dirname, "images");
/** All of our images stand on it. */
const BASE = recipe("base");

interface Source {
  readonly folder: string;
  /** Whom the real image runs as. @default - as its Dockerfile says */
  readonly runAs?: string;
}

const standin = (runAs: string): Source => ({ folder: "standin", runAs });

/** Source of the users: kdcube reference §1.0, image facts. */
const SOURCES = {
  postgres: { folder: "postgres" },
  redis: { folder: "redis" },
  proxy: { folder: "proxy" },
  clamav: { folder: "clamav" },
  "chat-ingress": standin("1000:1000"),
  "chat-proc": standin("0:0"),
  metrics: standin("1000:1000"),
  "postgres-setup": standin("1000:1000"),
  "web-ui": standin("0:0"),
  proxylogin: standin("2222:2222"),
  "py-code-exec": standin("0:0"),
} as const satisfies Readonly<Record<string, Source>>;

export type ImageRole = keyof typeof SOURCES;
export const IMAGE_ROLES = Object.keys(SOURCES) as ImageRole[];

/** Role → the names that a release gives to its image. */
export type ImageNames = Readonly<Partial<Record<ImageRole, readonly string[]>>>;

/** Why the images cannot be made here; undefined when they can, or when all that takes root is there already. */
export const whyNoImages = (): string | undefined => whyNotMade(BASE);

/**
 * Makes the images under these names. The base takes a minute, once per engine and recipe; the others a second each.
 * `base` stands in the place of ours, which it was made from. An image of somebody else's under one of the names is left alone, and is an error.
 */
export async function buildImages(names: ImageNames, base?: string): Promise<void> {
  await refuseForeign(names);
  const from = base ?? (await make(BASE));
  for (const role of IMAGE_ROLES) {
    const tags = names[role] ?? [];
    if (tags.length > 0) await build(role, tags, from);
  }
}

/** Takes the names away, so that nobody gets a stand-in for the real thing; the base stays for the next time. */
export async function removeImages(names: ImageNames): Promise<void> {
  for (const tag of Object.values(names).flat()) {
    if (await labelOf(tag)) await docker("rmi", tag);
  }
}

/** Those that a developer runs from a checkout, beside stores in containers. */
export type ProcessRole = Extract<
  ImageRole,
  "chat-ingress" | "chat-proc" | "metrics" | "proxylogin" | "postgres-setup"
>;

export interface StandinProcess {
  /** What it has printed so far. */
  readonly output: () => string;
  /** Its exit status, once it has ended by itself. */
  readonly ended: Promise<number | null>;
  readonly stop: () => Promise<void>;
}

/** Why no stand-in can run outside of a container here; undefined when one can. */
export const whyNoProcess = (): string | undefined =>
  findPython() ? undefined : "no python3 here has aiohttp, redis and psycopg: they are packages of Debian";

/** A stand-in as a process of this machine, with the variables of a file that a developer would source. */
export function startProcess(role: ProcessRole, envFile: string): StandinProcess {
  const python = findPython();
  if (!python) throw new Error(whyNoProcess());
  const sourced = ["-c", 'set -a; . "$0"; set +a; exec "$@"', envFile, python, join(FOLDER, "standin"), role];
  const child = spawn("sh", sourced, { stdio: ["ignore", "pipe", "pipe"] });
  const printed: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => printed.push(chunk));
  const ended = new Promise<number | null>((resolve) => child.on("close", resolve));
  const stop = async (): Promise<void> => {
    child.kill("SIGTERM");
    await ended;
  };
  return { output: () => Buffer.concat(printed).toString(), ended, stop };
}

/** The first on the PATH may be of a version manager, without Debian's packages. */
const findPython = (): string | undefined =>
  ["python3", "/usr/bin/python3"].find(
    (python) => spawnSync(python, ["-c", "import aiohttp, psycopg, redis.asyncio"]).status === 0,
  );

export const baseImage = (): string => BASE.image;
export const makeBase = (): Promise<string> => make(BASE);

async function build(role: ImageRole, tags: readonly string[], from: string): Promise<void> {
  const { folder, runAs }: Source = SOURCES[role];
  const variables = { BASE: from, ...(runAs === undefined ? {} : { ROLE: role, RUN_AS: runAs }) };
  await docker(
    "build",
    ...tags.flatMap((tag) => ["--tag", tag]),
    ...Object.entries(variables).flatMap(([name, value]) => ["--build-arg", `${name}=${value}`]),
    ...["--label", `${LABEL}=${role}`],
    join(FOLDER, folder),
  );
}

async function refuseForeign(names: ImageNames): Promise<void> {
  for (const tag of Object.values(names).flat()) {
    if ((await labelOf(tag)) === "")
      throw new Error(`${tag} is on this engine and is not ours: remove it, or test elsewhere`);
  }
}
