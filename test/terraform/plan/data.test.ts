import type { JsonObject } from "../../helpers/json";
import { objectAt, textAt } from "../../helpers/json";
import type { Plan } from "../../helpers/plan";
import { planBefore } from "../../helpers/planned";
import { secretLiterals } from "../../helpers/secret-literals";
import { whyNoTerraform } from "../../helpers/terraform";
import { deploymentNamed, workspaceNamed, workspacesOf } from "../../helpers/workspaces";

const LOG_BUCKETS = ["edge-logs", "stores_access-logs"];

const DATABASE = "aws_db_instance.stores_postgres";
const CACHE = "aws_elasticache_replication_group.stores_redis";
const FILES = "aws_efs_file_system.stores_exec-workspace";

/** Text of a policy whose ARNs only an apply knows, from the configuration's own JSON. */
const policyIn = (json: JsonObject, type: string, name: string): string =>
  textAt(objectAt(json, "resource", type, name), "policy");
const parametersOf = (plan: Plan, address: string): Record<string, unknown> =>
  Object.fromEntries(
    (plan.resource(address).values["parameter"] as { name: string; value: string }[]).map(({ name, value }) => [
      name,
      value,
    ]),
  );
const minutes = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));

/** Windows of one service, as minutes of a day; a maintenance window leaves its weekday out. */
const span = (window: string): [number, number] => {
  const [from = "", to = ""] = window.replaceAll(/\w{3}:(?=\d\d:)/g, "").split("-");
  return [minutes(from), minutes(to)];
};
const expectApart = (resource: JsonObject, first: string, second: string): void =>
  expect(span(textAt(resource, first))[1]).toBeLessThanOrEqual(span(textAt(resource, second))[0]);

