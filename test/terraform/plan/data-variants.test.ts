import type { StoreSizing } from "../../../src/config/schema";
import type { JsonObject } from "../../helpers/json";
import { objectAt, textAt } from "../../helpers/json";
import { planOf } from "../../helpers/planned";
import { secretLiterals } from "../../helpers/secret-literals";
import { formatDiagnostic, Terraform, TERRAFORM_TIMEOUT_MS, whyNoTerraform } from "../../helpers/terraform";
import { withYaml } from "../../helpers/variants";
import { deploymentNamed, workspaceNamed, workspacesOf } from "../../helpers/workspaces";

const DATABASE = "aws_db_instance.stores_postgres";
const CACHE = "aws_elasticache_replication_group.stores_redis";

(whyNoTerraform() ? describe.skip : describe)("the data of staging, in another shape", () => {
  const staging = deploymentNamed("kdcube/staging");
  let terraform: Terraform;
  beforeAll(() => {
    terraform = new Terraform();
  });
  afterAll(() => terraform.dispose());
  const sized = (store: string, restore: NonNullable<StoreSizing["restore"]>) =>
    withYaml(staging, {
      stores: { ...staging.environment.stores, [store]: { ...staging.environment.stores[store], restore } },
    });

  it.each([
    [
      { instance: "kept-aside", to: "2026-01-31T04:00:00Z" },
      { source_db_instance_identifier: "kept-aside", restore_time: "2026-01-31T04:00:00Z" },
    ],
    [
      { instance: "db-ABCDEFGHIJKLMNOPQRSTUVWXYZ" },
      { source_dbi_resource_id: "db-ABCDEFGHIJKLMNOPQRSTUVWXYZ", use_latest_restorable_time: true },
    ],
    [
      { instance: "arn:aws:rds:eu-west-1:111122223333:auto-backup:ab-1" },
      {
        source_db_instance_automated_backups_arn: "arn:aws:rds:eu-west-1:111122223333:auto-backup:ab-1",
        use_latest_restorable_time: true,
      },
    ],
  ])("R3: begins from a point in time: %j, and never looks there again", (restore, expected) => {
    const { json } = workspaceNamed(workspacesOf([sized("postgres", restore)]), "foundation");
    const instance = objectAt(json, "resource", "aws_db_instance", "stores_postgres");
    expect(instance["restore_to_point_in_time"]).toEqual(expected);
    expect(objectAt(instance, "lifecycle")["ignore_changes"]).toEqual([
      "snapshot_identifier",
      "restore_to_point_in_time",
    ]);
  });

  it(
    "accepts a point in time",
    () => {
      const plan = planOf(terraform, sized("postgres", { instance: "kept-aside" }), "foundation");
      expect(plan.resource(DATABASE).values["restore_to_point_in_time"]).toMatchObject([
        { source_db_instance_identifier: "kept-aside", use_latest_restorable_time: true },
      ]);
      expect(plan.resource(DATABASE).values["password_wo_version"]).toBe(1);
    },
    TERRAFORM_TIMEOUT_MS,
  );

  it(
    "begins from snapshots",
    () => {
      const both = withYaml(staging, {
        stores: { postgres: { restore: { snapshot: "of-db" } }, redis: { restore: { snapshot: "of-cache" } } },
      });
      const plan = planOf(terraform, both, "foundation");
      expect(plan.resource(DATABASE).values["snapshot_identifier"]).toBe("of-db");
      expect(plan.resource(CACHE).values["snapshot_name"]).toBe("of-cache");
    },
    TERRAFORM_TIMEOUT_MS,
  );

  it(
    "B1: copies to a second region, into a vault with a key of its own there",
    () => {
      const copied = withYaml(staging, { recovery: { rpoMinutes: 15, rtoMinutes: 480, copyTo: "eu-central-1" } });
      const { json } = workspaceNamed(workspacesOf([copied]), "foundation");
      for (const [type, name] of [
        ["aws_backup_vault", "backups_copy-vault"],
        ["aws_kms_key", "backups_copy-key"],
        ["aws_backup_vault_lock_configuration", "backups_copy-vault_lock"],
      ] as const) {
        expect(objectAt(json, "resource", type, name)["provider"]).toBe("aws.copy");
      }
      expect(textAt(objectAt(json, "resource", "aws_kms_key", "backups_copy-key"), "policy")).toContain(
        "logs.eu-central-1.amazonaws.com",
      );
      const plan = planOf(terraform, copied, "foundation");
      expect(plan.references("aws_backup_plan.backups_plan", "rule")).toContain(
        "aws_backup_vault.backups_copy-vault.arn",
      );
      expect(plan.references("aws_backup_vault.backups_copy-vault", "kms_key_arn")).toContain(
        "aws_kms_key.backups_copy-key.arn",
      );
    },
    TERRAFORM_TIMEOUT_MS,
  );

  it(
    "keeps secrets as parameters, and tasks that read them know their number",
    () => {
      const ssm = withYaml(staging, { secrets: { kind: "ssm" } });
      const plan = planOf(terraform, ssm, "foundation");
      expect(plan.resources("aws_secretsmanager_secret")).toEqual([]);
      const parameters = plan
        .resources("aws_ssm_parameter")
        .filter(({ actions }) => actions.includes("create"))
        .map(({ values }) => values);
      expect(parameters).toHaveLength(Object.keys(staging.platform.secrets).length);
      for (const values of parameters) {
        expect(values).toMatchObject({ type: "SecureString", tier: "Standard", value_wo: null, value_wo_version: 1 });
      }
      expect(plan.all.flatMap(({ address, values }) => secretLiterals(values, address))).toEqual([]);
      const ecs = planOf(terraform, ssm, "ecs");
      const [proc] = ecs
        .containers("aws_ecs_task_definition.chat-proc_task_definition")
        .filter(({ name }) => name === "chat-proc");
      const froms = (proc?.["secrets"] as { name: string; valueFrom: string }[]).map(({ valueFrom }) => valueFrom);
      expect(froms.every((from) => !/::/.test(from))).toBe(true);
      expect(Object.keys(objectAt(proc?.["dockerLabels"]))).toEqual(
        expect.arrayContaining(["secret.postgres-password", "secret.redis-url"]),
      );
    },
    TERRAFORM_TIMEOUT_MS,
  );

  it(
    "uses stores and secrets that others made, and looks at them in every plan",
    () => {
      const adopted = withYaml(staging, {
        stores: {},
        adopt: {
          stores: {
            postgres: { instance: "theirs-db" },
            redis: { replicationGroup: "theirs-cache" },
            storage: { bucket: "theirs-storage" },
            "exec-workspace": { fileSystem: "fs-0a1b2c3d", securityGroupId: "sg-0a1b2c3d" },
          },
          secrets: {
            "postgres-password": "arn:aws:secretsmanager:eu-west-1:111122223333:secret:theirs-AbCdEf",
            "redis-password": "arn:aws:ssm:eu-west-1:111122223333:parameter/theirs/redis",
          },
        },
      });
      const workspaces = workspacesOf([adopted]);
      const { json } = workspaceNamed(workspaces, "foundation");
      for (const { workspace, json: each } of workspaces) {
        expect([workspace.name, terraform.validate(workspace.name, each).map(formatDiagnostic)]).toEqual([
          workspace.name,
          [],
        ]);
      }
      const resources = objectAt(json, "resource");
      for (const type of [
        "aws_db_instance",
        "aws_elasticache_replication_group",
        "aws_efs_file_system",
        "aws_backup_vault",
      ]) {
        expect(resources[type]).toBeUndefined();
      }
      expect(Object.keys(objectAt(resources, "aws_s3_bucket"))).toEqual(["edge-logs", "stores_access-logs"]);
      const conditions = Object.entries(objectAt(json, "data")).flatMap(([type, blocks]) =>
        Object.values(objectAt(blocks)).flatMap((block) =>
          ((objectAt(block, "lifecycle")["postcondition"] ?? []) as JsonObject[]).map(
            (each) => `${type} ${textAt(each, "condition")}`,
          ),
        ),
      );
      expect(conditions).toEqual(
        expect.arrayContaining([
          'aws_db_instance ${self.engine == "postgres"}',
          'aws_db_instance ${split(".", self.engine_version)[0] == "16"}',
          "aws_db_subnet_group ${self.vpc_id == aws_vpc.network_vpc.id}",
          "aws_elasticache_replication_group ${self.auth_token_enabled}",
          "aws_security_group ${self.vpc_id == aws_vpc.network_vpc.id}",
          "aws_efs_file_system ${self.encrypted}",
        ]),
      );
      const rules = Object.entries(objectAt(resources, "aws_vpc_security_group_ingress_rule"));
      const toDatabase = rules.filter(([rule]) => rule.startsWith("security_postgres-from-"));
      expect(toDatabase.length).toBeGreaterThan(0);
      for (const [, rule] of toDatabase) {
        expect(objectAt(rule)["security_group_id"]).toBe("${data.aws_security_group.adopted_postgres_group.id}");
      }
      // A value that state would keep belongs to no adopted secret.
      expect(objectAt(json, "data")["aws_secretsmanager_secret_version"]).toBeUndefined();
      expect(objectAt(json, "data")["aws_ssm_parameter"]).toBeUndefined();
    },
    TERRAFORM_TIMEOUT_MS,
  );
});
