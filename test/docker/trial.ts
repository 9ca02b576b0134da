import { type AddressInfo, createServer } from "node:net";
import { join } from "node:path";
import { parse, stringify } from "yaml";
import { describeAll } from "../../src/deployment";
import { pullName } from "../../src/model/image";
import { docker } from "./engine";
import { IMAGE_ROLES, type ImageNames, type ImageRole } from "./images";
import type { Laptop } from "./laptop";

/*
 * Environments of a trial: copies of the shipped one under names that nobody's own environment has, with ports that
 * are free and images under a tag of ours, so that it disturbs nothing that runs on the machine.
 */

const TAG = "ferry-test";
const DEV = "envs/kdcube/dev.yaml";

const PORTS = ["proxy", "ingress", "proc", "metrics", "ui", "postgres", "redis"] as const;
/** Where the parts of an environment answer on this machine. */
export type Ports = Readonly<Record<(typeof PORTS)[number], number>>;

type Yaml = Record<string, unknown>;

/** Writes `envs/kdcube/<name>.yaml`, the shipped environment with `change` on top; gives its ports. */
export async function environment(laptop: Laptop, name: string, change: (yaml: Yaml) => Yaml = (yaml) => yaml) {
  const free = await freePorts(PORTS.length);
  const ports = Object.fromEntries(PORTS.map((port, index) => [port, free[index]])) as Ports;
  rewrite(laptop, name, (shipped) =>
    change({
      ...shipped,
      devenv: { mode: "all", hostPorts: { postgres: ports.postgres, redis: ports.redis } },
      services: {
        "web-proxy": { hostPorts: { http: ports.proxy } },
        "chat-ingress": { hostPorts: { http: ports.ingress } },
        "chat-proc": { hostPorts: { http: ports.proc } },
        metrics: { hostPorts: { http: ports.metrics } },
        "web-ui": { hostPorts: { http: ports.ui } },
      },
      settings: {
        ...(shipped["settings"] as Yaml),
        bundles: { delivery: "mounted", hostPath: laptop.bench.path("bundles"), includeExamples: true },
      },
    }),
  );
  return ports;
}

/** Changes an environment of the trial, or makes it from the shipped one. */
export function rewrite(laptop: Laptop, name: string, change: (yaml: Yaml) => Yaml): void {
  const file = `envs/kdcube/${name}.yaml`;
  let text: string;
  try {
    text = laptop.bench.read(file);
  } catch {
    text = laptop.bench.read(DEV);
  }
  laptop.bench.write(file, stringify(change(parse(text) as Yaml)));
}

/** A change below `settings`. */
export const withSetting =
  (path: readonly [string, string], value: unknown) =>
  (yaml: Yaml): Yaml => {
    const settings = yaml["settings"] as Record<string, Yaml>;
    const [group, key] = path;
    return { ...yaml, settings: { ...settings, [group]: { ...settings[group], [key]: value } } };
  };

/** Every image of the release under a tag of ours. */
export function useOwnTag(laptop: Laptop): void {
  const file = "envs/kdcube/releases/dev.yaml";
  const release = parse(laptop.bench.read(file)) as { platform: Yaml; frontend: Yaml; images: Record<string, Yaml> };
  release.platform["ref"] = TAG;
  release.frontend["ref"] = TAG;
  for (const image of Object.values(release.images)) image["tag"] = TAG;
  laptop.bench.write(file, stringify(release));
}

/** Role of a stand-in → what the release calls its image. */
export function imageNames(laptop: Laptop, name: string): ImageNames {
  const [deployment] = describeAll(laptop.bench.root, [`kdcube/${name}`]);
  const images = deployment?.platform.images ?? {};
  const keys: Readonly<Partial<Record<ImageRole, string>>> = {
    proxy: "kdcube-web-proxy",
    proxylogin: "proxylogin",
    postgres: "postgres",
    redis: "redis",
    clamav: "clamav",
    "py-code-exec": "py-code-exec",
  };
  return Object.fromEntries(
    IMAGE_ROLES.map((role) => {
      const image = images[keys[role] ?? `kdcube-${role}`];
      if (!image) throw new Error(`the release has no image for ${role}`);
      return [role, [pullName(image)]];
    }),
  );
}

/** Container → how it is: `running healthy`, `exited 0`. All that belong to an environment. */
export async function containersOf(name: string): Promise<Readonly<Record<string, string>>> {
  const ids = await ours("ps", name, "--all");
  if (ids.length === 0) return {};
  const format =
    "{{.Name}} {{.State.Status}} {{if .State.Health}}{{.State.Health.Status}}{{else}}{{.State.ExitCode}}{{end}}";
  const lines = (await docker("inspect", "--format", format, ...ids)).split("\n");
  const pairs = lines.map((line) => [line.slice(1, line.indexOf(" ")), line.slice(line.indexOf(" ") + 1)] as const);
  return Object.fromEntries(pairs.sort());
}

/** Containers, networks and volumes of an environment that are still there. */
export async function remains(name: string): Promise<string[]> {
  const kinds = ["ps", "network ls", "volume ls"] as const;
  const found = await Promise.all(kinds.map((kind) => ours(kind, name, ...(kind === "ps" ? ["--all"] : []))));
  return found.flat();
}

/** Takes away what a failed trial has left, by its label. */
export async function sweep(name: string): Promise<void> {
  const [containers, networks, volumes] = await Promise.all([
    ours("ps", name, "--all"),
    ours("network ls", name),
    ours("volume ls", name),
  ]);
  if (containers.length > 0) await docker("rm", "--force", "--volumes", ...containers);
  if (networks.length > 0) await docker("network", "rm", ...networks);
  if (volumes.length > 0) await docker("volume", "rm", ...volumes);
}

async function ours(kind: "ps" | "network ls" | "volume ls", name: string, ...options: string[]): Promise<string[]> {
  const filter = ["--filter", `label=ferry.environment=${name}`, "--quiet"];
  const text = await docker(...kind.split(" "), ...options, ...filter);
  return text === "" ? [] : text.split("\n");
}

/** Ports of 127.0.0.1 that nobody has, a moment ago. */
export async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(
    Array.from(
      { length: count },
      () =>
        new Promise<ReturnType<typeof createServer>>((resolve) => {
          const server = createServer().listen(0, "127.0.0.1", () => resolve(server));
        }),
    ),
  );
  const ports = servers.map((server) => (server.address() as AddressInfo).port);
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}

export const workspaceOf = (name: string): string => `kdcube-${name}-devenv`;
export const stateOf = (laptop: Laptop, name: string): string => join(laptop.bench.root, "state/kdcube", name);
