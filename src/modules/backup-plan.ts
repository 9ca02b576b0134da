import { BackupPlan as Plan } from "@cdktf/provider-aws/lib/backup-plan";
import { BackupSelection } from "@cdktf/provider-aws/lib/backup-selection";
import { Construct } from "constructs";
import type { BackupVault } from "./backup-vault";
import { Role } from "./role";

/** Days that a copy is kept. Twelve monthly ones cover a year; those that can go to the cold after a month. */
export const DAILY_KEPT_DAYS = 35;
export const MONTHLY_KEPT_DAYS = 365;
const COLD_AFTER_DAYS = 30;

/**
 * UTC. RDS takes no other copy while its own is being taken, nor in the hour before its maintenance.
 * Source: AWS, Backup, "Amazon RDS backup considerations".
 */
const DAILY = "cron(0 22 * * ? *)";
const MONTHLY = "cron(0 23 1 * ? *)";

export interface BackupPlanProps {
  readonly name: string;
  readonly vault: BackupVault;
  /** The vault that gets a copy of each. @default - none */
  readonly copyTo?: BackupVault | undefined;
  /** What is copied, by ARN: a tag would be anybody's to put on or to forget. */
  readonly resources: readonly string[];
  readonly roleName: string;
  readonly account: string;
}

const SERVICE_POLICIES = "arn:aws:iam::aws:policy/service-role/AWSBackupServiceRolePolicyFor";

/** Daily copies for 35 days, and monthly ones for a year. */
export class BackupPlan extends Construct {
  constructor(scope: Construct, id: string, props: BackupPlanProps) {
    super(scope, id);
    const role = new Role(this, "role", {
      name: props.roleName,
      principal: "backup",
      account: props.account,
      statements: [],
      managed: [`${SERVICE_POLICIES}Backup`, "arn:aws:iam::aws:policy/AWSBackupServiceRolePolicyForS3Backup"],
    });
    const rule = (
      ruleName: string,
      schedule: string,
      lifecycle: { deleteAfter: number; coldStorageAfter?: number },
    ) => ({
      ruleName,
      schedule,
      targetVaultName: props.vault.name,
      startWindow: 60,
      completionWindow: 480,
      lifecycle,
      ...(props.copyTo && { copyAction: [{ destinationVaultArn: props.copyTo.arn, lifecycle }] }),
    });
    const plan = new Plan(this, "Resource", {
      name: props.name,
      rule: [
        rule("daily", DAILY, { deleteAfter: DAILY_KEPT_DAYS }),
        // What knows no cold storage, such as a database, leaves the line unread and is kept as long.
        rule("monthly", MONTHLY, { deleteAfter: MONTHLY_KEPT_DAYS, coldStorageAfter: COLD_AFTER_DAYS }),
      ],
    });
    new BackupSelection(this, "selection", {
      name: props.name,
      planId: plan.id,
      iamRoleArn: role.arn,
      resources: [...props.resources],
      dependsOn: [...role.ready],
    });
  }
}
