import type { Json, JsonObject } from "../helpers/json";
import { mapTexts, objectAt, textAt } from "../helpers/json";
import { withoutBackend } from "../helpers/editor";

/** What an emulator lacks or does wrong, changed in a copy of a workspace: each with its reason. */
export interface Gap {
  readonly reason: string;
  readonly edit: (json: JsonObject) => JsonObject;
}

/** Types that moto 5.2 has no API for: the provider would ask again for minutes, and then give up. */
const NOT_EMULATED: Readonly<Record<string, string>> = {
  aws_appautoscaling_target: "ListTagsForResource of Application Auto Scaling is not there",
  aws_appautoscaling_policy: "its target is not there",
  aws_appautoscaling_scheduled_action: "its target is not there",
  aws_backup_selection: "not implemented",
  aws_backup_restore_testing_plan: "not implemented",
  aws_backup_restore_testing_selection: "not implemented",
  aws_backup_vault_lock_configuration: "not implemented",
  aws_efs_backup_policy: "not implemented",
  aws_cloudwatch_composite_alarm: "not implemented",
  aws_cloudwatch_query_definition: "not implemented",
  aws_elasticache_parameter_group: "not implemented",
  aws_ssm_association: "not implemented: nobody is told to run a document",
  aws_ssm_patch_baseline: "cannot be tagged",
  aws_ssm_patch_group: "its baseline is not there",
};

/** What stands where one of these is named by something that stays. */
const NOBODY = "arn:aws:example:eu-west-1:111122223333:not-emulated";

const dropped: Gap = {
  reason: "types that the emulator does not have",
  edit: (json) => {
    const types = Object.keys(NOT_EMULATED);
    const named = new RegExp(`\\$\\{(?:${types.join("|")})\\.[\\w-]+\\.\\w+\\}`, "g");
    return mapTexts(withoutTypes(json, types), (text) => text.replaceAll(named, NOBODY)) as JsonObject;
  },
};

/** A replication group's members answer 404, so the provider never sees it stand. */
export const CACHE_ADDRESS = "master.redis.example.internal";
const withoutReplicationGroups: Gap = {
  reason: "a replication group cannot be read back",
  edit: (json) => named(json, "aws_elasticache_replication_group", "primary_endpoint_address", CACHE_ADDRESS),
};

/** For who needs an address of a database and no database: the provider waits three minutes for one that is only said to be. */
export const DATABASE_ADDRESS = "postgres.example.internal";
export const withoutDatabases: Gap = {
  reason: "three minutes of waiting; test/emulator/staging.test.ts has one",
  edit: (json) => named(json, "aws_db_instance", "address", DATABASE_ADDRESS),
};

/** The same without the resources of a type: what asks for their address gets this one, and so does what asks for anything else. */
function named(json: JsonObject, type: string, attribute: string, address: string): JsonObject {
  const names = Object.keys(objectAt(json, "resource", type));
  return names.reduce(
    (at, name) =>
      mapTexts(at, (text) =>
        text
          .replaceAll(`\${${type}.${name}.${attribute}}`, address)
          .replaceAll(new RegExp(`${type}\\.${name}\\.\\w+`, "g"), `"${address}"`),
      ) as JsonObject,
    withoutTypes(json, [type]),
  );
}

/** A policy's conditions are not read, so a refusal of plain HTTP would be one of everything. */
const withoutConditionalDenials: Gap = {
  reason: "a bucket's policy is looked at without its conditions",
  edit: (json) =>
    mapResources(json, (type, resource) => {
      if (type !== "aws_s3_bucket_policy") return resource;
      const policy = JSON.parse(textAt(resource, "policy")) as { Statement: readonly JsonObject[] };
      const kept = policy.Statement.filter(({ Effect, Condition }) => Effect !== "Deny" || Condition === undefined);
      // An empty one is refused.
      const statements = kept.length > 0 ? kept : [{ ...policy.Statement[0], Effect: "Allow" }];
      return { ...resource, policy: JSON.stringify({ ...policy, Statement: statements }) };
    }),
};

