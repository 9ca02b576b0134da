import { doorOf } from "../model/calls";
import { mountPath, type Mount } from "../model/mount";
import type { Platform } from "../model/platform";
import { absent, byKey, render, renderAll, type Absent, type Reference } from "../model/reference";
import { originOf } from "../model/route";
import type { SecretUse } from "../model/secret";
import type { Workload } from "../model/service";
import { renderShellFile } from "./env-file";
import { hostPathIn } from "./host-path";
import { localStoreAnswer } from "./local-stores";
import {
  bucketsOf,
  localBucket,
  OBJECT_STORE,
  OBJECT_STORE_REGION,
  OBJECT_STORE_SECRET,
  objectStoreKeyId,
  objectStoreVariables,
  usesBuckets,
} from "./object-store";

/*
 * What a developer needs to run the platform's own services from a checkout, beside stores that run in containers: a
 * file of variables for each of them, in which every address and every path is the laptop's.
 */

export interface ProcessInput {
  readonly platform: Platform;
  readonly environment: string;
  /** The ports of the laptop that the environment file gives to stores, and to ports of services. */
  readonly hostPorts: {
    readonly stores: Readonly<Record<string, number>>;
    readonly services: Readonly<Record<string, Readonly<Record<string, number>>>>;
  };
  /** The host name that a browser is given. */
  readonly domain: string;
  /** The proxy in front of all, which is no process of a developer. */
  readonly proxy?: string | undefined;
  readonly imageName: (image: string) => string;
  /** The value of a secret that is not composed; empty when nobody has set it. */
  readonly secret: (name: string) => string;
  /** Where all of it will lie: an absolute path. */
  readonly folder: string;
}

export interface ProcessFiles {
  /** Path below the folder → text. They hold secrets. */
  readonly files: Readonly<Record<string, string>>;
  /** Directories below the folder that stand in for shared ones. */
  readonly directories: readonly string[];
  readonly absent: readonly { readonly service: string; readonly variable: string; readonly reason: string }[];
}

/** Processes listen on this address alone, and are called there. */
const LOOPBACK = "127.0.0.1";

export function renderProcessFiles(input: ProcessInput): ProcessFiles {
  const files: Record<string, string> = {};
  const directories = new Set<string>();
  const missing: ProcessFiles["absent"][number][] = [];
  for (const [name, container] of processesOf(input)) {
    const workload = asProcess(container);
    const resolve = (reference: Reference): string | Absent => answer(input, name, workload, reference);
    const { values, absent: without } = renderAll(workload.environment, resolve);
    const secrets = Object.entries(workload.secrets).map(
      ([variable, use]) => [variable, secretOf(input, use)] as const,
    );
    files[workload.envFile ?? `.env.${name}`] = renderShellFile({
      ...(usesBuckets(workload) && objectStore(input)),
      ...values,
      ...Object.fromEntries(secrets),
    });
    for (const [variable, reason] of Object.entries(without)) missing.push({ service: name, variable, reason });
    for (const mount of workload.mounts) {
      if (mount.kind === "shared") directories.add(storeDirectory(mount.store));
      const text = textOf(input, mount, resolve);
      if (typeof text === "string") files[mountedFile(name, mountPath(mount))] = text;
    }
  }
  return {
    files: Object.fromEntries(Object.entries(files).sort(byKey)),
    directories: [...directories].sort(),
    absent: missing,
  };
}

/** What is built from a checkout can be run from one; other people's images stay containers, and so does the proxy. */
const processesOf = ({ platform, proxy }: ProcessInput): [string, Workload][] =>
  Object.entries<Workload>({ ...platform.services, ...platform.jobs })
    .filter(([name, { image }]) => name !== proxy && platform.images[image]?.ours === true)
    .sort(byKey);

/** The definition with what is different outside of a container laid over it. */
function asProcess({ asProcess: own, ...workload }: Workload): Workload {
  if (!own) return workload;
  const covered = new Set((own.mounts ?? []).map(mountPath));
  return {
    ...workload,
    environment: { ...workload.environment, ...own.environment },
    mounts: [...workload.mounts.filter((mount) => !covered.has(mountPath(mount))), ...(own.mounts ?? [])],
  };
}

