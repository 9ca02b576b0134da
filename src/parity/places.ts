import type { Problem } from "../config/errors";
import { ConfigError } from "../config/errors";
import type { LoadedEnvironment } from "../config/load";
import { TARGETS, type Environment, type Target } from "../config/schema";
import { describe, type Deployment } from "../deployment";
import type { PlatformDefinition } from "../model/platform";

/** One environment as one deployment option has it, or would. */
export interface Place {
  readonly target: Target;
  readonly deployment: Deployment;
  /** as it is: its own target, before anything has moved; as if: described in memory; other: another file of the platform. */
  readonly how: "as it is" | "as if" | "other";
}

/** An option that the environment cannot have, with what a check says to it. */
export interface Nowhere {
  readonly target: Target;
  readonly refused: readonly Problem[];
}

/** Compared, or refused; a laptop may be both: refused as it is set, and compared with the platform's own. */
export type Column = (Place | Nowhere) & { readonly instead?: readonly Problem[] };

export const isPlace = (column: Column): column is Place & Column => "deployment" in column;

/** What a host costs a description that has none: its size is no part of what is compared. */
const SOME_HOST = { instanceType: "m7i.xlarge", rootGiB: 50, dataGiB: 100, architecture: "x86_64" } as const;

/**
 * The environment at every deployment option. Its own is taken before a migration's first step, so that the host has
 * all of it; another is the same environment with what belongs to a place exchanged. `laptops` are the platform's
 * environments on devenv, for one whose settings no laptop takes.
 */
export const columnsOf = (
  loaded: LoadedEnvironment,
  definition: PlatformDefinition,
  laptops: readonly (() => LoadedEnvironment)[],
): Column[] => TARGETS.map((target) => column(loaded, definition, target, laptops));

function column(
  loaded: LoadedEnvironment,
  definition: PlatformDefinition,
  target: Target,
  laptops: readonly (() => LoadedEnvironment)[],
): Column {
  const { environment } = loaded;
  const how = environment.target === target ? ("as it is" as const) : ("as if" as const);
  const there = attempt({ ...loaded, environment: at(environment, target) }, definition);
  if ("platform" in there) return { target, deployment: there, how };
  const [laptop] = laptops;
  if (target !== "devenv" || !laptop) return { target, refused: there };
  const other = attempt(laptop(), definition);
  if (!("platform" in other)) return { target, refused: other };
  return { target, deployment: other, how: "other", instead: there };
}

function attempt(loaded: LoadedEnvironment, definition: PlatformDefinition): Deployment | readonly Problem[] {
  try {
    return describe(loaded, definition);
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
}

function at(environment: Environment, target: Target): Environment {
  const { migration, ...rest } = environment;
  const { devenv, ...elsewhere } = rest;
  switch (target) {
    case "devenv":
      return environment.target === target ? rest : { ...onLaptop(rest), devenv: devenv ?? { mode: "all" } };
    case "ec2-compose":
      return {
        ...(environment.target === target ? rest : { ...elsewhere, services: withoutHostPorts(rest) }),
        target,
        ...(environment.aws && { aws: { ...environment.aws, host: environment.aws.host ?? SOME_HOST } }),
        ...(migration && { migration: unmoved(migration) }),
      };
    case "ecs": {
      const { host, ...aws } = environment.aws ?? {};
      void host;
      return {
        ...(environment.target === target ? rest : { ...elsewhere, services: withoutHostPorts(rest) }),
        target,
        ...(environment.aws && { aws: aws as NonNullable<Environment["aws"]> }),
      };
    }
  }
}

/** Before its first step: the host has everything, and answers under the names that others will call. */
const unmoved = (migration: NonNullable<Environment["migration"]>): NonNullable<Environment["migration"]> => ({
  ...migration,
  host: "present",
  phases: migration.phases.map(({ name, services }) => ({ name, services, state: "planned" as const })),
});

/** Without an account and all that is had from one. */
function onLaptop(environment: Omit<Environment, "migration">): Environment {
  const { aws, adopt, recovery, alarms, registry, boundary, stateHome, secrets, ...rest } = environment;
  void [aws, adopt, recovery, alarms, registry, boundary, stateHome, secrets];
  const { kind, proxy } = environment.edge;
  return {
    ...rest,
    target: "devenv",
    profile: "development",
    state: { backend: "local" },
    edge: { ...onlyLaptop(environment.edge), kind, ...(proxy !== undefined && { proxy }), domain: "localhost" },
    stores: {},
    services: withoutCapacity(environment),
  };
}

function onlyLaptop(edge: Environment["edge"]): Omit<Environment["edge"], "kind" | "proxy" | "domain"> {
  const { certificateArn, zoneId, firewall, idleTimeoutSec, ...rest } = edge;
  void [certificateArn, zoneId, firewall, idleTimeoutSec];
  return rest;
}

const withoutHostPorts = ({ services }: Pick<Environment, "services">): Environment["services"] =>
  each(services, ({ hostPorts, ...rest }) => (void hostPorts, rest));

const withoutCapacity = ({ services }: Pick<Environment, "services">): Environment["services"] =>
  each(services, ({ capacity, exec, interruptible, ...rest }) => (void [capacity, exec, interruptible], rest));

const each = (
  services: Environment["services"],
  change: (override: Environment["services"][string]) => Environment["services"][string],
): Environment["services"] =>
  Object.fromEntries(Object.entries(services).map(([name, override]) => [name, change(override)]));