const unwatchedInstances: Gap = {
  reason: "MonitorInstances is not implemented",
  edit: (json) =>
    mapResources(json, (type, resource) =>
      type === "aws_instance" ? withoutAttribute(resource, "monitoring") : resource,
    ),
};

const withoutAttribute = (resource: JsonObject, name: string): JsonObject =>
  Object.fromEntries(Object.entries(resource).filter(([key]) => key !== name));

/** Kept as it was created, or not read back: a second plan would change it for ever. Attribute → why. */
const DRIFTS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  aws_ecs_service: {
    capacity_provider_strategy: "not stored; a diff of it forces replacement",
    enable_execute_command: "not stored",
    availability_zone_rebalancing: "not stored",
    health_check_grace_period_seconds: "not stored",
    propagate_tags: "not stored",
    alarms: "not stored",
    platform_version: "not stored",
    enable_ecs_managed_tags: "not stored",
  },
  aws_db_parameter_group: { parameter: "not stored" },
  aws_db_instance: {
    performance_insights_enabled: "not stored",
    performance_insights_kms_key_id: "not stored",
    performance_insights_retention_period: "not stored",
    database_insights_mode: "not stored",
    monitoring_role_arn: "not stored",
    monitoring_interval: "not stored",
  },
  aws_vpc_security_group_egress_rule: { description: "not stored where a rule names a group" },
  aws_vpc_security_group_ingress_rule: { description: "not stored where a rule names a group" },
  aws_instance: {
    maintenance_options: "cannot be changed, nor read back",
    associate_public_ip_address: "read back as true; a diff of it forces replacement",
    vpc_security_group_ids: "read back as those of the network's default",
  },
  aws_launch_template: { tags: "default tags come back as its own", tags_all: "default tags come back as its own" },
  aws_backup_vault: { tags_all: "default tags are not stored" },
  aws_backup_plan: { tags_all: "default tags are not stored" },
};

const forgetful: Gap = {
  reason: "attributes that the emulator does not store",
  edit: (json) =>
    mapResources(json, (type, resource) => {
      const ignored = Object.keys(DRIFTS[type] ?? {});
      if (ignored.length === 0) return resource;
      const lifecycle = objectAt(resource, "lifecycle");
      const before = (lifecycle["ignore_changes"] ?? []) as readonly string[];
      const known = ignored.filter((attribute) => attribute === "tags_all" || resource[attribute] !== undefined);
      if (known.length === 0) return resource;
      return { ...resource, lifecycle: { ...lifecycle, ignore_changes: [...new Set([...before, ...known])].sort() } };
    }),
};

const fewerVersions: Gap = {
  reason: "newer_noncurrent_versions of a lifecycle rule is not read back, and the provider waits for it",
  edit: (json) =>
    mapResources(json, (type, resource) =>
      type === "aws_s3_bucket_lifecycle_configuration"
        ? { ...resource, rule: withoutKey(resource["rule"] ?? [], "newer_noncurrent_versions") }
        : resource,
    ),
};

/** The same without this key, however deep it stands. */
function withoutKey(value: Json, key: string): Json {
  if (Array.isArray(value)) return (value as readonly Json[]).map((inner) => withoutKey(inner, key));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value as JsonObject)
      .filter(([name]) => name !== key)
      .map(([name, inner]) => [name, withoutKey(inner, key)]),
  );
}

const nobodyRuns: Gap = {
  reason: "no task ever starts, so no service is ever steady",
  edit: (json) =>
    mapResources(json, (type, resource) =>
      type === "aws_ecs_service" ? { ...resource, wait_for_steady_state: false } : resource,
    ),
};

