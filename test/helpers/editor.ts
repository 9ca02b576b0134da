import type { Json, JsonObject } from "./json";
import { mapTexts, objectAt } from "./json";

/** One change to a copy of a synthesized workspace. The product itself has no test switch; all of them are here. */
type Edit = (json: JsonObject) => JsonObject;

/** What an offline plan needs changed. `stateFile` names the fixture state of a remote-state source. */
export const forOfflinePlan = (json: JsonObject, stateFile: (source: string) => string): JsonObject =>
  withLookupsAtApply(forMockedPlan(json, stateFile));

/** The same where mocks answer for AWS, so that what others made is looked at while the plan is made. */
export const forMockedPlan = (json: JsonObject, stateFile: (source: string) => string): JsonObject =>
  [
    withoutBackend,
    withOfflineProviders,
    withoutEphemerals,
    withKnownTaskDefinitions,
    withFixtureStates(stateFile),
  ].reduce((edited, edit) => edit(edited), json);

/** A plan refuses any backend that no `init` has seen, and `init` asks the registry for the provider. */
export const withoutBackend: Edit = (json) => ({
  ...json,
  terraform: without(objectAt(json, "terraform"), "backend", "cloud"),
});

/**
 * There is no account to ask: keys that nobody honours, and none of the provider's own questions. The provider cannot
 * compare an account it may not ask for, so `allowed_account_ids` goes too.
 */
export const withOfflineProviders: Edit = (json) => {
  const aws = objectAt(json, "provider")["aws"];
  if (!Array.isArray(aws)) return json;
  const offline = (aws as readonly JsonObject[]).map((provider) => ({
    ...without(provider, "allowed_account_ids", "assume_role", "profile"),
    access_key: "offline",
    secret_key: "offline",
    skip_credentials_validation: true,
    skip_metadata_api_check: "true",
    skip_requesting_account_id: true,
    skip_region_validation: true,
  }));
  return { ...json, provider: { ...objectAt(json, "provider"), aws: offline } };
};

/** An ephemeral resource is opened by the plan itself, at AWS; a text that is plainly none stands for its value. */
export const withoutEphemerals: Edit = (json) => {
  const edited = mapTexts(without(json, "ephemeral"), (text) =>
    text.replaceAll(/ephemeral\.\w+\.[\w-]+\.\w+/g, '"ephemeral"'),
  ) as JsonObject;
  return mapBlocks(edited, "resource", (resource) => dependsOnly(resource, (on) => !on.startsWith('"ephemeral"')));
};

/**
 * What others made is looked up at AWS while a plan is made. A source that waits for a resource that is yet to be made
 * is left to the apply, with its conditions: what it would have answered is unknown in the plan.
 */
export const withLookupsAtApply: Edit = (json) => {
  const kinds = Object.entries(objectAt(json, "data")).map(([type, blocks]) => {
    if (!type.startsWith("aws_")) return [type, blocks] as const;
    const waiting = Object.entries(objectAt(blocks)).map(([name, block]) => {
      const others = (objectAt(block)["depends_on"] ?? []) as readonly string[];
      return [name, { ...objectAt(block), depends_on: [...others, "terraform_data.guard"] }] as const;
    });
    return [type, Object.fromEntries(waiting)] as const;
  });
  return kinds.length === 0 ? json : { ...json, data: Object.fromEntries(kinds) };
};

/**
 * Only an apply gives a task definition its ARN, and a service that is told which task to start would have all of its
 * containers unknown; an ARN of that name stands for it there, and there alone.
 */
export const withKnownTaskDefinitions: Edit = (json) =>
  mapBlocks(json, "resource", (resource) => {
    const containers = resource["container_definitions"];
    if (typeof containers !== "string") return resource;
    const known = containers.replaceAll(
      /\$\{aws_ecs_task_definition\.([\w-]+)\.arn\}/g,
      "arn:aws:ecs:eu-west-1:111122223333:task-definition/$1:1",
    );
    return { ...resource, container_definitions: known };
  });

/** The state of another workspace lies at AWS; a file written from the outputs interface stands for it. */
export const withFixtureStates =
  (stateFile: (source: string) => string): Edit =>
  (json) => {
    const sources = objectAt(json, "data", "terraform_remote_state");
    if (Object.keys(sources).length === 0) return json;
    const local = Object.fromEntries(
      Object.entries(sources).map(([name, source]) => [
        name,
        {
          ...without(objectAt(source), "config", "workspace"),
          backend: "local",
          config: { path: `\${path.module}/${stateFile(name)}` },
        },
      ]),
    );
    return { ...json, data: { ...objectAt(json, "data"), terraform_remote_state: local } };
  };

const without = (from: JsonObject, ...keys: readonly string[]): JsonObject =>
  Object.fromEntries(Object.entries(from).filter(([key]) => !keys.includes(key)));

function mapBlocks(json: JsonObject, kind: "resource" | "data", change: (block: JsonObject) => JsonObject): JsonObject {
  const types = Object.entries(objectAt(json, kind)).map(([type, blocks]) => [
    type,
    Object.fromEntries(Object.entries(objectAt(blocks)).map(([name, block]) => [name, change(objectAt(block))])),
  ]);
  return { ...json, [kind]: Object.fromEntries(types) as JsonObject };
}

function dependsOnly(block: JsonObject, keep: (on: string) => boolean): JsonObject {
  const dependsOn: Json | undefined = block["depends_on"];
  if (!Array.isArray(dependsOn)) return block;
  return { ...block, depends_on: (dependsOn as readonly string[]).filter(keep) };
}
