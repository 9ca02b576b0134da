import type { Platform } from "../model/platform";
import type { Absent, Reference, Resolve } from "../model/reference";
import { byKey, render, renderAll } from "../model/reference";
import type { Workload } from "../model/service";
import { composeJob, composeService, type ComposeLog, type ContainerInput } from "./compose-container";
import { configFile, secretsDirOf, secretsFolder, storeDirectory } from "./compose-mounts";
import { composeNetwork, networksOf } from "./compose-networks";
import { renderEnvFile } from "./env-file";
import { renderHostFile, type HostInput } from "./host-file";
import { hostPathIn } from "./host-path";
import { literally } from "./interpolation";
import { secretManifest, type NamedWorkload, type SecretSource } from "./secret-manifest";
import { renderYaml } from "./yaml";

export interface ComposeBundleInput {
  /** The name of the compose project: `shop-prod`. */
  readonly project: string;
  readonly platform: Platform;
  /** The services that stand in the file. A stopped one keeps its definition and has no container. */
  readonly services: Readonly<Record<string, "running" | "stopped">>;
  readonly jobs: readonly string[];
  /** Answers everything but host paths, which are read from what is mounted here. */
  readonly resolve: (workload: string, reference: Reference) => string | Absent;
  readonly image: (name: string) => string;
  readonly secretSource: SecretSource;
  /** The project's folder on the host: `/opt/shop-prod`. */
  readonly hostRoot: string;
  /** @default - files on the host, turned over at 10 MB */
  readonly log?: ComposeLog | undefined;
  /** The address of the host that ports are published on. */
  readonly bindAddress: string;
  /** What the program that deploys there must know. */
  readonly host: HostInput;
  /** Is this service reached from outside the project? @default - every service is */
  readonly publishes?: (service: string) => boolean;
}

export interface ComposeBundle {
  /** Path, relative to the compose file → text. */
  readonly files: Readonly<Record<string, string>>;
  /** Variables and config files that this place has no answer for. */
  readonly absent: readonly { readonly service: string; readonly variable: string; readonly reason: string }[];
}

/** Compose's own: what it fills in, and what the project is called, wherever it is asked from. */
const OWN_ENV_FILE = ".env";

/** All that one host needs to run its part of a platform, as text. */
export function renderComposeBundle(input: ComposeBundleInput): ComposeBundle {
  refusePortTwice(input);
  const { project, platform, hostRoot, host, jobs } = input;
  const running = runningOf(input);
  const workloads = workloadsOf(input);
  const networks = networksOf(
    platform,
    workloads.map(({ name }) => name),
  );
  const files: Record<string, string> = {
    [OWN_ENV_FILE]: renderEnvFile({ COMPOSE_PROJECT_NAME: project, SECRETS_DIR: secretsFolder(project) }),
  };
  const missing: ComposeBundle["absent"][number][] = [];
  const definitions: Record<string, object> = {};
  for (const each of workloads) {
    const { name, envFile, workload } = each;
    const resolve = resolverOf(input, name, workload);
    const { values, absent } = renderAll(workload.environment, resolve);
    const configs = renderConfigs(workload, resolve);
    if (envFile === OWN_ENV_FILE)
      throw new Error(`${name} keeps its variables in ${envFile}, which compose reads itself`);
    if (files[envFile] !== undefined) throw new Error(`two workloads keep their variables in ${envFile}`);
    files[envFile] = renderEnvFile(values);
    for (const [path, text] of Object.entries(configs.values)) files[configFile(name, path)] = text;
    for (const [variable, reason] of Object.entries({ ...absent, ...configs.absent }))
      missing.push({ service: name, variable, reason });
    definitions[name] = definition(input, each, configs.values, networks[name] ?? []);
  }
  files["secrets.json"] = `${JSON.stringify(secretManifest(workloads, input.secretSource), null, 2)}\n`;
  files["host.json"] = renderHostFile({ project, hostRoot, platform, running, jobs, host });
  files["docker-compose.yaml"] = composeFile(input, definitions, Object.values(networks).flat());
  return { files: Object.fromEntries(Object.entries(files).sort(byKey)), absent: missing };
}

