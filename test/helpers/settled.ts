import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isObject, objectAt, textAt, type Json, type JsonObject } from "./json";
import type { Terraform } from "./terraform";

/** An apply tells what refers to what in a few rounds; a workspace of ours has no longer chain of references. */
const ROUNDS = 4;

/**
 * The state that an apply would leave, without one: what a plan knows, and for what only AWS can tell a word that says
 * where it stands. Plans are made on it until none changes anything, so that references hold what they refer to.
 */
export function settledState(
  terraform: Terraform,
  name: string,
  json: JsonObject,
  files: Readonly<Record<string, Json>>,
): JsonObject {
  const schemas = terraform.schemas(name, json);
  const folder = mkdtempSync(join(tmpdir(), "ferry-settled-"));
  const file = join(folder, "plan.json");
  try {
    let state: JsonObject = emptyState();
    let open: readonly JsonObject[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      terraform.planFile(name, json, { ...files, "terraform.tfstate": state }, file);
      const changes = managed(JSON.parse(readFileSync(file, "utf8")) as JsonObject);
      open = changes.filter((change) => actionsOf(change).join() !== "no-op");
      if (open.length === 0) return state;
      state = { ...emptyState(), resources: changes.map((change) => resourceOf(change, schemas)) };
    }
    const rest = open.map((change) => `${actionsOf(change).join("+")} ${textAt(change, "address")}`);
    throw new Error(`${name} does not settle; a plan on its own outcome would again\n${rest.join("\n")}`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const emptyState = (): JsonObject => ({
  version: 4,
  terraform_version: "1.11.0",
  serial: 1,
  lineage: "settled",
  outputs: {},
  resources: [],
  check_results: null,
});

const managed = (plan: JsonObject): JsonObject[] =>
  ((plan["resource_changes"] ?? []) as readonly JsonObject[]).filter((change) => change["mode"] === "managed");

const actionsOf = (change: JsonObject): readonly string[] =>
  (objectAt(change, "change")["actions"] ?? []) as readonly string[];

function resourceOf(change: JsonObject, schemas: JsonObject): JsonObject {
  const [address, type, provider] = ["address", "type", "provider_name"].map((key) => textAt(change, key));
  const schema = objectAt(schemas, provider ?? "", "resource_schemas", type ?? "");
  const { after, after_unknown: unknown } = objectAt(change, "change");
  return {
    mode: "managed",
    type: type ?? "",
    name: textAt(change, "name"),
    provider: `provider[${JSON.stringify(provider)}]`,
    instances: [
      {
        schema_version: schema["version"] ?? 0,
        // A value that is a secret by its schema is marked as one, or a plan would mark it.
        sensitive_attributes: Object.entries(objectAt(schema, "block", "attributes"))
          .filter(([, attribute]) => objectAt(attribute)["sensitive"] === true)
          .map(([value]) => [{ type: "get_attr", value }]),
        attributes: filled(after ?? {}, unknown ?? {}, objectAt(schema, "block"), address ?? ""),
      },
    ],
  };
}

/** What is known as it is, and what is not as a value of its type. */
function filled(known: Json, unknown: Json, block: JsonObject, place: string): JsonObject {
  const attributes = objectAt(block, "attributes");
  const blocks = objectAt(block, "block_types");
  const at = isObject(known) ? known : {};
  const open = isObject(unknown) ? unknown : {};
  const names = Object.keys({ ...attributes, ...blocks });
  return Object.fromEntries(
    names.map((name) => {
      const inner = blocks[name];
      const own = `${place}.${name}`;
      if (inner !== undefined) return [name, blocksFilled(at[name], open[name], objectAt(inner), own)];
      if (open[name] === true) return [name, standIn(objectAt(attributes, name)["type"] ?? "string", own)];
      return [name, leaves(at[name] ?? null, open[name] ?? false, own)];
    }),
  );
}

function blocksFilled(known: Json | undefined, unknown: Json | undefined, nested: JsonObject, place: string): Json {
  const single = nested["nesting_mode"] === "single";
  if (known === undefined || known === null || unknown === true) return single ? null : [];
  const block = objectAt(nested, "block");
  if (single) return filled(known, unknown ?? {}, block, place);
  const open = Array.isArray(unknown) ? (unknown as readonly Json[]) : [];
  return (known as readonly Json[]).map((each, index) => filled(each, open[index] ?? {}, block, `${place}.${index}`));
}

/** Members of a list or a map that are not known yet; they are texts in every type that we use. */
function leaves(known: Json, unknown: Json, place: string): Json {
  if (unknown === true) return place;
  if (Array.isArray(unknown)) {
    const members = Array.isArray(known) ? (known as readonly Json[]) : [];
    return (unknown as readonly Json[]).map((open, index) => leaves(members[index] ?? null, open, `${place}.${index}`));
  }
  if (!isObject(unknown)) return known;
  const members = isObject(known) ? known : {};
  const names = Object.keys({ ...members, ...unknown });
  return Object.fromEntries(
    names.map((name) => [name, leaves(members[name] ?? null, unknown[name] ?? false, `${place}.${name}`)]),
  );
}

/** Source: Terraform, "JSON output format", provider schemas, type constraints. */
function standIn(type: Json, place: string): Json {
  if (type === "number") return 0;
  if (type === "bool") return false;
  if (type === "string") return textFor(place);
  return Array.isArray(type) && (type[0] === "map" || type[0] === "object") ? {} : [];
}

/** Texts whose form the provider looks at, or makes its own, by type and attribute. */
const FORMS: Readonly<Record<string, string>> = {
  "aws_launch_template id": "lt-0123456789abcdef0",
  "aws_lb_target_group protocol_version": "HTTP1",
  "aws_ssm_patch_baseline id": "pb-0123456789abcdef0",
};

function textFor(place: string): string {
  if (place.endsWith("arn")) return `arn:aws:example:eu-west-1:111122223333:${place}`;
  const [type = "", , attribute = ""] = place.split(".");
  return FORMS[`${type} ${attribute}`] ?? place;
}
