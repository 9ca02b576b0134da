import type { TerraformJson } from "../synthesize";
import { evaluated } from "./terraform-text";

/** A block of Terraform JSON, each text as Terraform would make it. */
export type Block = Readonly<Record<string, unknown>>;

/** One workspace as it will be applied. */
export interface Root {
  /** `foundation`, `ecs`, `ecs-metrics`, … */
  readonly stack: string;
  readonly workspace: string;
  readonly json: TerraformJson;
}

/** The resources of one type: name → what is in them. */
export const resources = ({ json }: Root, type: string): [string, Block][] =>
  Object.entries(json.resource?.[type] ?? {}).map(([name, block]) => [name, evaluatedIn(block) as Block]);

export function evaluatedIn(value: unknown): unknown {
  if (typeof value === "string") return evaluated(value);
  if (Array.isArray(value)) return value.map(evaluatedIn);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, evaluatedIn(inner)]));
}

/** A nested block, whether there may be one of it or many. */
export const blocks = (value: unknown): Block[] =>
  value === undefined || value === null ? [] : Array.isArray(value) ? (value as Block[]) : [value as Block];

export const block = (value: unknown): Block => blocks(value)[0] ?? {};

export const text = (value: unknown): string =>
  typeof value === "string" || typeof value === "number" || typeof value === "boolean" ? String(value) : "";
export const number = (value: unknown): number => Number(text(value) || 0);
export const isTrue = (value: unknown): boolean => text(value) === "true";
/** Texts of a list; an expression in the place of a list is one of them. */
export const texts = (value: unknown): string[] =>
  Array.isArray(value) ? value.map(text) : text(value) === "" ? [] : [text(value)];

/** The resource of this type that an expression names. */
export const nameIn = (expression: unknown, type: string): string | undefined =>
  new RegExp(`${type}\\.([\\w-]+)`).exec(text(expression))?.[1];

/** The place in the tree of constructs that a name begins with: `chat_task_definition` → `chat`. */
export const headOf = (name: string): string => name.split("_")[0] as string;
/** What follows it: `stores_redis` → `redis`. */
export const tailOf = (name: string): string => name.split("_").slice(1).join("_");
