import { physicalName } from "../model/naming";
import { STORE_PORTS, type Store } from "../model/store";

export interface RestoreInput {
  readonly platform: string;
  readonly environment: string;
  readonly file: string;
  readonly account: string;
  readonly region: string;
  readonly store: string;
  readonly definition: Store;
  readonly adopted: boolean;
}

const code = (...lines: readonly string[]): string => ["```sh", ...lines, "```"].join("\n");
const yaml = (...lines: readonly string[]): string => ["```yaml", ...lines, "```"].join("\n");

/** How one store is had back, with commands to copy. */
export function restoreSteps(input: RestoreInput): string {
  if (input.adopted) return "Others made it, and its backups are theirs. Nothing here restores it.";
  switch (input.definition.kind) {
    case "postgres":
      return databaseSteps(input);
    case "redis":
      return cacheSteps(input);
    case "bucket":
      return bucketSteps(input);
    case "files":
      return filesSteps(input);
  }
}

/** A waiter of the AWS CLI gives up: at once when the name is not there yet, else after its number of tries. */
const untilIt = (wait: string): string => `until aws ${wait}; do sleep 15; done`;

const apply = ({ platform, environment }: RestoreInput, address: string): string =>
  code(
    `terraform -chdir=cdktf.out/stacks/${platform}-${environment}-foundation state rm '${address}'`,
    `npx ferry synth ${platform}/${environment} && npx cdktf deploy '${platform}-${environment}-foundation'`,
  );

function databaseSteps(input: RestoreInput): string {
  const { platform, environment, file, region, store } = input;
  const name = physicalName("database", platform, environment, store);
  return [
    "To an earlier second, the present instance kept aside. It gives up its name, so that the restored one has the same address and no service is told anything.",
    code(
      `aws rds describe-db-instances --region ${region} --db-instance-identifier ${name} --query 'DBInstances[0].LatestRestorableTime'`,
      `aws rds modify-db-instance --region ${region} --db-instance-identifier ${name} --new-db-instance-identifier ${name}-broken --apply-immediately`,
      untilIt(`rds wait db-instance-available --region ${region} --db-instance-identifier ${name}-broken`),
    ),
    "The last line complains until the new name is there; it is asked again by itself.",
    `Then in ${file}, and applied. The line may stay: it is looked at when an instance is made, and never again.`,
    yaml(
      "stores:",
      `  ${store}:`,
      `    restore: { instance: ${name}-broken, to: "2026-01-31T04:00:00Z" } # UTC; without to: the latest`,
    ),
    apply(input, `aws_db_instance.stores_${store}`),
    `The instance that was kept aside costs as much as the new one. When nobody needs it any more, it goes by hand: it has deletion protection, and Terraform no longer knows it.`,
    "When the instance is gone, its automated backups are still there: name its resource id (`db-…`) or the ARN of the backups as `instance`.",
    code(
      `aws rds describe-db-instance-automated-backups --region ${region} --db-instance-identifier ${name} --query 'DBInstanceAutomatedBackups[].[DbiResourceId,DBInstanceAutomatedBackupsArn,RestoreWindow]'`,
    ),
    "From a snapshot, or from a copy in the vault (its recovery points of a database are snapshots):",
    code(
      `aws rds describe-db-snapshots --region ${region} --db-instance-identifier ${name} --query 'DBSnapshots[].[DBSnapshotIdentifier,SnapshotCreateTime]'`,
      `aws rds describe-db-snapshots --region ${region} --db-instance-identifier ${name} --snapshot-type awsbackup --query 'DBSnapshots[].[DBSnapshotIdentifier,SnapshotCreateTime]'`,
    ),
    yaml("stores:", `  ${store}:`, '    restore: { snapshot: "<DBSnapshotIdentifier>" }'),
    "The password is written again when the instance is made. If clients are refused nevertheless, raise its number in `secrets.versions`.",
    ...extensions(input),
  ].join("\n\n");
}

function extensions({ definition }: RestoreInput): string[] {
  const needed = definition.kind === "postgres" ? (definition.extensions ?? []) : [];
  if (needed.length === 0) return [];
  return [
    `Extensions (${needed.join(", ")}) come with the data, but the engine must have them. Before another major version, \`SELECT name FROM pg_available_extensions\` there names all of them.`,
  ];
}

