/** Plain parsed JSON, as Terraform reads and writes it. */
export type Json = string | number | boolean | null | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: Json;
}

export const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** The object at the end of the path, an empty one when there is none: a reader goes on without asking. */
export function objectAt(from: Json | undefined, ...path: readonly string[]): JsonObject {
  const value = path.reduce<Json | undefined>((at, key) => (isObject(at) ? at[key] : undefined), from);
  return isObject(value) ? value : {};
}

/** A text that must be there. */
export function textAt(from: JsonObject, key: string): string {
  const value = from[key];
  if (typeof value !== "string") throw new Error(`${key} is no text: ${JSON.stringify(value)}`);
  return value;
}

/** Every text in it, keys left out. */
export function textsIn(value: Json | undefined): string[] {
  if (typeof value === "string") return [value];
  if (typeof value !== "object" || value === null) return [];
  return Object.values(value).flatMap((inner: Json) => textsIn(inner));
}

/** The same shape with every text passed through `change`. */
export function mapTexts(value: Json, change: (text: string) => Json): Json {
  if (typeof value === "string") return change(value);
  if (Array.isArray(value)) return (value as readonly Json[]).map((inner) => mapTexts(inner, change));
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, mapTexts(inner, change)]));
}
