import type { PhaseState } from "./schema";

/** Who runs a service: the compose host, or ECS. */
export type Place = "compose" | "ecs";

/** What decides how a phase may move: how many there may be at once, and who brings the work. */
export type PhaseKind = "many" | "consumer" | "one";

export interface Phase {
  readonly name: string;
  readonly state: PhaseState;
  readonly kind: PhaseKind;
  /** Per cent of the routed traffic that goes to ECS: 0 before shared, 100 from moved on. */
  readonly share: number;
  /** All services it runs on ECS, those that go along included, sorted. */
  readonly services: readonly string[];
  /** Phases on its side of the host that run a job it waits for, and so apply before it, sorted. @default - none */
  readonly after?: readonly string[];
}

export interface Migration {
  readonly phases: readonly Phase[];
  readonly stays: readonly string[];
  readonly host: "present" | "removed";
}
