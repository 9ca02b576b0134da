import type { Fault } from "../checks/check";
import { at } from "../checks/check";
import type { PlatformParts } from "../model/platform";
import type { Service } from "../model/service";
import type { Environment, ServiceOverride } from "./schema";
import { knownNames } from "./suggest";

export interface Overridden {
  readonly parts: PlatformParts;
  readonly faults: readonly Fault[];
  /** What follows from them and stops nothing. */
  readonly advice: readonly Fault[];
}

/**
 * The parts with the environment's `services` applied. A disabled service takes its routes and the tasks that it
 * starts along; whatever else refers to it is found by the checks, which know that it was disabled.
 */
export function applyOverrides(parts: PlatformParts, environment: Environment): Overridden {
  const overrides = Object.entries(environment.services);
  const faults = overrides.flatMap(([name, override]) => faultsOf(name, override, parts));
  const off = new Set(overrides.filter(([, { enabled }]) => enabled === false).map(([name]) => name));
  const services = Object.entries(parts.services)
    .filter(([name]) => !off.has(name))
    .map(([name, service]) => [name, overridden(service, ownOf(environment.services, name))] as const);
  const tasks = Object.entries(parts.tasks).filter(([, task]) => !off.has(task.startedBy));
  return {
    faults,
    advice: [...off].sort().flatMap((name) => lostRoutes(name, parts)),
    parts: {
      ...parts,
      services: Object.fromEntries(services),
      tasks: Object.fromEntries(tasks),
      routes: parts.routes.filter(({ service }) => service === undefined || !off.has(service)),
    },
  };
}

/** Without its rows a broader one answers for a service's paths, which may look like success. */
function lostRoutes(name: string, { routes }: PlatformParts): Fault[] {
  const paths = routes
    .filter(({ service, exposure }) => service === name && exposure === "public")
    .map(({ path }) => path);
  if (paths.length === 0) return [];
  return [
    at(["services", name, "enabled"]).is(`false, so its routes are gone and others answer for ${paths.join(", ")}`),
  ];
}

function overridden(service: Service, override: ServiceOverride | undefined): Service {
  if (!override) return service;
  return {
    ...service,
    size: { ...service.size, ...said(override.size) },
    scale: { ...service.scale, ...said(override.scale) },
    capacity: override.capacity ?? service.capacity,
  };
}

/** Without the keys that hold undefined, which would hide what they are laid over. */
const said = <T extends object>(value: T | undefined) =>
  Object.fromEntries(Object.entries(value ?? {}).filter(([, each]) => each !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };

function faultsOf(name: string, override: ServiceOverride, parts: PlatformParts): Fault[] {
  const service = ownOf(parts.services, name);
  if (!service) return [at(["services", name]).isNamed(unknownService(name, parts))];
  return Object.keys(override.hostPorts ?? {})
    .filter((port) => !Object.hasOwn(service.ports, port))
    .map((port) => at(["services", name, "hostPorts", port]).isNamed(unknownPort(name, port, service)));
}

function unknownService(name: string, { services, jobs, tasks }: PlatformParts): string {
  if (Object.hasOwn(jobs, name)) return "is a job; only services are set here";
  if (Object.hasOwn(tasks, name)) return "is a task; only services are set here";
  return `there is no service ${name}; ${knownNames(name, Object.keys(services))}`;
}

const unknownPort = (name: string, port: string, { ports }: Service): string =>
  `${name} has no port ${port}; ${knownNames(port, Object.keys(ports))}`;

/** A record's own entry: `constructor` is a name like any other. */
const ownOf = <T>(record: Readonly<Record<string, T>>, name: string): T | undefined =>
  Object.hasOwn(record, name) ? record[name] : undefined;
