import type { $ZodType, $ZodTypes, $ZodUnionDef } from "zod/v4/core";
import type { Path } from "./tree";

/** Formats of text that zod names, in a reader's words. */
const FORMATS: Readonly<Record<string, string>> = {
  hostname: "a host name such as app.example.com",
  cidrv4: "a range of IPv4 addresses such as 10.0.0.0/16",
  ipv4: "an IPv4 address",
  datetime: "a time in UTC such as 2026-11-20T04:00:00Z",
  email: "an e-mail address",
  url: "a URL such as https://app.example.com",
  guid: "a UUID",
  uuid: "a UUID",
};

const WRAPPERS = new Set(["optional", "nullable", "default", "prefault", "nonoptional", "readonly", "catch"]);

/** The schema inside what makes it optional, gives it a default or transforms it. */
export function innermost(schema: $ZodType): $ZodTypes {
  const { def } = (schema as $ZodTypes)._zod;
  if (WRAPPERS.has(def.type)) return innermost((def as unknown as { innerType: $ZodType }).innerType);
  if (def.type === "pipe") return innermost(def.in);
  if (def.type === "lazy") return innermost(def.getter());
  return schema as $ZodTypes;
}

/** The schemas that may stand at this path; several where a union leaves it open, none where nothing may. */
export function schemasAt(schema: $ZodType, path: Path): $ZodTypes[] {
  const here = innermost(schema);
  const { def } = here._zod;
  const [segment, ...rest] = path;
  if (segment === undefined) return def.type === "never" ? [] : [here];
  if (def.type === "union") return def.options.flatMap((option) => schemasAt(option, path));
  if (def.type === "object") {
    const shape = def.shape as Readonly<Record<string, $ZodType>>;
    const child = Object.hasOwn(shape, segment) ? shape[segment] : def.catchall;
    return child ? schemasAt(child, rest) : [];
  }
  if (def.type === "record") return schemasAt(def.valueType, rest);
  if (def.type === "array") return schemasAt(def.element, rest);
  return def.type === "unknown" || def.type === "any" ? [here] : [];
}

/** The keys that a map at this path may have; empty where the reader chooses them. */
export function keysAt(schema: $ZodType, path: Path): string[] {
  const found = schemasAt(schema, path).flatMap((each) => keysOf(each));
  return [...new Set(found)];
}

export function keysOf(schema: $ZodTypes): string[] {
  const { def } = schema._zod;
  if (def.type === "object") return Object.keys(def.shape);
  if (def.type === "union") return optionsOf(schema).flatMap(keysOf);
  if (def.type !== "record") return [];
  const key = innermost(def.keyType)._zod.def;
  return key.type === "enum" ? Object.values(key.entries).map(String) : [];
}

/** What may stand there, as the end of the sentence "allowed: …". */
export function allowedBy(schema: $ZodType): string {
  const { def } = innermost(schema)._zod;
  const checks = checksOf(def);
  if (def.type === "string") return textAllowed(checks);
  if (def.type === "number") return numberAllowed(checks, isWhole(checks));
  if (def.type === "boolean") return "true or false";
  if (def.type === "enum") return Object.values(def.entries).map(String).join(", ");
  if (def.type === "literal") return def.values.map(String).join(", ");
  if (def.type === "object") return `a map with ${Object.keys(def.shape).join(", ")}`;
  if (def.type === "record") return `a map, each value ${allowedBy(def.valueType)}`;
  if (def.type === "array") return `a list${itemsAllowed(checks)}, each item ${allowedBy(def.element)}`;
  if (def.type === "union") return unionAllowed(def);
  return "any value";
}

/** Told apart by one key, a union is best told by what that key may say. */
function unionAllowed(def: $ZodUnionDef): string {
  const { discriminator } = def as $ZodUnionDef & { discriminator?: string };
  if (discriminator === undefined) return [...new Set(def.options.map((option) => allowedBy(option)))].join(", or ");
  const values = def.options.flatMap((option) => schemasAt(option, [discriminator])).map((value) => allowedBy(value));
  return `a map with ${discriminator}: ${values.join(", ")}`;
}

/** What a schema may be: itself, or each option of a union, however deep they are nested. */
export function optionsOf(schema: $ZodType): $ZodTypes[] {
  const here = innermost(schema);
  const { def } = here._zod;
  return def.type === "union" ? def.options.flatMap((option) => optionsOf(option)) : [here];
}

interface CheckDef {
  readonly check: string;
  readonly format?: string;
  readonly value?: number;
  readonly inclusive?: boolean;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly length?: number;
  readonly error?: (issue: object) => unknown;
}

function checksOf(def: object): CheckDef[] {
  const { checks = [] } = def as { checks?: readonly { _zod: { def: CheckDef } }[] };
  // A format such as hostname is a check of its own type, and stands in the definition itself.
  return [def as CheckDef, ...checks.map((check) => check._zod.def)];
}

function textAllowed(checks: readonly CheckDef[]): string {
  for (const { check, error, format } of checks) {
    const said = check === "string_format" && error ? error({}) : undefined;
    if (typeof said === "string") return said;
    if (format !== undefined && FORMATS[format] !== undefined) return FORMATS[format];
  }
  return checks.some(({ check, minimum }) => check === "min_length" && minimum !== 0) ? "text, not empty" : "text";
}

const isWhole = (checks: readonly CheckDef[]): boolean =>
  checks.some(({ format }) => format === "safeint" || format === "int32" || format === "uint32");

function numberAllowed(checks: readonly CheckDef[], whole: boolean): string {
  let [least, most]: [number | undefined, number | undefined] = [undefined, undefined];
  let above: number | undefined;
  for (const { check, value = 0, inclusive } of checks) {
    if (check === "greater_than") {
      // For whole numbers "more than 0" is "1 or more".
      if (inclusive || whole) least = Math.max(least ?? -Infinity, inclusive ? value : value + 1);
      else above = value;
    }
    if (check === "less_than") most = Math.min(most ?? Infinity, inclusive || !whole ? value : value - 1);
  }
  const kind = whole ? "a whole number" : "a number";
  if (least !== undefined && most !== undefined) return `${kind} from ${least} to ${most}`;
  if (least !== undefined) return `${kind}, ${least} or more`;
  if (above !== undefined) return `${kind} above ${above}${most === undefined ? "" : ` up to ${most}`}`;
  return most === undefined ? kind : `${kind}, ${most} or less`;
}

function itemsAllowed(checks: readonly CheckDef[]): string {
  const least = checks.find(({ check }) => check === "min_length")?.minimum;
  const most = checks.find(({ check }) => check === "max_length")?.maximum;
  if (least !== undefined && most !== undefined) return ` of ${least} to ${most}`;
  if (least !== undefined) return ` of ${least} or more`;
  return most === undefined ? "" : ` of up to ${most}`;
}