const runningOf = ({ services }: ComposeBundleInput): string[] =>
  Object.keys(services).filter((service) => services[service] === "running");

function workloadsOf({ platform, services, jobs }: ComposeBundleInput): NamedWorkload[] {
  return [...Object.keys(services), ...jobs].sort().map((name) => {
    const workload = platform.services[name] ?? platform.jobs[name];
    if (!workload) throw new Error(`${name} is neither a service nor a job of ${platform.name}`);
    return { name, workload, envFile: workload.envFile ?? `.env.${name}`, stopped: services[name] === "stopped" };
  });
}

const resolverOf =
  ({ resolve, hostRoot }: ComposeBundleInput, name: string, { mounts }: Workload): Resolve =>
  (reference) =>
    reference.ref === "hostPath"
      ? hostPathIn(mounts, reference.mountPath, (store) => storeDirectory(hostRoot, store))
      : resolve(name, reference);

function renderConfigs({ mounts }: Workload, resolve: Resolve): ReturnType<typeof renderAll> {
  const values: Record<string, string> = {};
  const absent: Record<string, string> = {};
  for (const mount of mounts) {
    if (mount.kind !== "config") continue;
    const text = render(mount.content, resolve);
    if (typeof text === "string") values[mount.path] = text;
    else absent[mount.path] = text.absent;
  }
  return { values, absent };
}

function definition(
  input: ComposeBundleInput,
  { name, envFile, workload }: NamedWorkload,
  configs: Readonly<Record<string, string>>,
  networks: readonly string[],
): object {
  const { project, platform, services, jobs, image, hostRoot, log, bindAddress, publishes = everyOne } = input;
  const container: ContainerInput = {
    name,
    workload,
    image: image(workload.image),
    envFile,
    place: { hostRoot, secretsDir: secretsDirOf(project) },
    present: new Set([...runningOf(input), ...jobs]),
    configs,
    networks,
    log,
  };
  const [service, job, state] = [platform.services[name], platform.jobs[name], services[name]];
  const address = publishes(name) ? bindAddress : undefined;
  if (service && state) return composeService({ ...container, workload: service, state, bindAddress: address });
  if (job) return composeJob({ ...container, workload: job });
  throw new Error(`${name} is asked for as what it is not`);
}

function composeFile(
  { project, platform, services, image }: ComposeBundleInput,
  definitions: object,
  networks: readonly string[],
): string {
  const tasks = Object.entries(platform.tasks)
    .filter(([, { startedBy }]) => startedBy in services)
    .sort(byKey)
    .map(([name, task]) => [name, literally(image(task.image))] as const);
  return renderYaml(
    {
      name: project,
      services: definitions,
      networks: Object.fromEntries([...new Set(networks)].map((name) => [name, composeNetwork(project, name)])),
      // Compose neither starts nor pulls these: a service starts them itself, without the host's registry login.
      ...(tasks.length > 0 && { "x-task-images": Object.fromEntries(tasks) }),
    },
    [
      `${project}: what this host runs of ${platform.name}. Written by Ferry; a change here is lost at the next deployment.`,
      "The program beside it deploys it: that fetches secrets, tries, and goes back. `docker compose up` by hand does not.",
      "See what runs:  docker compose ps --all",
    ],
  );
}

const everyOne = (): boolean => true;

function refusePortTwice({ platform, services, publishes = everyOne }: ComposeBundleInput): void {
  const taken = new Map<number, string>();
  for (const name of Object.keys(services).filter(publishes).sort())
    for (const port of new Set(Object.values(platform.services[name]?.ports ?? {}))) {
      const other = taken.get(port);
      if (other) throw new Error(`${other} and ${name} both publish port ${port} on one host`);
      taken.set(port, name);
    }
}
