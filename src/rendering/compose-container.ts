import { dropped } from "../model/hardening";
import { mountPath } from "../model/mount";
import { shortHash } from "../model/naming";
import { healthCheckOf } from "../model/probe";
import { byKey } from "../model/reference";
import type { Condition, Job, Service, Workload } from "../model/service";
import { composeTmpfs, composeVolumes, type HostPlace } from "./compose-mounts";
import { literally } from "./interpolation";
import { withoutMarks } from "./marks";

/** More than any of our processes forks in health, and few enough that a runaway leaves the host alive. */
const PIDS_LIMIT = 4096;

const CONDITIONS: Readonly<Record<Condition, string>> = {
  started: "service_started",
  healthy: "service_healthy",
  completed: "service_completed_successfully",
};

/**
 * How often a container is asked while it starts, so that its being up is known soon and a deployment is short. Engines
 * since 25 can; Ubuntu 24.04 has a newer one. Source: Docker, "Dockerfile reference", HEALTHCHECK.
 */
const START_INTERVAL_SEC = 5;

/** Where the engine sends what a container prints: a CloudWatch group, or files on the host that are turned over. */
export interface ComposeLog {
  readonly group: (workload: string) => string;
  readonly region: string;
}

export interface ContainerInput {
  readonly name: string;
  readonly workload: Workload;
  readonly image: string;
  readonly envFile: string;
  readonly place: HostPlace;
  /** The names that run in this project: nothing else can be waited for. */
  readonly present: ReadonlySet<string>;
  /** The text of its config files, by the path they are mounted at. */
  readonly configs: Readonly<Record<string, string>>;
  readonly networks: readonly string[];
  readonly log: ComposeLog | undefined;
}

export interface ServiceInput extends ContainerInput {
  readonly workload: Service;
  readonly state: "running" | "stopped";
  /** undefined: only its own project reaches it. */
  readonly bindAddress: string | undefined;
}

export const composeService = (input: ServiceInput): object => ({
  ...container(input, Object.values(input.workload.ports)),
  healthcheck: healthcheck(input.workload),
  ...nonEmpty("ports", publishedPorts(input)),
  restart: "unless-stopped",
  stop_grace_period: `${input.workload.stopGraceSec}s`,
  // A profile would leave one that runs as it is; none of it takes the container away, and the definition stays.
  ...(input.state === "stopped" && { scale: 0 }),
});

export const composeJob = (input: ContainerInput & { readonly workload: Job }): object => ({
  ...container(input),
  restart: "no",
});

function container(input: ContainerInput, ports: readonly number[] = []): object {
  const { name, workload, image, envFile, place, present, configs, networks, log } = input;
  const { command, user, size } = workload;
  const mounts = workload.mounts
    .filter((mount) => mount.kind !== "config" || configs[mount.path] !== undefined)
    .sort((a, b) => (mountPath(a) < mountPath(b) ? -1 : 1));
  const needs = Object.entries(workload.needs).filter(([needed]) => present.has(needed));
  return {
    image: literally(image),
    ...(command && { command: command.map(literally) }),
    env_file: [envFile, ...(hasSecrets(workload) ? [`${place.secretsDir}/${envFile}`] : [])],
    ...nonEmpty("depends_on", Object.fromEntries(needs.map(([needed, condition]) => [needed, dependsOn(condition)]))),
    ...nonEmpty("volumes", composeVolumes(name, { ...workload, mounts }, place)),
    ...nonEmpty("tmpfs", composeTmpfs({ ...workload, mounts })),
    // Compose compares definitions, not the files they mount: without this a changed file would change nothing.
    ...nonEmpty("labels", configLabel(configs)),
    networks,
    cpus: size.cpu / 1024,
    mem_limit: `${size.memoryMiB}m`,
    pids_limit: PIDS_LIMIT,
    cap_drop: dropped(user, ports),
    init: true,
    ...(user && { user: `${user.uid}:${user.gid}` }),
    ...(user?.readOnlyRoot && { read_only: true }),
    logging: logging(name, log),
  };
}

const hasSecrets = ({ secrets }: Workload): boolean => Object.keys(secrets).length > 0;

const dependsOn = (condition: Condition): object => ({ condition: CONDITIONS[condition] });

function configLabel(configs: Readonly<Record<string, string>>): Record<string, string> {
  const entries = Object.entries(configs).sort(byKey);
  return entries.length > 0 ? { "ferry.config": shortHash(withoutMarks(JSON.stringify(entries)), 12) } : {};
}

function healthcheck({ probe, ports }: Service): object {
  const check = healthCheckOf(probe, ports);
  return {
    test: ["CMD-SHELL", literally(check.command)],
    interval: `${check.intervalSec}s`,
    timeout: `${check.timeoutSec}s`,
    retries: check.retries,
    start_period: `${check.startPeriodSec}s`,
    start_interval: `${Math.min(START_INTERVAL_SEC, check.intervalSec)}s`,
  };
}

/** One number in the container and on the host, so that a load balancer's target group can say it too. */
function publishedPorts({ workload, bindAddress }: ServiceInput): string[] {
  if (bindAddress === undefined) return [];
  const ports = [...new Set(Object.values(workload.ports))].sort((a, b) => a - b);
  return ports.map((port) => `${bindAddress}:${port}:${port}`);
}

/** Not blocking: a slow log service costs lines, where a blocked write would cost the platform. */
function logging(name: string, log: ComposeLog | undefined): object {
  if (!log) return { driver: "json-file", options: { "max-file": "3", "max-size": "10m" } };
  return {
    driver: "awslogs",
    options: {
      "awslogs-group": literally(log.group(name)),
      "awslogs-region": literally(log.region),
      "max-buffer-size": "4m",
      mode: "non-blocking",
      tag: "compose/{{.Name}}/{{.ID}}",
    },
  };
}

const nonEmpty = (key: string, value: object): object => (Object.keys(value).length > 0 ? { [key]: value } : {});
