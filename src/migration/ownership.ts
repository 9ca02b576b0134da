import type { Platform } from "../model/platform";
import type { Migration, Phase, Place } from "./plan";
import { hasReached } from "./resolve";

/** Who may run what: a platform that does not move is one place's alone. */
export type Situation = {
  readonly platform: Platform;
  readonly home: Place;
  readonly migration?: Migration | undefined;
};

export const phaseOf = (migration: Migration | undefined, service: string): Phase | undefined =>
  migration?.phases.find(({ services }) => services.includes(service));

/** The place that answers for a service: the host until its phase has moved, then ECS. */
export function ownerOf({ home, migration }: Situation, service: string): Place {
  const phase = phaseOf(migration, service);
  return phase && hasReached(phase, "moved") ? "ecs" : home;
}

/** Every service that stands in the compose file, running or stopped; a retired one is not there. */
export function composeServices({ platform, home, migration }: Situation): Record<string, "running" | "stopped"> {
  const services: Record<string, "running" | "stopped"> = {};
  if (home !== "compose" || migration?.host === "removed") return services;
  for (const name of Object.keys(platform.services).sort()) {
    const phase = phaseOf(migration, name);
    if (phase?.state === "retired") continue;
    services[name] = phase?.state === "moved" && phase.kind !== "many" ? "stopped" : "running";
  }
  return services;
}

export type JobOwner = { readonly place: "compose" } | { readonly place: "ecs"; readonly service: string };

/**
 * The one that runs a job: compose while it runs any service that needs it, else the last of them to move. Where all
 * run on ECS from the start it is the first by name, and the others wait for it.
 */
export function jobOwner(situation: Situation, job: string): JobOwner | undefined {
  if (situation.migration?.stays.includes(job) && !removed(situation)) return { place: "compose" };
  const needing = Object.entries(situation.platform.services)
    .filter(([, { needs }]) => job in needs)
    .map(([name, service]) => service.alongside ?? name)
    .sort();
  const onHost = composeServices(situation);
  if (needing.some((name) => onHost[name] === "running")) return { place: "compose" };
  if (needing.length === 0)
    return situation.home === "compose" && !removed(situation) ? { place: "compose" } : undefined;
  const order = situation.migration?.phases.flatMap(({ services }) => services) ?? [];
  const last = [...needing].sort((a, b) => order.indexOf(b) - order.indexOf(a))[0] as string;
  return { place: "ecs", service: last };
}

const removed = ({ migration }: Situation): boolean => migration?.host === "removed";

/** The jobs that stand in the compose file. */
export const composeJobs = (situation: Situation): string[] =>
  Object.keys(situation.platform.jobs)
    .filter((job) => jobOwner(situation, job)?.place === "compose")
    .sort();
