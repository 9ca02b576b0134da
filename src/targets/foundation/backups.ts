import { Construct } from "constructs";
import { physicalName } from "../../model/naming";
import { byKey } from "../../model/reference";
import { BackupPlan, DAILY_KEPT_DAYS } from "../../modules/backup-plan";
import { BackupVault } from "../../modules/backup-vault";
import type { DataVolume } from "../../modules/data-volume";
import { EncryptionKey } from "../../modules/encryption-key";
import { RestoreTest, type RestoreTestTarget } from "../../modules/restore-test";
import type { FoundationStack } from "./stack";
import type { FoundationStores } from "./stores";

export interface BackupsProps {
  readonly stores: FoundationStores;
  readonly hostDisk: DataVolume | undefined;
  readonly kmsKeyArn: string;
}

/** Copies of what cannot be had again, in a vault; with a second region where the environment names one. */
export function foundationBackups(stack: FoundationStack, { stores, hostDisk, kmsKeyArn }: BackupsProps): void {
  const targets = keptTargets(stores, hostDisk);
  const resources = targets.flatMap(({ arns }) => arns);
  if (resources.length === 0) return;
  const scope = new Construct(stack, "backups");
  const { account } = stack.aws;
  const name = physicalName("backupVault", ...stack.words());
  const lockedForDays = stack.environment.profile === "production" ? DAILY_KEPT_DAYS : undefined;
  const vault = new BackupVault(scope, "vault", { name, kmsKeyArn, lockedForDays });
  new BackupPlan(scope, "plan", {
    name,
    vault,
    copyTo: secondVault(stack, scope, name, lockedForDays),
    resources,
    roleName: physicalName("role", ...stack.words("backup")),
    account,
  });
  new RestoreTest(scope, "restore-test", {
    name: restoreTestName(stack),
    vault,
    targets,
    roleName: physicalName("role", ...stack.words("restore-test")),
    account,
  });
}

/** Its events carry it in an address. */
export const restoreTestName = (stack: FoundationStack): string =>
  physicalName("restoreTest", ...stack.words("restore")).replaceAll("-", "_");

/** A disaster that takes the region must not take the key of the copies along. */
function secondVault(
  stack: FoundationStack,
  scope: Construct,
  name: string,
  lockedForDays: number | undefined,
): BackupVault | undefined {
  const region = stack.environment.recovery?.copyTo;
  if (region === undefined) return undefined;
  const provider = stack.providerIn(region, "copy");
  const { account } = stack.aws;
  const keyName = physicalName("other", ...stack.words("copy"));
  const key = new EncryptionKey(scope, "copy-key", { name: keyName, account, region, provider });
  return new BackupVault(scope, "copy-vault", { name, kmsKeyArn: key.arn, lockedForDays, provider });
}

/** What AWS Backup can keep, one kind at a time; it knows no ElastiCache, which keeps snapshots of its own. */
function keptTargets(stores: FoundationStores, hostDisk: DataVolume | undefined): RestoreTestTarget[] {
  const kept = <T extends { readonly arn: string }>(made: ReadonlyMap<string, T>): [string, T][] =>
    [...made].filter(([store]) => stores.keeps(store)).sort(byKey);
  const arnsOf = (made: ReadonlyMap<string, { readonly arn: string }>): string[] =>
    kept(made).map(([, { arn }]) => arn);
  const [database] = kept(stores.databases);
  return [
    {
      type: "RDS",
      arns: arnsOf(stores.databases),
      // There is no default VPC to fall back to; in this one the closed default group keeps everybody out of the trial.
      ...(database && { overrides: { dbSubnetGroupName: database[1].subnetGroupName } }),
    },
    { type: "EFS", arns: arnsOf(stores.fileSystems) },
    { type: "S3", arns: arnsOf(stores.madeBuckets) },
    { type: "EBS", arns: hostDisk ? [hostDisk.arn] : [] },
  ];
}
