import type { Found } from "./terraform";

/** What was seen of the machine, without an opinion: judging it needs no machine. */
export interface Facts {
  readonly terraform: Found;
  /** None where nothing runs on this machine. */
  readonly laptop?: LaptopFacts;
}

export interface LaptopFacts {
  readonly engine: EngineFact;
  /** By number; those that were looked at. */
  readonly ports: Readonly<Record<number, PortFact>>;
  /** By the path as it is written; those that are there. */
  readonly paths: Readonly<Record<string, PathKind>>;
  readonly disk: DiskFact;
  readonly state: StateFact;
  /** Variables that Terraform will find set, by the name behind TF_VAR_. */
  readonly variables: readonly string[];
  /** Secret → why the value that is set, or that it has none, will be refused. */
  readonly unfit: Readonly<Record<string, string>>;
}

/** Why an engine gave no answer. silent: it took the question and said nothing. */
export const TROUBLES = ["off", "denied", "silent", "strange"] as const;
export type Trouble = (typeof TROUBLES)[number];

export type EngineFact =
  | ({ readonly kind: "answers" } & RunningEngine)
  | { readonly kind: Trouble; readonly address: string; readonly message: string }
  /** An address that only Terraform's provider can use. */
  | { readonly kind: "not asked"; readonly address: string; readonly how: string };

export interface RunningEngine {
  readonly address: string;
  /** false: ports and paths of this machine say nothing about the engine's. */
  readonly onThisMachine: boolean;
  readonly version: string;
  readonly apiVersion: string;
  readonly memoryBytes: number;
  readonly containers: readonly ContainerFact[];
  readonly volumes: readonly LabelledFact[];
  readonly networks: readonly LabelledFact[];
  /** By name; those that were asked for. */
  readonly images: Readonly<Record<string, ImageFact>>;
}

/** `id` is what a state knows it by. */
export interface LabelledFact {
  readonly id: string;
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
}

export interface ContainerFact extends LabelledFact {
  /** created, running, exited, … */
  readonly status: string;
  readonly exitCode?: number;
  /** Its health check fails. */
  readonly unhealthy?: boolean;
  /** Ports of the machine, as far as 127.0.0.1 reaches them. */
  readonly hostPorts: readonly number[];
}

export type ImageFact =
  | { readonly kind: "present"; readonly id: string }
  | { readonly kind: "pullable" }
  | { readonly kind: "missing"; readonly message: string };

export type PortFact = { readonly kind: "free" } | { readonly kind: "taken"; readonly by?: string };

export type PathKind = "folder" | "file";

/** `of`: whose disk it is that was looked at. */
export interface DiskFact {
  readonly of: "engine" | "checkout";
  readonly path: string;
  readonly freeBytes: number;
}

export type StateFact =
  /** A state that is not there yet holds nothing. */
  | { readonly kind: "read"; readonly path: string; readonly resources: readonly StateResource[] }
  | { readonly kind: "not read"; readonly path: string; readonly why: string };

export interface StateResource {
  readonly id: string;
  readonly address: string;
  /** The next apply makes it anew. */
  readonly tainted: boolean;
  /** A container that is meant to end. */
  readonly ends: boolean;
}