const provider: Gap = {
  reason: "keys of nobody, one address for all services, and four tries before giving up",
  edit: (json) => {
    const aws = objectAt(json, "provider")["aws"];
    const emulated = ((aws ?? []) as readonly JsonObject[]).map(({ allowed_account_ids: _, ...rest }) => ({
      ...rest,
      access_key: "test",
      secret_key: "test",
      s3_use_path_style: true,
      skip_credentials_validation: true,
      skip_metadata_api_check: "true",
      skip_region_validation: true,
      max_retries: 4,
    }));
    return { ...json, provider: { ...objectAt(json, "provider"), aws: emulated } };
  },
};

/** Where the state of another workspace lies, for who reads it. */
const remoteStates = (statePath: (stack: string) => string): Gap => ({
  reason: "states lie on the disk, beside each other",
  edit: (json) => {
    const sources = objectAt(json, "data", "terraform_remote_state");
    if (Object.keys(sources).length === 0) return json;
    const local = Object.keys(sources).map((stack) => [
      stack,
      { backend: "local", config: { path: statePath(stack) } },
    ]);
    return {
      ...json,
      data: { ...objectAt(json, "data"), terraform_remote_state: Object.fromEntries(local) as JsonObject },
    };
  },
});

/** The copy of a workspace that the emulator can be given. */
export const forEmulator = (
  json: JsonObject,
  statePath: (stack: string) => string,
  more: readonly Gap[] = [],
): JsonObject =>
  [
    ...[provider, remoteStates(statePath), dropped, withoutReplicationGroups, forgetful, fewerVersions, nobodyRuns],
    ...[withoutConditionalDenials, unwatchedInstances, ...more],
  ].reduce((edited, { edit }) => edit(edited), withoutBackend(json));

/** What is not proven by an apply here, for who reads the output: type or attribute, and why. */
export const gaps = (): string[] => [
  ...Object.entries(NOT_EMULATED).map(([type, why]) => `${type}: ${why}`),
  `aws_elasticache_replication_group: ${withoutReplicationGroups.reason}`,
  `aws_s3_bucket_lifecycle_configuration: ${fewerVersions.reason}`,
  `aws_s3_bucket_policy: ${withoutConditionalDenials.reason}`,
  `aws_instance.monitoring: ${unwatchedInstances.reason}`,
  ...Object.entries(DRIFTS).flatMap(([type, attributes]) =>
    Object.entries(attributes).map(([attribute, why]) => `${type}.${attribute}: ${why}`),
  ),
];

/** Takes resources away, with the outputs and the dependencies that name them. */
function withoutTypes(json: JsonObject, types: readonly string[]): JsonObject {
  const resource = Object.fromEntries(
    Object.entries(objectAt(json, "resource")).filter(([type]) => !types.includes(type)),
  );
  const names = (value: Json): boolean => types.some((type) => JSON.stringify(value).includes(`${type}.`));
  const output = Object.fromEntries(
    Object.entries(objectAt(json, "output")).filter(([, value]) => !names(value) || isKept(value, types)),
  );
  const edited = { ...json, resource, ...(json["output"] !== undefined && { output }) };
  return mapResources(edited, (_, block) => {
    const dependsOn = block["depends_on"];
    if (!Array.isArray(dependsOn)) return block;
    return { ...block, depends_on: (dependsOn as readonly string[]).filter((on) => !names(on)) };
  });
}

/** The address of a store is put in later, so its output stays. */
const isKept = (value: Json, types: readonly string[]): boolean =>
  types.length === 1 && !Object.hasOwn(NOT_EMULATED, types[0] ?? "") && value !== undefined;

function mapResources(json: JsonObject, change: (type: string, block: JsonObject) => JsonObject): JsonObject {
  const types = Object.entries(objectAt(json, "resource")).map(([type, blocks]) => [
    type,
    Object.fromEntries(Object.entries(objectAt(blocks)).map(([name, block]) => [name, change(type, objectAt(block))])),
  ]);
  return { ...json, resource: Object.fromEntries(types) as JsonObject };
}
