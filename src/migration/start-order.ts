import { groupOf } from "../model/calls";
import type { Condition } from "../model/service";
import { jobOwner, ownerOf, phaseOf, type Situation } from "./ownership";
import { phaseGoesFirst } from "./order";
import type { Phase } from "./plan";
import { hasReached } from "./resolve";

/** What keeps one service from starting before another thing that it needs; ECS itself has no order. */
export type Keeper =
  /** In one task: the container's dependsOn. */
  | "container"
  /** The workspace that holds the store applies before. */
  | "foundation"
  /** In one workspace: Terraform's order, and where it says healthy or completed, the steady state of the other. */
  | "order"
  /** Another workspace applies before, and waits for its tasks. */
  | "workspace"
  /** Only that the application tries again. */
  | "retries"
  /** Nothing: what is needed may come later. */
  | "nothing";

export interface Wait {
  readonly service: string;
  readonly need: string;
  readonly condition: Condition;
  readonly keeper: Keeper;
  /** Who runs the need, where it is not the service itself: a workspace, a task. */
  readonly by: string;
}

/** For each service that runs on ECS now, or will: what it waits for, and what keeps that. In the order of the names. */
export function startOrder(situation: Situation): Wait[] {
  const { platform, migration, home } = situation;
  const names = Object.keys(platform.services).sort();
  return names
    .filter((name) => home === "ecs" || startsOnEcs(phaseOf(migration, groupOf(platform, name))))
    .flatMap((service) =>
      Object.entries(platform.services[service]?.needs ?? {})
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([need, condition]) => ({ service, need, condition, ...keeperOf(situation, service, need, condition) })),
    );
}

const startsOnEcs = (phase: Phase | undefined): boolean => phase !== undefined && hasReached(phase, "warm");

function keeperOf(
  situation: Situation,
  service: string,
  need: string,
  condition: Condition,
): { readonly keeper: Keeper; readonly by: string } {
  const { platform } = situation;
  const task = groupOf(platform, service);
  if (need in platform.stores) return { keeper: "foundation", by: "foundation" };
  if (need in platform.jobs) {
    const owner = jobOwner(situation, need);
    if (!owner || owner.place === "compose") return between(situation, task, undefined, condition);
    if (owner.service === task) return { keeper: "container", by: `the task of ${task}` };
    return between(situation, task, owner.service, condition);
  }
  const other = groupOf(platform, need);
  if (other === task) return { keeper: "container", by: `the task of ${task}` };
  return between(situation, task, ownerOf(situation, other) === "ecs" ? other : undefined, condition);
}

/** `other` is the service on ECS whose task it is; none where the compose host runs it. */
function between(
  { migration }: Situation,
  service: string,
  other: string | undefined,
  condition: Condition,
): { readonly keeper: Keeper; readonly by: string } {
  const own = phaseOf(migration, service);
  const theirs = other === undefined ? undefined : phaseOf(migration, other);
  if (other !== undefined && own?.name === theirs?.name) return { keeper: "order", by: other };
  const by = theirs ? `ecs-${theirs.name}` : "ec2-compose";
  if (appliesBefore(theirs, own)) return { keeper: "workspace", by };
  return { keeper: condition === "started" ? "retries" : "nothing", by };
}

/**
 * Does the workspace of `first` (the host's when there is none) apply before that of `second`? Two phases on the same
 * side of the host's know of each other only through a job, and else may apply at the same time.
 */
function appliesBefore(first: Phase | undefined, second: Phase | undefined): boolean {
  if (!second) return false;
  if (!first) return !phaseGoesFirst(second);
  if (second.after?.includes(first.name)) return true;
  return phaseGoesFirst(first) && !phaseGoesFirst(second);
}
