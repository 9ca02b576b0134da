import type { Platform } from "../model/platform";
import type { Absent, Reference, Resolve } from "../model/reference";
import { byKey, render, renderAll } from "../model/reference";
import type { Workload } from "../model/service";
import { composeJob, composeService, type ComposeLog, type ContainerInput } from "./compose-container";
import { configFile, secretsDirOf, storeDirectory } from "./compose-mounts";
import { renderEnvFile } from "./env-file";
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
  /** What the host's program is told beside the compose file. */
  readonly host?: {
    readonly region: string;
    readonly metrics: { readonly namespace: string; readonly dimensions: Readonly<Record<string, string>> };
    /** Store → where its files are. */
    readonly fileSystems: Readonly<Record<string, { readonly fileSystemId: string; readonly accessPointId: string }>>;
    /** The registry that the host logs in to by a credential helper. */
    readonly registry?: string;
  };
  /** @default - files on the host, turned over at 10 MB */
  readonly log?: ComposeLog | undefined;
  /** The address of the host that ports are published on. */
  readonly bindAddress: string;
  /** Is this service reached from outside the project? @default - every service is */
  readonly publishes?: (service: string) => boolean;
}

export interface ComposeBundle {
  /** Path, relative to the compose file → text. */
  readonly files: Readonly<Record<string, string>>;
  /** Variables and config files that this place has no answer for. */
  readonly absent: readonly { readonly service: string; readonly variable: string; readonly reason: string }[];
}

/** All that one host needs to run its part of a platform, as text. */
export function renderComposeBundle(input: ComposeBundleInput): ComposeBundle {
  refusePortTwice(input);
  const workloads = workloadsOf(input);
  const files: Record<string, string> = {};
  const missing: ComposeBundle["absent"][number][] = [];
  const definitions: Record<string, object> = {};
  for (const { name, envFile, workload } of workloads) {
    const resolve = resolverOf(input, name, workload);
    const { values, absent } = renderAll(workload.environment, resolve);
    const configs = renderConfigs(workload, resolve);
    if (files[envFile] !== undefined) throw new Error(`two workloads keep their variables in ${envFile}`);
    files[envFile] = renderEnvFile(values);
    for (const [path, text] of Object.entries(configs.values)) files[configFile(name, path)] = text;
    for (const [variable, reason] of Object.entries({ ...absent, ...configs.absent }))
      missing.push({ service: name, variable, reason });
    definitions[name] = definition(input, { name, envFile, workload }, configs.values);
  }
  files["secrets.json"] = `${JSON.stringify(secretManifest(workloads, input.secretSource), null, 2)}\n`;
  files["docker-compose.yaml"] = composeFile(input, definitions);
  return { files: Object.fromEntries(Object.entries(files).sort(byKey)), absent: missing };
}

function workloadsOf({ platform, services, jobs }: ComposeBundleInput): NamedWorkload[] {
  return [...Object.keys(services), ...jobs].sort().map((name) => {
    const workload = platform.services[name] ?? platform.jobs[name];
    if (!workload) throw new Error(`${name} is neither a service nor a job of ${platform.name}`);
    return { name, workload, envFile: workload.envFile ?? `.env.${name}` };
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
  { project, platform, services, jobs, image, hostRoot, log, bindAddress, publishes = everyOne }: ComposeBundleInput,
  { name, envFile, workload }: NamedWorkload,
  configs: Readonly<Record<string, string>>,
): object {
  const running = Object.keys(services).filter((other) => services[other] === "running");
  const input: ContainerInput = {
    name,
    workload,
    image: image(workload.image),
    envFile,
    place: { hostRoot, secretsDir: secretsDirOf(project) },
    present: new Set([...running, ...jobs]),
    configs,
    log,
  };
  const [service, job, state] = [platform.services[name], platform.jobs[name], services[name]];
  const address = publishes(name) ? bindAddress : undefined;
  if (service && state) return composeService({ ...input, workload: service, state, bindAddress: address });
  if (job) return composeJob({ ...input, workload: job });
  throw new Error(`${name} is asked for as what it is not`);
}

function composeFile({ project, platform, services, image }: ComposeBundleInput, definitions: object): string {
  const tasks = Object.entries(platform.tasks)
    .filter(([, { startedBy }]) => startedBy in services)
    .sort(byKey)
    .map(([name, task]) => [name, literally(image(task.image))] as const);
  return renderYaml(
    {
      name: project,
      services: definitions,
      networks: { default: { name: project } },
      // Compose neither starts nor pulls these: a service starts them itself, without the host's registry login.
      ...(tasks.length > 0 && { "x-task-images": Object.fromEntries(tasks) }),
    },
    [
      `${project}: what this host runs of ${platform.name}. Written by Ferry; a change here is lost at the next deployment.`,
      "Bring it up, or up to date:  docker compose up --detach --remove-orphans --renew-anon-volumes",
      "See what runs:               docker compose ps --all",
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