function answer(input: ProcessInput, name: string, workload: Workload, reference: Reference): string | Absent {
  const { platform } = input;
  switch (reference.ref) {
    case "address": {
      const port = portOnLaptop(input, reference.service, reference.port);
      if (port === undefined) return absent(`${reference.service} has no port ${reference.port} here`);
      return { host: LOOPBACK, port: String(port), hostPort: `${LOOPBACK}:${port}` }[reference.form];
    }
    case "store":
      return storeAnswer(input, reference);
    case "secret":
      return secretValue(input, reference.secret);
    case "image":
      return input.imageName(reference.image);
    case "task":
      return reference.field === "runtime" ? "docker" : absent("a laptop starts tasks with docker");
    case "hostPath":
    case "path":
      return placeOf(input, name, workload.mounts, reference);
    case "proxyConfig":
      return absent("the proxy is no process of a developer");
    case "publicUrl":
      return publicUrl(platform, input);
    case "region":
      return bucketsOf(platform).length > 0 ? OBJECT_STORE_REGION : absent("a laptop is in no region");
  }
}

/** A process has the laptop's own files before it: what the container mounts is where it really lies. */
function placeOf(
  { folder }: ProcessInput,
  name: string,
  mounts: readonly Mount[],
  { ref, mountPath: path }: Extract<Reference, { ref: "hostPath" | "path" }>,
): string | Absent {
  const mount = mounts.find((candidate) => mountPath(candidate) === path);
  if (mount?.kind === "config" || mount?.kind === "secretFile") return `${folder}/${mountedFile(name, path)}`;
  const place = hostPathIn(mounts, path, (store) => `${folder}/${storeDirectory(store)}`);
  return ref === "path" && typeof place !== "string" ? path : place;
}

const storeDirectory = (store: string): string => `files/${store}`;
const mountedFile = (name: string, path: string): string => `mounted/${name}${path}`;

function textOf(input: ProcessInput, mount: Mount, resolve: (reference: Reference) => string | Absent) {
  if (mount.kind === "config") return render(mount.content, resolve);
  return mount.kind === "secretFile" ? secretValue(input, mount.secret) : undefined;
}

const storeAnswer = (input: ProcessInput, reference: Extract<Reference, { ref: "store" }>) =>
  localStoreAnswer(input.platform.stores, reference, {
    address: (store) => {
      const port = input.hostPorts.stores[store];
      return port === undefined ? absent(`${store} has no port on the laptop`) : { host: LOOPBACK, port };
    },
    bucket: (store) => localBucket(input.platform.name, input.environment, store),
  });

function objectStore({ platform, environment, hostPorts, secret }: ProcessInput): Record<string, string> {
  const port = hostPorts.stores[OBJECT_STORE];
  if (port === undefined) return {};
  return objectStoreVariables({
    endpoint: `http://${LOOPBACK}:${port}`,
    keyId: objectStoreKeyId(platform.name, environment),
    secretKey: secret(OBJECT_STORE_SECRET),
  });
}

function portOnLaptop({ platform, hostPorts }: ProcessInput, service: string, port: string): number | undefined {
  return hostPorts.services[service]?.[port] ?? platform.services[service]?.ports[port];
}

/** The proxy is no process of a developer, so a browser goes to the service that answers `/`. */
function publicUrl(platform: Platform, input: ProcessInput): string | Absent {
  const door = doorOf(platform, undefined);
  if (!door) return absent("no service answers / here");
  const port = portOnLaptop(input, door.service, door.port);
  return port === undefined ? absent(`${door.service} has no port here`) : originOf(input.domain, port);
}

/** One secret, or one key of it; a key of a secret that nobody has set is empty too. */
function secretOf(input: ProcessInput, { secret, key }: SecretUse): string {
  const value = secretValue(input, secret);
  if (key === undefined) return value;
  try {
    const found = (JSON.parse(value) as Readonly<Record<string, unknown>>)[key];
    return ["string", "number", "boolean"].includes(typeof found) ? String(found) : "";
  } catch {
    return "";
  }
}

function secretValue(input: ProcessInput, name: string): string {
  const secret = input.platform.secrets[name];
  if (secret?.kind !== "composed") return input.secret(name);
  return secret.parts
    .map((part) => {
      if (typeof part === "string") return part;
      if (part.ref === "secret") return secretValue(input, part.secret);
      const text = part.ref === "store" ? storeAnswer(input, part) : undefined;
      return typeof text === "string" ? text : "";
    })
    .join("");
}
