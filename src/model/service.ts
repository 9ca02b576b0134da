import type { Grant } from "./grant";
import type { Mount } from "./mount";
import type { Probe } from "./probe";
import type { Value } from "./reference";
import type { Capacity, Scale } from "./scale";
import type { SecretUse } from "./secret";
import type { Size } from "./size";

/** What runs a container needs, whatever kind it is and wherever it runs. */
export interface Workload {
  /** A key of the release's images. */
  readonly image: string;
  /** What to run when it is not the image's own command. */
  readonly command?: readonly string[];
  readonly environment: Readonly<Record<string, Value>>;
  readonly secrets: Readonly<Record<string, SecretUse>>;
  readonly mounts: readonly Mount[];
  readonly needs: Readonly<Record<string, Condition>>;
  readonly size: Size;
  readonly grants: readonly Grant[];
  /** TCP ports it opens to hosts outside the platform. Everything not named here or reached by reference is closed. */
  readonly egress: readonly number[];
  /** What to call its variables where they are a file. @default `.env.<name>` */
  readonly envFile?: string;
  readonly user?: User;
  /** Why its root file system stays writable, where it must. @default - none is known */
  readonly writesRoot?: string;
  /** What changes when a developer runs it from a checkout, as a process on the laptop. @default - nothing */
  readonly asProcess?: AsProcess;
}

/** Variables and files that stand in for, or beside, those of the container. */
export interface AsProcess {
  readonly environment: Readonly<Record<string, Value>>;
  readonly mounts?: readonly Mount[];
}

/** started: it runs; healthy: its probe passes; completed: a job that ended with 0. */
export const CONDITIONS = ["started", "healthy", "completed"] as const;
export type Condition = (typeof CONDITIONS)[number];

export interface User {
  readonly uid: number;
  readonly gid: number;
  /** @default false */
  readonly readOnlyRoot?: boolean;
}

/** Sets idle timeouts, draining and balancing: a request ends soon, a stream or a socket lives for minutes. */
export const TRAFFIC = ["request", "stream", "socket"] as const;
export type Traffic = (typeof TRAFFIC)[number];

/** Runs for ever. */
export interface Service extends Workload {
  /** Name → container port. */
  readonly ports: Readonly<Record<string, number>>;
  readonly probe: Probe;
  readonly scale: Scale;
  readonly capacity: Capacity;
  readonly traffic: Traffic;
  /** A queue that it takes work from. Nothing routes that work, so a share of it cannot be set by weights. */
  readonly consumes?: string;
  /** `one`: never two at once, in any place or phase. */
  readonly instances: "many" | "one";
  /** recreate: one version at a time. */
  readonly deploy: "rolling" | "recreate";
  /** From SIGTERM to SIGKILL. Fargate allows 120 at most. */
  readonly stopGraceSec: number;
  /** The longest that one answer of it may take, which its streams must outlast. @default - not known */
  readonly turnSec?: number;
  /** How long it keeps an idle connection open; must be longer than whoever sends to it does. @default - not known */
  readonly keepAliveSec?: number;
  /** The service whose task or host it shares. */
  readonly alongside?: string;
  /** The most connections that one instance opens to a store, by store. */
  readonly connections: Readonly<Record<string, number>>;
}

/** Runs to completion before those that need it. */
export interface Job extends Workload {
  /** May it run again, on every deployment, without harm? */
  readonly repeatable: boolean;
}

/** Started by a service when it wants one. It follows the place of that service. */
export interface Task extends Workload {
  readonly startedBy: string;
}

type Defaulted = "secrets" | "mounts" | "needs" | "grants" | "egress" | "environment";
type Loose<T, K extends keyof T> = Omit<T, K> & Partial<Pick<T, K>>;

const workload = { environment: {}, secrets: {}, mounts: [], needs: {}, grants: [], egress: [443] } as const;

export type ServiceInput = Loose<
  Service,
  Defaulted | "scale" | "capacity" | "traffic" | "instances" | "deploy" | "stopGraceSec" | "connections" | "ports"
>;

/** A service with what its author left out: one instance on Fargate, short requests, thirty seconds to stop. */
export const service = (input: ServiceInput): Service => ({
  ...workload,
  ports: {},
  scale: { min: 1, max: 1 },
  capacity: "fargate",
  traffic: "request",
  instances: "many",
  deploy: "rolling",
  stopGraceSec: 30,
  connections: {},
  ...input,
});

export const job = (input: Loose<Job, Defaulted>): Job => ({ ...workload, ...input });
export const taskOf = (input: Loose<Task, Defaulted>): Task => ({ ...workload, ...input });
