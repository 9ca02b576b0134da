import type { Platform } from "../model/platform";
import { phaseGoesFirst } from "./order";
import { jobOwner, phaseOf } from "./ownership";
import type { Migration, Phase } from "./plan";

/**
 * The same phases, each with those that must apply before it because a task of theirs runs a job that it waits for: a
 * release that changes a schema is set up before anything of it answers. The owner of a job is the last to move of those
 * that need it, so no two phases ever wait for each other. Where the table of orders has a phase on the other side of
 * the compose host it stays there, and rule 75 says so.
 */
export const orderPhases = (platform: Platform, migration: Migration): Migration => ({
  ...migration,
  phases: migration.phases.map((phase) => {
    const after = ownersBefore(platform, migration, phase);
    return after.length > 0 ? { ...phase, after } : phase;
  }),
});

function ownersBefore(platform: Platform, migration: Migration, phase: Phase): string[] {
  if (phase.state === "planned") return [];
  const needs = phase.services.flatMap((service) => Object.keys(platform.services[service]?.needs ?? {}));
  const jobs = [...new Set(needs)].filter((need) => need in platform.jobs);
  const owners = jobs.flatMap((job) => {
    const owner = jobOwner({ platform, home: "compose", migration }, job);
    const theirs = owner?.place === "ecs" ? phaseOf(migration, owner.service) : undefined;
    return theirs && theirs.name !== phase.name && phaseGoesFirst(theirs) === phaseGoesFirst(phase)
      ? [theirs.name]
      : [];
  });
  return [...new Set(owners)].sort();
}