function cacheSteps(input: RestoreInput): string {
  const { platform, environment, file, region, store } = input;
  const name = physicalName("cache", platform, environment, store);
  const kept = `${name}-restore-<date>`;
  const status = `aws elasticache describe-snapshots --region ${region} --snapshot-name ${kept} --query 'Snapshots[0].SnapshotStatus' --output text`;
  return [
    // Source: AWS, ElastiCache, "Scheduling automatic backups" and "Copying backups".
    `A group is filled from a snapshot only when it is made, and no two have one name: the present one goes first. **With it go its automatic snapshots**, so the one to begin from is copied before: a copy is manual, and stays.`,
    code(
      `aws elasticache describe-snapshots --region ${region} --replication-group-id ${name} --query 'Snapshots[].[SnapshotName,SnapshotSource,NodeSnapshots[0].SnapshotCreateTime]'`,
      `aws elasticache copy-snapshot --region ${region} --source-snapshot-name <SnapshotName> --target-snapshot-name ${kept}`,
      `until [ "$(${status})" = available ]; do sleep 15; done`,
    ),
    "Only when the copy is `available`. Clients are cut off from here until the new group stands; its address stays the same, with the same name.",
    code(
      `aws elasticache delete-replication-group --region ${region} --replication-group-id ${name} --final-snapshot-identifier ${name}-before-restore-<date>`,
      untilIt(`elasticache wait replication-group-deleted --region ${region} --replication-group-id ${name}`),
    ),
    "A waiter gives up after ten minutes, and a final snapshot may take longer; it is asked again by itself. `-before-restore-` holds what the group had last, damage and all.",
    `Then in ${file}, and applied:`,
    yaml("stores:", `  ${store}:`, `    restore: { snapshot: "${kept}" }`),
    apply(input, `aws_elasticache_replication_group.stores_${store}`),
    "Both snapshots are manual: they cost until somebody deletes them, which is when the new group has been looked at.",
    "Where all of it can be made again, an empty group is sooner there than a restored one: leave `restore` out.",
  ].join("\n\n");
}

function bucketSteps(input: RestoreInput): string {
  const { platform, environment, account, region, store } = input;
  const name = physicalName("bucket", platform, environment, store, account);
  return [
    "What was deleted has a marker on it; without the marker the object is there again. What was overwritten is copied from its older version.",
    code(
      `aws s3api list-object-versions --region ${region} --bucket ${name} --prefix <path> --query '{markers: DeleteMarkers[?IsLatest].[Key,VersionId], versions: Versions[].[Key,VersionId,LastModified]}'`,
      `aws s3api delete-object --region ${region} --bucket ${name} --key <key> --version-id <version of the marker>`,
      `aws s3api copy-object --region ${region} --bucket ${name} --key <key> --copy-source '${name}/<key>?versionId=<older version>'`,
    ),
    "The whole bucket as it was on a day, from the vault:",
    startRestore(input, `arn:aws:s3:::${name}`, `{"DestinationBucketName":"${name}","NewBucket":"false"}`),
  ].join("\n\n");
}

function filesSteps(input: RestoreInput): string {
  const { account, region, store, definition } = input;
  const arn = `arn:aws:elasticfilesystem:${region}:${account}:file-system/<fs-…>`;
  if (definition.holds === "rebuildable") {
    return `Nothing is kept of it: what uses it makes it again. Who reaches it does so on port ${STORE_PORTS.files} with TLS and IAM.`;
  }
  return [
    `AWS Backup writes into a directory of the same file system, \`aws-backup-restore_…\`, and touches nothing else; from there the files are copied back. Its id: \`terraform output file_system_id_${store}\` in the foundation.`,
    startRestore(input, arn, '{"file-system-id":"<fs-…>","newFileSystem":"false","Encrypted":"true"}'),
    `Terraform makes no file system from a backup, so \`stores.${store}.restore\` is refused. One that AWS Backup has made anew is adopted: \`adopt.stores.${store}.fileSystem\`.`,
  ].join("\n\n");
}

function startRestore({ platform, environment, account, region }: RestoreInput, arn: string, metadata: string): string {
  const vault = physicalName("backupVault", platform, environment);
  const role = `arn:aws:iam::${account}:role/${physicalName("role", platform, environment, "restore-test")}`;
  return code(
    `aws backup list-recovery-points-by-backup-vault --region ${region} --backup-vault-name ${vault} --by-resource-arn ${arn} --query 'RecoveryPoints[].[RecoveryPointArn,CreationDate]'`,
    `aws backup start-restore-job --region ${region} --recovery-point-arn <RecoveryPointArn> --iam-role-arn ${role} --metadata '${metadata}'`,
  );
}
