import { at, inPlatform } from "./check";
import type { CheckInput, Fault } from "./check";
import { knownNames } from "../config/suggest";
import type { Environment } from "../config/schema";
import type { Platform } from "../model/platform";
import type { Reference, Value } from "../model/reference";
import { referencesIn } from "../model/reference";
import type { Service, Workload } from "../model/service";

export interface NamedWorkload {
  readonly kind: "service" | "job" | "task";
  readonly name: string;
  readonly workload: Workload;
}

/** Everything that runs, in the order of its kinds. */
export const workloadsOf = ({ services, jobs, tasks }: Platform): NamedWorkload[] => [
  ...named("service", services),
  ...named("job", jobs),
  ...named("task", tasks),
];

const named = (kind: NamedWorkload["kind"], record: Readonly<Record<string, Workload>>): NamedWorkload[] =>
  Object.entries(record).map(([name, workload]) => ({ kind, name, workload }));

export interface ReferenceUse {
  /** `service api, variable CACHE_HOST`. */
  readonly where: string;
  readonly reference: Reference;
  /** Whose value it is; none for a secret's parts. */
  readonly workload?: Workload;
}

/** Every reference in a value: variables, texts of config files, parts of secrets. */
export function referencesOf(platform: Platform): ReferenceUse[] {
  const inWorkloads = workloadsOf(platform).flatMap(({ kind, name, workload }) => {
    const texts = workload.mounts.flatMap((mount) =>
      mount.kind === "config" ? [[`file ${mount.path}`, mount.content] as const] : [],
    );
    const variables = Object.entries(workload.environment).map(([key, value]) => [`variable ${key}`, value] as const);
    return [...variables, ...texts].flatMap(([what, value]) => usesIn(`${kind} ${name}, ${what}`, value, workload));
  });
  const inSecrets = Object.entries(platform.secrets).flatMap(([name, secret]) =>
    secret.kind === "composed" ? usesIn(`secret ${name}`, secret.parts) : [],
  );
  return [...inWorkloads, ...inSecrets];
}

const usesIn = (where: string, value: Value, workload?: Workload): ReferenceUse[] =>
  referencesIn(value).map((reference) => ({ where, reference, ...(workload ? { workload } : {}) }));

export const has = (record: Readonly<Record<string, unknown>>, name: string): boolean => Object.hasOwn(record, name);

/** A name in the platform's own code that stands for nothing. */
export const unknownName = (where: string, kind: string, name: string, known: readonly string[]): Fault =>
  inPlatform(`${where}: there is no ${kind} ${name}; ${knownNames(name, known)}`);

/** The same for a service, which may also be gone because the environment disabled it. */
export function unknownService({ environment, platform }: CheckInput, where: string, name: string): Fault {
  if (isDisabled(environment, name)) {
    return at(["services", name, "enabled"]).is(`false, but it is needed by ${where}; enable it, or disable that too`);
  }
  return unknownName(where, "service", name, Object.keys(platform.services));
}

export const isDisabled = ({ services }: Environment, name: string): boolean =>
  has(services, name) && services[name]?.enabled === false;

/** Whether anything of this environment runs on ECS, now or at the end of its migration. */
export const usesEcs = ({ target, migration }: Environment): boolean => target === "ecs" || migration?.to === "ecs";

/** The services that run on ECS, or may: all but those that are said to stay on the host. */
export function servicesOnEcs({ environment, platform }: CheckInput): [string, Service][] {
  if (!usesEcs(environment)) return [];
  const stays = environment.migration?.stays ?? [];
  return Object.entries(platform.services).filter(
    ([name, { alongside }]) => !stays.includes(name) && (alongside === undefined || !stays.includes(alongside)),
  );
}

/** The jobs and tasks that run on ECS: those of which some service does. */
export function helpersOnEcs(input: CheckInput): NamedWorkload[] {
  const { environment, platform } = input;
  if (!usesEcs(environment)) return [];
  const moving = new Set(servicesOnEcs(input).map(([name]) => name));
  const stays = environment.migration?.stays ?? [];
  return workloadsOf(platform).filter(({ kind, name }) => {
    if (kind === "service") return false;
    return kind === "task" ? moving.has(platform.tasks[name]?.startedBy ?? "") : !stays.includes(name);
  });
}
