/*
 * What the targets really made of a platform, read back from their output. Nothing here is derived from the model, so
 * that a mistake between the model and the output can be seen. An expression that only an apply can answer stands as
 * its name between angle brackets: `<foundation.store_host_redis>`.
 */

/** Where a container is: a task of ECS, the compose host, the laptop. */
export type Runs = "ecs" | "compose" | "laptop";

export interface RenderedMount {
  readonly path: string;
  /** Of a host, a directory of it; on ECS the name of a volume of the task. */
  readonly source: string;
  readonly kind: "shared" | "bind" | "scratch" | "file";
  readonly readOnly: boolean;
}

export interface RenderedContainer {
  readonly on: Runs;
  readonly workspace: string;
  /** The service, job or task that it is. */
  readonly name: string;
  /** Containers of one unit have one address: the task's name on ECS, `host`, or the container's own on a laptop. */
  readonly unit: string;
  /** false: its definition stands by, and there is no container. */
  readonly running: boolean;
  readonly image: string;
  readonly environment: Readonly<Record<string, string>>;
  /** Variable → the secret that it is read from. */
  readonly secrets: Readonly<Record<string, string>>;
  readonly ports: readonly number[];
  /** What the machine gives out: `0.0.0.0:8010`. */
  readonly published: readonly string[];
  readonly health?: string | undefined;
  readonly mounts: readonly RenderedMount[];
  /** Path → text. */
  readonly files: Readonly<Record<string, string>>;
  /** What it starts after: name → started, healthy or completed. */
  readonly waitsFor: Readonly<Record<string, string>>;
  readonly user?: string | undefined;
  readonly stopSec?: number | undefined;
  readonly privileged: boolean;
}

export interface RenderedStatement {
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly condition: string;
}

/** What runs together and has one identity: a task definition, or the host. */
export interface RenderedUnit {
  readonly on: "ecs" | "compose";
  readonly workspace: string;
  readonly name: string;
  readonly family: string;
  readonly launch: readonly string[];
  readonly architecture: string;
  readonly allows: readonly RenderedStatement[];
  /** Its starter: pulls, logs, opens secrets. */
  readonly startAllows: readonly RenderedStatement[];
  /** Roles by the names that policies know them by. */
  readonly roles: readonly string[];
  readonly volumes: readonly RenderedVolume[];
}

export interface RenderedVolume {
  readonly name: string;
  readonly fileSystem?: string | undefined;
  readonly accessPoint?: string | undefined;
  readonly rootDirectory?: string | undefined;
  readonly encrypted: boolean;
  readonly hostPath?: string | undefined;
}

export interface RenderedService {
  readonly workspace: string;
  readonly name: string;
  readonly desired: number;
  /** Never more than one task at once. */
  readonly oneAtATime: boolean;
  readonly securityGroups: readonly string[];
  readonly subnets: readonly string[];
  readonly publicIp: boolean;
  readonly startsAfter: readonly string[];
  readonly waited: boolean;
}

/** Those that a load balancer may send a request to. */
export interface RenderedTarget {
  readonly on: "ecs" | "compose";
  readonly service: string;
  readonly port: number;
  readonly healthPath: string;
  readonly weight: number;
}

export interface RenderedRule {
  readonly workspace: string;
  readonly priority: number;
  readonly patterns: readonly string[];
  readonly answer: "forward" | "redirect" | "refusal";
  readonly targets: readonly RenderedTarget[];
}

/** One direction of one security group. */
export interface RenderedOpening {
  readonly group: string;
  readonly direction: "in" | "out";
  /** A group, or a network. */
  readonly peer: string;
  readonly fromPort: number;
  readonly toPort: number;
}

export interface RenderedCache {
  readonly on: "aws" | "laptop";
  readonly name: string;
  readonly tls: boolean;
  readonly shards: number;
  readonly eviction: string;
  readonly nodeType: string;
}

export interface RenderedDatabase {
  readonly on: "aws" | "laptop";
  readonly name: string;
  readonly version: string;
  readonly parameters: Readonly<Record<string, string>>;
}

export interface RenderedFiles {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
  /** Subnets that have a mount target; not known of a file system that others made. */
  readonly subnets?: readonly string[] | undefined;
}

/** Something that acts on a metric: an alarm, or a scaling policy. */
export interface RenderedWatch {
  readonly name: string;
  readonly namespace: string;
  readonly metric: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly threshold?: number | undefined;
}

export interface RenderedHost {
  readonly hopLimit: number;
  readonly architecture: string;
}

export interface Rendered {
  readonly containers: readonly RenderedContainer[];
  readonly units: readonly RenderedUnit[];
  readonly services: readonly RenderedService[];
  readonly rules: readonly RenderedRule[];
  /** How long the load balancer keeps a silent connection, in seconds; none without one. */
  readonly idleTimeoutSec?: number | undefined;
  readonly openings: readonly RenderedOpening[];
  /** Groups of others that take no rules of ours: whether they let a call pass is theirs to say. */
  readonly foreignGroups: readonly string[];
  /** Names that the private zone answers, each in full. */
  readonly addresses: readonly string[];
  /** Where anything may run: zones of the region that have a subnet. */
  readonly zones: readonly string[];
  readonly caches: readonly RenderedCache[];
  readonly databases: readonly RenderedDatabase[];
  readonly files: readonly RenderedFiles[];
  readonly hosts: readonly RenderedHost[];
  /** What Terraform writes into a secret that is made of others: name → text. */
  readonly secretTexts: Readonly<Record<string, string>>;
  readonly watches: readonly RenderedWatch[];
  /** What one workspace tells the others: `foundation.store_host_redis` → text. */
  readonly published: Readonly<Record<string, string>>;
  /** Workspace → those that apply before it. */
  readonly after: Readonly<Record<string, readonly string[]>>;
}
