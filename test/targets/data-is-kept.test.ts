import { join } from "node:path";
import { describeAll } from "../../src/deployment";
import { objectAt, type JsonObject } from "../helpers/json";
import { ROOT } from "../helpers/source-files";
import { withYaml } from "../helpers/variants";
import { deploymentNamed, shipped, workspacesOf, type Synthesized } from "../helpers/workspaces";

/** Types of the AWS provider that keep what nobody can make again, with what else AWS itself holds against a mistake. */
const KEEPS: Readonly<Record<string, JsonObject>> = {
  aws_backup_vault: {},
  aws_ebs_volume: { encrypted: true },
  aws_db_instance: { deletion_protection: true, skip_final_snapshot: false, delete_automated_backups: false },
  aws_efs_file_system: {},
  aws_elasticache_replication_group: {},
  aws_kms_key: { deletion_window_in_days: 30 },
  aws_s3_bucket: {},
  aws_secretsmanager_secret: { recovery_window_in_days: 30 },
  aws_ssm_parameter: {},
};

/** Types that keep nothing, or nothing of their own, although their name sounds like it. */
const SOUNDS_LIKE =
  /^aws_(db|rds|efs|elasticache|s3_bucket|dynamodb|ebs|backup|kms|secretsmanager|ssm|docdb|opensearch)/;
const KEEP_NOTHING = new Set([
  "aws_backup_plan",
  "aws_backup_restore_testing_plan",
  "aws_backup_restore_testing_selection",
  "aws_backup_selection",
  "aws_backup_vault_lock_configuration",
  "aws_db_parameter_group",
  "aws_db_event_subscription",
  "aws_db_subnet_group",
  "aws_efs_access_point",
  "aws_efs_file_system_policy",
  "aws_efs_mount_target",
  "aws_elasticache_parameter_group",
  "aws_elasticache_subnet_group",
  "aws_kms_alias",
  "aws_s3_bucket_lifecycle_configuration",
  "aws_s3_bucket_logging",
  "aws_s3_bucket_ownership_controls",
  "aws_s3_bucket_policy",
  "aws_s3_bucket_public_access_block",
  "aws_s3_bucket_server_side_encryption_configuration",
  "aws_s3_bucket_versioning",
  "aws_secretsmanager_secret_version",
  "aws_ssm_association",
  "aws_ssm_document",
  "aws_ssm_patch_baseline",
  "aws_ssm_patch_group",
]);

const staging = deploymentNamed("kdcube/staging");
const everything: readonly Synthesized[] = [
  ...workspacesOf(shipped()),
  ...workspacesOf(describeAll(join(ROOT, "test/fixtures/proxy"))),
  ...workspacesOf([
    withYaml(staging, {
      secrets: { kind: "ssm" },
      recovery: { rpoMinutes: 15, rtoMinutes: 480, copyTo: "eu-central-1" },
    }),
  ]),
];
/** A plain parameter is a setting that the same plan would make again; a secret one is nobody's to make again. */
const isSetting = (type: string, block: JsonObject): boolean =>
  type === "aws_ssm_parameter" && block["type"] === "String";
const resources = everything.flatMap(({ workspace, json }) =>
  Object.entries(objectAt(json, "resource")).flatMap(([type, blocks]) =>
    Object.entries(objectAt(blocks))
      .map(([name, block]) => ({
        type,
        address: `${workspace.name} ${type}.${name}`,
        block: objectAt(block),
      }))
      .filter(({ block }) => !isSetting(type, block)),
  ),
);

describe("what holds data", () => {
  it("is known by its type, or known to hold none", () => {
    const types = [...new Set(resources.map(({ type }) => type))].filter((type) => SOUNDS_LIKE.test(type));
    expect(types.filter((type) => !(type in KEEPS) && !KEEP_NOTHING.has(type))).toEqual([]);
  });

  it("is there, each type of it", () => {
    expect(Object.keys(KEEPS).filter((type) => !resources.some((resource) => resource.type === type))).toEqual([]);
  });

  it("is destroyed by no plan", () => {
    const open = resources.filter(
      ({ type, block }) => type in KEEPS && objectAt(block, "lifecycle")["prevent_destroy"] !== true,
    );
    expect(open.map(({ address }) => address)).toEqual([]);
  });

  it("has what AWS itself holds against a mistake", () => {
    for (const { type, address, block } of resources.filter((resource) => resource.type in KEEPS)) {
      expect({ address, ...block }).toMatchObject({ address, ...KEEPS[type] });
    }
  });

  it("is never emptied by force", () => {
    const forced = resources.filter(({ type, block }) => type in KEEPS && block["force_destroy"] === true);
    expect(forced.map(({ address }) => address)).toEqual([]);
  });
});
