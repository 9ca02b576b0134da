import { ASSUMPTIONS } from "./assumptions";
import { assumed, charge, ofClass, type Charge, type Meter } from "./charge";
import { blocksAt, numberAt, textAt } from "./root-module";

/** A standby in another zone costs as much as the first, with a disk of its own. */
const database: Meter = ({ block }) => {
  const copies = block["multi_az"] === true ? 2 : 1;
  return [
    ofClass("RDS", copies, "database", textAt(block, "instance_class")),
    charge("RDS gp3 GiB", copies * numberAt(block, "allocated_storage", 0), "databaseStorage"),
  ];
};

const cache: Meter = ({ block }) => [
  ofClass("ElastiCache", numberAt(block, "num_cache_clusters", 1), "cache", textAt(block, "node_type")),
];

const logGroup: Meter = ({ block }, module) => {
  const flow = module
    .ofType("aws_flow_log")
    .some((log) => module.referred(log.block["log_destination"], "aws_cloudwatch_log_group")?.block === block);
  return flow
    ? [assumed("flow logs GB", "flowLogGB", ASSUMPTIONS.flowLogGB.value, "logs")]
    : [assumed("logs GB", "logGB", ASSUMPTIONS.logGB.value, "logs")];
};

/** An alarm is charged by the metrics it looks at. */
const alarm: Meter = ({ block }) => {
  const metrics = blocksAt(block, "metric_query").filter((query) => blocksAt(query, "metric").length > 0);
  return [charge("alarm metric", Math.max(1, metrics.length), "alarm")];
};

/** What is copied on to another vault is stored twice. */
const backups: Meter = ({ block }) => {
  const copied = blocksAt(block, "rule").some((rule) => blocksAt(rule, "copy_action").length > 0);
  const stored = (what: string): Charge => assumed(what, "backupGB", ASSUMPTIONS.backupGB.value, "backupStorage");
  return [stored("backup GB"), ...(copied ? [stored("backup GB in the second region")] : [])];
};

export const DATA_METERS: Readonly<Record<string, Meter>> = {
  aws_db_instance: database,
  aws_elasticache_replication_group: cache,
  aws_efs_file_system: () => [assumed("EFS GB", "filesGB", ASSUMPTIONS.filesGB.value, "fileStorage")],
  aws_s3_bucket: () => [assumed("S3 GB", "bucketGB", ASSUMPTIONS.bucketGB.value, "objectStorage")],
  aws_ecr_repository: () => [assumed("image GB", "imageGB", ASSUMPTIONS.imageGB.value, "imageStorage")],
  aws_backup_plan: backups,
  aws_kms_key: () => [charge("KMS key", 1, "key")],
  aws_kms_replica_key: () => [charge("KMS key", 1, "key")],
  aws_secretsmanager_secret: () => [charge("secret", 1, "secret")],
  aws_ssm_parameter: ({ block }) =>
    block["tier"] === "Advanced" ? [charge("advanced parameter", 1, "advancedParameter")] : [],
  aws_cloudwatch_log_group: logGroup,
  aws_cloudwatch_metric_alarm: alarm,
  aws_cloudwatch_composite_alarm: () => [charge("composite alarm", 1, "compositeAlarm")],
  aws_cloudwatch_dashboard: () => [charge("dashboard", 1, "dashboard")],
  aws_cloudwatch_log_metric_filter: () => [charge("metric of a log filter", 1, "customMetric")],
};
