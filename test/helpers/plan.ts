import type { Json, JsonObject } from "./json";
import { isObject, objectAt, textAt } from "./json";

/** One resource of a plan: what it will be, and what it names in the configuration. */
export interface PlannedResource {
  readonly address: string;
  readonly type: string;
  readonly actions: readonly Action[];
  /** Known at plan time; what only an apply can tell is missing here. */
  readonly values: JsonObject;
  readonly unknown: JsonObject;
}
export type Action = "create" | "update" | "delete" | "no-op" | "read";

/** Where one listener rule sends what it matches. */
export interface Weight {
  /** The references of the target group: an address of its own workspace, or an output of another. */
  readonly to: readonly string[];
  readonly weight: number;
}

/** The JSON of `terraform show`, asked in words. Source: Terraform, "JSON output format", plan representation. */
export class Plan {
  private readonly changes: readonly PlannedResource[];
  private readonly configuration: ReadonlyMap<string, JsonObject>;
  private readonly outputs: JsonObject;

  constructor(json: JsonObject) {
    this.changes = list(json["resource_changes"]).map(asResource);
    const configured = list(objectAt(json, "configuration", "root_module")["resources"]);
    this.configuration = new Map(configured.map((entry) => [textAt(entry, "address"), objectAt(entry, "expressions")]));
    this.outputs = objectAt(json, "planned_values", "outputs");
  }

  /** What the workspace would publish, where a plan can know it. */
  output(name: string): Json | undefined {
    return objectAt(this.outputs, name)["value"];
  }

  get addresses(): string[] {
    return this.changes.map(({ address }) => address).sort();
  }

  get all(): readonly PlannedResource[] {
    return this.changes;
  }

  resource(address: string): PlannedResource {
    const found = this.changes.find((resource) => resource.address === address);
    if (!found) throw new Error(`${address} is not in the plan; it has:\n${this.addresses.join("\n")}`);
    return found;
  }

  resources(type: string): PlannedResource[] {
    return this.changes.filter((resource) => resource.type === type);
  }

  /** How many of each action; a row that does nothing counts as no-op. */
  count(action: Action): number {
    return this.changes.filter(({ actions }) => actions.includes(action)).length;
  }

  /** What an argument refers to, at any depth: `aws_lb.alb.arn`, `aws_lb.alb`, in Terraform's order. */
  references(address: string, ...path: readonly string[]): string[] {
    const expressions = this.configuration.get(address);
    if (!expressions) throw new Error(`${address} is not in the configuration`);
    return referencesIn(path.length === 0 ? expressions : stepInto(expressions, path));
  }

  /** The weighted target groups of a listener rule, in the order they were written. */
  weights(rule: string): Weight[] {
    const groups = stepInto(this.configuration.get(rule) ?? {}, ["action", "forward", "target_group"]);
    return list(groups).map((group) => ({
      to: referencesIn(group["arn"]),
      weight: Number(objectAt(group, "weight")["constant_value"]),
    }));
  }

  /** The containers of a task definition, which the provider has sorted by name. */
  containers(address: string): JsonObject[] {
    const text = this.resource(address).values["container_definitions"];
    if (typeof text !== "string") throw new Error(`the containers of ${address} are not known at plan time`);
    return JSON.parse(text) as JsonObject[];
  }
}

function asResource(entry: JsonObject): PlannedResource {
  const change = objectAt(entry, "change");
  return {
    address: textAt(entry, "address"),
    type: textAt(entry, "type"),
    actions: (change["actions"] ?? []) as Action[],
    values: objectAt(change, "after"),
    unknown: objectAt(change, "after_unknown"),
  };
}

/** Nested blocks are lists in the configuration; a step into one goes into all of its members. */
function stepInto(from: Json, path: readonly string[]): Json {
  return path.reduce<Json>((at, key) => {
    if (Array.isArray(at)) return (at as readonly Json[]).flatMap((inner) => asList(objectAt(inner)[key]));
    return isObject(at) ? (at[key] ?? []) : [];
  }, from);
}

function referencesIn(value: Json | undefined): string[] {
  if (Array.isArray(value)) return (value as readonly Json[]).flatMap(referencesIn);
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    key === "references" ? (inner as readonly string[]) : referencesIn(inner),
  );
}

const asList = (value: Json | undefined): readonly Json[] =>
  value === undefined ? [] : Array.isArray(value) ? (value as readonly Json[]) : [value];
const list = (value: Json | undefined): JsonObject[] => asList(value).map((entry) => objectAt(entry));
