import { BackupRestoreTestingPlan } from "@cdktf/provider-aws/lib/backup-restore-testing-plan";
import { BackupRestoreTestingSelection } from "@cdktf/provider-aws/lib/backup-restore-testing-selection";
import { Construct } from "constructs";
import type { BackupVault } from "./backup-vault";
import { Role } from "./role";

/** One kind of thing that is restored for trial. */
export interface RestoreTestTarget {
  readonly type: "RDS" | "EFS" | "S3" | "EBS";
  readonly arns: readonly string[];
  /** What AWS Backup cannot infer. Source: AWS, Backup, "Restore testing inferred metadata". */
  readonly overrides?: Readonly<Record<string, string>>;
}

export interface RestoreTestProps {
  /** Letters, digits and underscores, at most 50. */
  readonly name: string;
  readonly vault: BackupVault;
  readonly targets: readonly RestoreTestTarget[];
  readonly roleName: string;
  readonly account: string;
}

/** Sunday at noon, UTC: after the maintenance windows, and when somebody can look at it on Monday. */
const WEEKLY = "cron(0 12 ? * SUN *)";
const VALIDATION_HOURS = 4;

const SERVICE_POLICIES = "arn:aws:iam::aws:policy/service-role/AWSBackupServiceRolePolicyFor";

/** A copy that was never restored is a hope: every week the newest one is, and is thrown away some hours later. */
export class RestoreTest extends Construct {
  constructor(scope: Construct, id: string, { name, vault, targets, roleName, account }: RestoreTestProps) {
    super(scope, id);
    const role = new Role(this, "role", {
      name: roleName,
      principal: "backup",
      account,
      statements: [],
      managed: [`${SERVICE_POLICIES}Restores`, "arn:aws:iam::aws:policy/AWSBackupServiceRolePolicyForS3Restore"],
    });
    const plan = new BackupRestoreTestingPlan(this, "Resource", {
      name,
      scheduleExpression: WEEKLY,
      startWindowHours: 8,
      recoveryPointSelection: [
        {
          algorithm: "LATEST_WITHIN_WINDOW",
          includeVaults: [vault.arn],
          recoveryPointTypes: ["SNAPSHOT"],
          selectionWindowDays: 7,
        },
      ],
    });
    for (const { type, arns, overrides } of targets.filter((target) => target.arns.length > 0)) {
      new BackupRestoreTestingSelection(this, type.toLowerCase(), {
        name: type.toLowerCase(),
        restoreTestingPlanName: plan.name,
        protectedResourceType: type,
        protectedResourceArns: [...arns],
        iamRoleArn: role.arn,
        validationWindowHours: VALIDATION_HOURS,
        ...(overrides && { restoreMetadataOverrides: overrides }),
        dependsOn: [...role.ready],
      });
    }
  }
}