(whyNoTerraform() ? describe.skip : describe).each(["kdcube/staging", "kdcube/prod"])("the data of %s", (name) => {
  const deployment = deploymentNamed(name);
  const { json } = workspaceNamed(workspacesOf([deployment]), "foundation");
  let plan: Plan;
  planBefore(deployment, "foundation", (made) => (plan = made));
  const values = (address: string): JsonObject => plan.resource(address).values;
  const key = (address: string, argument: string): string[] => plan.references(address, argument);

  it("R1: encrypts the database with the environment's key, in data subnets, without a public address", () => {
    expect(values(DATABASE)).toMatchObject({ storage_encrypted: true, publicly_accessible: false });
    expect(key(DATABASE, "kms_key_id")).toContain("aws_kms_key.key.arn");
    const subnets = plan.references("aws_db_subnet_group.stores_postgres_subnets", "subnet_ids");
    expect(subnets.filter((each) => each.endsWith(".id")).every((each) => each.includes("network_data-"))).toBe(true);
  });

  it("R2: keeps the database in two zones and hard to destroy", () => {
    expect(values(DATABASE)).toMatchObject({
      multi_az: true,
      deletion_protection: true,
      skip_final_snapshot: false,
      delete_automated_backups: false,
    });
  });

  it("R3: keeps its backups for 14 to 35 days, in a window away from maintenance", () => {
    const days = values(DATABASE)["backup_retention_period"];
    expect(Number(days)).toBeGreaterThanOrEqual(14);
    expect(Number(days)).toBeLessThanOrEqual(35);
    expectApart(values(DATABASE), "backup_window", "maintenance_window");
    expect(values(DATABASE)).toMatchObject({ copy_tags_to_snapshot: true });
  });

  it("R4: grows on gp3 to twice what it begins with, at least", () => {
    const { allocated_storage: begins, max_allocated_storage: most, storage_type: type } = values(DATABASE);
    expect(type).toBe("gp3");
    expect(Number(most)).toBeGreaterThanOrEqual(2 * Number(begins));
  });

  it("R5: has insights, under the environment's key", () => {
    expect(values(DATABASE)).toMatchObject({
      database_insights_mode: "standard",
      performance_insights_enabled: true,
      performance_insights_retention_period: 7,
    });
    expect(key(DATABASE, "performance_insights_kms_key_id")).toContain("aws_kms_key.key.arn");
  });

  it("R6: is watched every minute, and logs into groups that are there first", () => {
    expect(values(DATABASE)).toMatchObject({
      monitoring_interval: 60,
      enabled_cloudwatch_logs_exports: ["postgresql", "upgrade"],
    });
    expect(key(DATABASE, "monitoring_role_arn")).toContain("aws_iam_role.stores_postgres_monitoring.arn");
    const id = textAt(values(DATABASE), "identifier");
    for (const log of ["postgresql", "upgrade"]) {
      const group = `aws_cloudwatch_log_group.stores_postgres_log-${log}`;
      expect(values(group)).toMatchObject({ name: `/aws/rds/instance/${id}/${log}` });
      expect(Number(values(group)["retention_in_days"])).toBeGreaterThan(0);
      expect(key(group, "kms_key_id")).toContain("aws_kms_key.key.arn");
      expect(objectAt(json, "resource", "aws_db_instance", "stores_postgres")["depends_on"]).toContain(group);
    }
    expect(parametersOf(plan, "aws_db_parameter_group.stores_postgres_parameters")).toMatchObject({
      log_statement: "ddl",
      log_min_duration_statement: "1000",
    });
  });

  it("R7: speaks TLS alone, under a certificate authority that lasts", () => {
    expect(values(DATABASE)).toMatchObject({ ca_cert_identifier: "rds-ca-rsa2048-g1" });
    expect(parametersOf(plan, "aws_db_parameter_group.stores_postgres_parameters")["rds.force_ssl"]).toBe("1");
  });

  it("R8 gives way: the password is ours, ephemeral and write-only; logging in by IAM is on", () => {
    expect(values(DATABASE)).toMatchObject({
      iam_database_authentication_enabled: true,
      password: null,
      password_wo: null,
      password_wo_version: 1,
    });
    expect(values(DATABASE)["manage_master_user_password"] ?? null).toBeNull();
    expect(["postgres", "admin", "root"]).not.toContain(values(DATABASE)["username"]);
  });

  it("R9: takes minor versions in its window and nothing else by itself; no blue/green, which breaks rotation", () => {
    expect(values(DATABASE)).toMatchObject({
      auto_minor_version_upgrade: true,
      allow_major_version_upgrade: false,
      apply_immediately: false,
      blue_green_update: [],
    });
  });

  it("R12: offers the connections that the model counts on", () => {
    const store = deployment.platform.stores["postgres"];
    const offered = parametersOf(plan, "aws_db_parameter_group.stores_postgres_parameters")["max_connections"];
    expect(offered).toBe(String(store?.kind === "postgres" && store.maxConnections));
  });

  it("C1: has a copy of the cache in another zone that takes over", () => {
    expect(values(CACHE)).toMatchObject({
      automatic_failover_enabled: true,
      multi_az_enabled: true,
      cluster_mode: "disabled",
    });
    expect(Number(values(CACHE)["num_cache_clusters"])).toBeGreaterThanOrEqual(2);
  });

  it("C2: encrypts the cache at rest and, without exception, in transit", () => {
    expect(values(CACHE)).toMatchObject({
      at_rest_encryption_enabled: "true",
      transit_encryption_enabled: true,
      transit_encryption_mode: "required",
    });
    expect(key(CACHE, "kms_key_id")).toContain("aws_kms_key.key.arn");
  });

  it("C3: asks for a token, which is rotated beside the one before", () => {
    expect(key(CACHE, "auth_token").join()).toContain("data.aws_secretsmanager_secret_version.stores_redis-token");
    expect(values(CACHE)["auth_token_update_strategy"]).toBe("ROTATE");
  });

  it("C4: keeps snapshots of a week, in windows apart, and logs what is slow", () => {
    expect(Number(values(CACHE)["snapshot_retention_limit"])).toBeGreaterThanOrEqual(7);
    expectApart(values(CACHE), "snapshot_window", "maintenance_window");
    expect(values(CACHE)).toMatchObject({ auto_minor_version_upgrade: "true" });
    expect(values(CACHE)["final_snapshot_identifier"]).toMatch(/-final$/);
    expect(key(CACHE, "subnet_group_name")).toContain("aws_elasticache_subnet_group.stores_redis_subnets.name");
    const logs = values(CACHE)["log_delivery_configuration"] as JsonObject[];
    expect(logs.map((log) => log["log_type"]).sort()).toEqual(["engine-log", "slow-log"]);
  });

  it("C5: evicts nothing, and leaves room for a snapshot", () => {
    const small = textAt(values(CACHE), "node_type").endsWith(".small");
    expect(parametersOf(plan, "aws_elasticache_parameter_group.stores_redis_parameters")).toEqual({
      "maxmemory-policy": "noeviction",
      "reserved-memory-percent": small ? "30" : "25",
    });
  });

  it("F1: encrypts files, and mounts them in every zone", () => {
    expect(values(FILES)).toMatchObject({ encrypted: true, throughput_mode: "elastic" });
    expect(key(FILES, "kms_key_id")).toContain("aws_kms_key.key.arn");
    const zones = deployment.environment.aws?.network.zones ?? [];
    expect(plan.addresses.filter((each) => each.startsWith("aws_efs_mount_target.stores_exec-workspace"))).toEqual(
      zones.map((zone) => `aws_efs_mount_target.stores_exec-workspace_mount-${zone}`),
    );
  });

  it("F2: shows each directory as one user's", () => {
    const [point] = plan.resources("aws_efs_access_point").map(({ values: each }) => each);
    expect(point).toMatchObject({
      posix_user: [{ uid: 1000, gid: 1000 }],
      root_directory: [{ path: "/exec-workspace" }],
    });
  });

  it("F3: refuses files to who comes without TLS, without an access point, as root, or as nobody", () => {
    const policy = JSON.parse(policyIn(json, "aws_efs_file_system_policy", "stores_exec-workspace_policy")) as {
      Statement: { Effect: string; Action: unknown; Condition?: unknown }[];
    };
    expect(policy.Statement.map(({ Effect }) => Effect)).toEqual(["Deny", "Deny", "Deny"]);
    expect(policy.Statement[0]).toMatchObject({ Action: "*", Condition: { Bool: { "aws:SecureTransport": "false" } } });
  });

  it("B1: copies what holds state into a locked vault, every day and every month, and tries a restore", () => {
    expect(values("aws_backup_vault_lock_configuration.backups_vault_lock")).toMatchObject({
      min_retention_days: 35,
      // With days of grace the lock would be beyond recall.
      changeable_for_days: null,
    });
    expect(key("aws_backup_vault.backups_vault", "kms_key_arn")).toContain("aws_kms_key.key.arn");
    const rules = values("aws_backup_plan.backups_plan")["rule"] as JsonObject[];
    const lifecycles = rules.map((rule) => [rule["rule_name"], (rule["lifecycle"] as JsonObject[])[0]] as const);
    expect(Object.fromEntries(lifecycles)).toMatchObject({
      daily: { delete_after: 35 },
      monthly: { delete_after: 365, cold_storage_after: 30 },
    });
    const chosen = key("aws_backup_selection.backups_plan_selection", "resources").filter((each) => /arn$/.test(each));
    const hasHost = deployment.environment.target === "ec2-compose";
    expect(chosen.sort()).toEqual([
      `${DATABASE}.arn`,
      ...(hasHost ? ["aws_ebs_volume.host_data.arn"] : []),
      "aws_s3_bucket.stores_storage.arn",
    ]);
    const tried = plan.resources("aws_backup_restore_testing_selection").map(({ values: each }) => each["name"]);
    expect(tried).toEqual([...(hasHost ? ["ebs"] : []), "rds", "s3"]);
  });

  it("S1: every bucket is private, versioned, encrypted, tidied, over TLS alone, and told on", () => {
    const buckets = Object.keys(objectAt(json, "resource", "aws_s3_bucket"));
    const of = (type: string): number => plan.resources(type).length;
    expect(buckets.length).toBeGreaterThan(1);
    for (const type of ["versioning", "lifecycle_configuration", "policy", "ownership_controls"]) {
      expect([type, of(`aws_s3_bucket_${type}`)]).toEqual([type, buckets.length]);
    }
    for (const bucket of buckets) {
      expect(policyIn(json, "aws_s3_bucket_policy", `${bucket}_policy`)).toContain('"aws:SecureTransport":"false"');
    }
    // Those that hold logs are not told on: the one that is told cannot be, and the load balancer's would tell of each line.
    const told = plan.resources("aws_s3_bucket_logging").map(({ address }) => address);
    expect(told).toHaveLength(buckets.length - LOG_BUCKETS.length);
    for (const bucket of LOG_BUCKETS) expect(buckets).toContain(bucket);
    for (const address of told) {
      expect(plan.references(address, "target_bucket")).toContain("aws_s3_bucket.stores_access-logs.bucket");
    }
  });

  it("K1: rotates the key, names who may use it, and keeps deleted secrets for a month", () => {
    expect(values("aws_kms_key.key")).toMatchObject({ enable_key_rotation: true });
    const policy = policyIn(json, "aws_kms_key", "key");
    expect(policy).toContain(":root");
    expect(policy).not.toContain('"AWS":"*"');
    for (const { address, values: secret } of plan.resources("aws_secretsmanager_secret")) {
      expect(secret["recovery_window_in_days"]).toBe(30);
      expect(key(address, "kms_key_id")).toContain("aws_kms_key.key.arn");
    }
  });

  it("holds no secret as text", () => {
    expect(plan.all.flatMap(({ address, values: each }) => secretLiterals(each, address))).toEqual([]);
  });
});
