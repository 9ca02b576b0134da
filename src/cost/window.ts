import type { Deployment } from "../deployment";
import { resolveMigration } from "../migration/resolve";

type Settings = NonNullable<Deployment["environment"]["migration"]>;

/** The same migration at its widest, when ECS has all of it and the host still stands by; and when it is over. */
export function windowOf(deployment: Deployment): Readonly<Record<"widest" | "after", Deployment>> | undefined {
  const settings = deployment.environment.migration;
  if (!settings) return undefined;
  const widest = inStates(deployment, settings, "moved", "present");
  const after = inStates(deployment, settings, "retired", settings.stays.length > 0 ? "present" : "removed");
  return widest && after && { widest, after };
}

/** None where these states cannot be, which the rules say better. */
function inStates(
  deployment: Deployment,
  settings: Settings,
  state: "moved" | "retired",
  host: Settings["host"],
): Deployment | undefined {
  const phases = settings.phases.map(({ name, services }) => ({ name, services, state }));
  const changed: Settings = { ...settings, phases, host };
  const { migration, faults } = resolveMigration(deployment.platform, changed);
  if (faults.length > 0) return undefined;
  return { ...deployment, environment: { ...deployment.environment, migration: changed }, migration };
}
