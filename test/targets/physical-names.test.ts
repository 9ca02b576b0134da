import type { Json } from "../helpers/json";
import { isObject, objectAt } from "../helpers/json";
import { shipped, workspacesOf } from "../helpers/workspaces";

/** Where AWS keeps what a thing is called; a prefix is made unique by AWS itself. */
const NAMES = [
  "name",
  "bucket",
  "identifier",
  "replication_group_id",
  "creation_token",
  "alarm_name",
  "dashboard_name",
  "final_snapshot_identifier",
];

/** Known by another thing's address, so the same name in two places is no collision. */
const WITHIN = new Set([
  "aws_iam_role_policy",
  "aws_service_discovery_service",
  "aws_route53_record",
  "aws_s3_object",
  "aws_s3_bucket_policy",
  "aws_cloudwatch_event_target",
  "aws_appautoscaling_policy",
  "aws_appautoscaling_scheduled_action",
  "aws_backup_restore_testing_selection",
]);

interface Named {
  readonly key: string;
  readonly workspace: string;
}

const named = workspacesOf(shipped()).flatMap(({ workspace, json }): Named[] =>
  Object.entries(objectAt(json, "resource")).flatMap(([type, resources]) =>
    WITHIN.has(type)
      ? []
      : Object.values(objectAt(resources)).flatMap((resource) =>
          namesOf(type, resource).map((name) => ({
            key: `${type} ${name}`,
            workspace: workspace.name,
          })),
        ),
  ),
);

function namesOf(type: string, resource: Json): string[] {
  if (!isObject(resource)) return [];
  // Of a parameter group it is the engine's, which all of them share.
  const family = type === "aws_ecs_task_definition" ? ["family"] : [];
  return [...NAMES, ...family]
    .map((attribute) => resource[attribute])
    .filter((value): value is string => typeof value === "string" && !value.includes("${"));
}

describe("what things are called in one account", () => {
  it("is one thing's alone, whichever environments live there", () => {
    expect(named.length).toBeGreaterThan(150);
    const holders = new Map<string, string[]>();
    for (const { key, workspace } of named) holders.set(key, [...(holders.get(key) ?? []), workspace]);
    const shared = [...holders].filter(([, workspaces]) => workspaces.length > 1);
    expect(shared.map(([key, workspaces]) => `${key}: ${workspaces.join(", ")}`)).toEqual([]);
  });
});
