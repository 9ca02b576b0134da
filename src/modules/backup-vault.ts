import { BackupVault as Vault } from "@cdktf/provider-aws/lib/backup-vault";
import { BackupVaultLockConfiguration } from "@cdktf/provider-aws/lib/backup-vault-lock-configuration";
import type { TerraformProvider } from "cdktf";
import { Construct } from "constructs";

export interface BackupVaultProps {
  readonly name: string;
  readonly kmsKeyArn: string;
  /** Nobody without the right to lift the lock deletes a copy that is younger. @default - no lock */
  readonly lockedForDays?: number | undefined;
  /** @default - the region of the workspace */
  readonly provider?: TerraformProvider | undefined;
}

/**
 * Where copies lie that no owner of the originals can delete. Its lock is in governance mode: an administrator with
 * backup:DeleteBackupVaultLockConfiguration can lift it. Compliance mode (changeable_for_days) is beyond recall after
 * its days of grace, AWS included: it binds the account to storage that a mistyped number makes ruinous, and is for a
 * regulator to ask for. Source: AWS, Backup, "AWS Backup Vault Lock".
 */
export class BackupVault extends Construct {
  readonly name: string;
  readonly arn: string;

  constructor(scope: Construct, id: string, { name, kmsKeyArn, lockedForDays, provider }: BackupVaultProps) {
    super(scope, id);
    const elsewhere = provider && { provider };
    const vault = new Vault(this, "Resource", { ...elsewhere, name, kmsKeyArn, lifecycle: { preventDestroy: true } });
    if (lockedForDays !== undefined) {
      new BackupVaultLockConfiguration(this, "lock", {
        ...elsewhere,
        backupVaultName: vault.name,
        minRetentionDays: lockedForDays,
      });
    }
    this.name = vault.name;
    this.arn = vault.arn;
  }
}
