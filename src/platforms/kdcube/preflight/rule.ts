import type { PreflightFault, PreflightInput, PreflightRule } from "../../../model/preflight";
import type { RenderedContainer, Runs } from "../../../model/rendered";
import type { Release } from "../release";
import type { Settings } from "../settings";

export type Rule = PreflightRule<Settings, Release>;
export type Input = PreflightInput<Settings, Release>;
export type Fault = PreflightFault;

/** Parts of the list, in its own order (kdcube reference §8). */
export const GROUPS = {
  gateway: "Gateway and tenancy",
  stores: "Redis and Postgres",
  network: "Ports, names and network",
  routes: "Routes",
  ui: "User interface",
  login: "Login",
  storage: "Storage, mounts and code execution",
  bundles: "Bundles",
  metrics: "Metrics and scaling",
  lifecycle: "Lifecycle",
  secrets: "Secrets and variables",
  migration: "Migration",
} as const;

export const rule = ({ group, ...of }: Omit<Rule, "group"> & { readonly group: keyof typeof GROUPS }): Rule => ({
  ...of,
  group: GROUPS[group],
});

export const inSettings = (path: string, text: string): Fault => ({ path: ["settings", ...path.split(".")], text });
export const inService = (name: string, text: string): Fault => ({ path: ["services", name], text });
export const inStore = (name: string, text: string): Fault => ({ path: ["stores", name], text });
export const inEdge = (text: string, field?: string): Fault => ({ path: field ? ["edge", field] : ["edge"], text });
export const inRelease = (path: readonly (string | number)[], text: string): Fault => ({ in: "release", path, text });
export const inMigration = (text: string): Fault => ({ path: ["migration"], text });

/** The containers of these names that run, in every place. */
export const running = ({ rendered }: Input, ...names: readonly string[]): RenderedContainer[] =>
  rendered.containers.filter((each) => each.running && (names.length === 0 || names.includes(each.name)));

export const runningOn = (input: Input, on: Runs, ...names: readonly string[]): RenderedContainer[] =>
  running(input, ...names).filter((each) => each.on === on);

const PLACES: Readonly<Record<Runs, string>> = { ecs: "on ECS", compose: "on the host", laptop: "on the laptop" };

/** `chat-proc on ECS` */
export const named = ({ name, on }: Pick<RenderedContainer, "name" | "on">): string => `${name} ${PLACES[on]}`;

/** The services that read the gateway's configuration. */
export const READERS = ["chat-ingress", "chat-proc", "metrics"] as const;
export const CHAT = ["chat-ingress", "chat-proc"] as const;

export const LAPTOP_ONLY = "all of it is on a laptop";
export const noneOnEcs = (input: Input): string | undefined =>
  runningOn(input, "ecs").length === 0 ? "nothing runs on ECS" : undefined;
export const noneOnAws = (input: Input): string | undefined =>
  running(input).every(({ on }) => on === "laptop") ? LAPTOP_ONLY : undefined;
export const noneOf = (input: Input, ...names: readonly string[]): string | undefined =>
  running(input, ...names).length === 0 ? `no ${names.join(" and no ")} runs` : undefined;

/** Parsed, or undefined: a text that is none is what some rules look for. */
export function parsed(text: string | undefined): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text ?? "");
    return typeof value === "object" && value !== null && !Array.isArray(value)
      ? (value as Readonly<Record<string, unknown>>)
      : undefined;
  } catch {
    return undefined;
  }
}

/** A value inside nested objects; undefined where the way ends. */
export const inside = (value: unknown, ...way: readonly string[]): unknown =>
  way.reduce<unknown>(
    (at, key) => (typeof at === "object" && at !== null ? (at as Readonly<Record<string, unknown>>)[key] : undefined),
    value,
  );

/** As a text; `nothing` where there is none. */
export const shown = (value: unknown): string =>
  value === undefined || value === "" ? "nothing" : typeof value === "string" ? value : JSON.stringify(value);

/** What is said about these values unless all of them are the same: each with who has it. */
export function differences(
  values: readonly { readonly who: string; readonly value: string | undefined }[],
): string | undefined {
  const unique = [...new Set(values.map(({ value }) => value))];
  if (unique.length <= 1) return undefined;
  return unique
    .map(
      (value) =>
        `${values
          .filter((each) => each.value === value)
          .map(({ who }) => who)
          .join(", ")}: ${shown(value)}`,
    )
    .join("; ");
}
