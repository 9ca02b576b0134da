import { jobOwner, type Situation } from "../../migration/ownership";

/** The jobs that run first in the task of `service`: those it owns, in the order of their names. */
export const jobsInTask = (situation: Situation, service: string): string[] =>
  Object.keys(situation.platform.jobs)
    .sort()
    .filter((job) => {
      const owner = jobOwner(situation, job);
      return owner?.place === "ecs" && owner.service === service;
    });

/** The services that wait for another task's job: job's owner → those after it. */
export function waitingFor(situation: Situation, service: string): string[] {
  const { needs } = situation.platform.services[service] ?? { needs: {} };
  return Object.keys(needs).flatMap((job) => {
    if (!(job in situation.platform.jobs)) return [];
    const owner = jobOwner(situation, job);
    return owner?.place === "ecs" && owner.service !== service ? [owner.service] : [];
  });
}

/**
 * Does another of the services that apply together wait for a job of this one, or until it is healthy? Then its
 * deployment is waited for: Terraform's order alone says only that ECS was told.
 */
export const isWaitedFor = (situation: Situation, service: string, together: readonly string[]): boolean =>
  together.some(
    (other) =>
      waitingFor(situation, other).includes(service) ||
      situation.platform.services[other]?.needs[service] === "healthy",
  );
