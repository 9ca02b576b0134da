import { DATABASES } from "./databases";
import { asOurs, linked, look, need, ours, passes, via, type Condition, type Need, type Table } from "./need";

const at = need("data");
const see = look("data");

const BUCKET = "s3:{aws_s3_bucket.bucket}";
// Of what customers keep in the environment's other buckets the deployer sees nothing.
const OBJECT_BUCKET = "s3:{aws_s3_object.bucket!}";
const bucket = (...verbs: readonly string[]): readonly Need[] => [
  at(verbs.map((verb) => `s3:${verb}`).join(" "), BUCKET),
];

const FILES = "elasticfilesystem:file-system/*";
const ACCESS_POINT = "elasticfilesystem:access-point/*";
const efs = (verbs: string): string =>
  verbs
    .split(" ")
    .map((verb) => `elasticfilesystem:${verb}`)
    .join(" ");

const VAULT = "backup:backup-vault:{aws_backup_vault.name}";
const BACKUP_TAGS = "backup:TagResource backup:UntagResource backup:ListTags";
const RESTORE_TEST = "backup:restore-testing-plan:{aws_backup_restore_testing_plan.name}-*";

const through = via("backup", "ec2", "elasticache", "elasticfilesystem", "rds", "s3", "secretsmanager", "sns", "ssm");
const granted = (): Condition => ({ Bool: { "kms:GrantIsForAWSResource": "true" } });

/** What keeps data, and the keys it is kept under. Source: Service Authorization Reference, by service. */
export const STORES: Table = {
  ...DATABASES,
  aws_kms_key: [
    see("kms:CreateKey", asOurs),
    at("kms:TagResource", "kms:key/*", asOurs),
    // Tags take minutes to count for a new key (KMS, "ABAC for AWS KMS"), so what its making needs asks for none.
    at(
      "kms:DescribeKey kms:EnableKeyRotation kms:GetKeyPolicy kms:GetKeyRotationStatus kms:ListResourceTags",
      "kms:key/*",
    ),
    // A key's end is an administrator's to ask for: it ends all that was encrypted with it.
    at("kms:PutKeyPolicy kms:UpdateKeyDescription kms:TagResource kms:UntagResource", "kms:key/*", ours),
    at("kms:Decrypt kms:GenerateDataKey", "kms:key/*", through),
    at("kms:CreateGrant", "kms:key/*", granted),
  ],
  aws_kms_alias: [
    // The names hold the word alias already.
    at("kms:CreateAlias kms:UpdateAlias kms:DeleteAlias", "kms:{aws_kms_alias.name} kms:key/*"),
    see("kms:ListAliases"),
  ],
  aws_s3_bucket: bucket(
    ..."CreateBucket DeleteBucket ListBucket ListTagsForResource TagResource UntagResource".split(" "),
    ..."GetBucketAcl GetBucketCORS GetBucketLocation GetBucketLogging GetBucketObjectLockConfiguration".split(" "),
    ..."GetBucketPolicy GetBucketRequestPayment GetBucketTagging GetBucketVersioning GetBucketWebsite".split(" "),
    ..."GetAccelerateConfiguration GetEncryptionConfiguration GetLifecycleConfiguration".split(" "),
    ..."GetReplicationConfiguration PutBucketTagging".split(" "),
  ),
  aws_s3_bucket_lifecycle_configuration: bucket("GetLifecycleConfiguration", "PutLifecycleConfiguration"),
  aws_s3_bucket_logging: bucket("GetBucketLogging", "PutBucketLogging"),
  aws_s3_bucket_notification: bucket("GetBucketNotification", "PutBucketNotification"),
  aws_s3_bucket_cors_configuration: bucket("GetBucketCORS", "PutBucketCORS"),
  aws_s3_bucket_ownership_controls: bucket("GetBucketOwnershipControls", "PutBucketOwnershipControls"),
  aws_s3_bucket_policy: bucket("GetBucketPolicy", "PutBucketPolicy", "DeleteBucketPolicy"),
  aws_s3_bucket_public_access_block: bucket("GetBucketPublicAccessBlock", "PutBucketPublicAccessBlock"),
  aws_s3_bucket_server_side_encryption_configuration: bucket(
    "GetEncryptionConfiguration",
    "PutEncryptionConfiguration",
  ),
  aws_s3_bucket_versioning: bucket("GetBucketVersioning", "PutBucketVersioning"),
  aws_s3_object: [
    at(
      `s3:GetObject s3:GetObjectTagging s3:PutObject s3:PutObjectTagging s3:DeleteObject s3:DeleteObjectVersion`,
      `${OBJECT_BUCKET}/*`,
    ),
    at("s3:ListBucket s3:ListBucketVersions", OBJECT_BUCKET),
  ],
  aws_efs_file_system: [
    see(efs("CreateFileSystem"), asOurs),
    at(efs("TagResource"), FILES, asOurs),
    at(efs("DescribeFileSystems DescribeLifecycleConfiguration ListTagsForResource"), FILES),
    at(efs("UpdateFileSystem UpdateFileSystemProtection PutLifecycleConfiguration DeleteFileSystem"), FILES, ours),
    at(efs("TagResource UntagResource"), FILES, ours),
    linked("elasticfilesystem"),
  ],
  aws_efs_access_point: [
    at(efs("CreateAccessPoint"), FILES, ours),
    at(efs("TagResource"), ACCESS_POINT, asOurs),
    at(efs("DescribeAccessPoints"), `${FILES} ${ACCESS_POINT}`),
    at(efs("DeleteAccessPoint TagResource UntagResource"), ACCESS_POINT, ours),
    at(efs("ListTagsForResource"), ACCESS_POINT),
  ],
  aws_efs_mount_target: [
    at(efs("CreateMountTarget DeleteMountTarget ModifyMountTargetSecurityGroups"), FILES, ours),
    at(efs("DescribeMountTargets DescribeMountTargetSecurityGroups"), FILES),
    // EFS puts its addresses into the network in the caller's name.
    see("ec2:DescribeSubnets ec2:DescribeNetworkInterfaces ec2:DescribeSecurityGroups"),
    at("ec2:CreateNetworkInterface", "ec2:network-interface/* ec2:subnet/* ec2:security-group/*"),
    at(
      "ec2:DeleteNetworkInterface ec2:ModifyNetworkInterfaceAttribute",
      "ec2:network-interface/* ec2:security-group/*",
    ),
  ],
  aws_efs_backup_policy: [at(efs("PutBackupPolicy"), FILES, ours), at(efs("DescribeBackupPolicy"), FILES)],
  aws_efs_file_system_policy: [
    at(efs("PutFileSystemPolicy DeleteFileSystemPolicy"), FILES, ours),
    at(efs("DescribeFileSystemPolicy"), FILES),
  ],
  aws_backup_vault: [
    at(`backup:CreateBackupVault backup:DescribeBackupVault backup:DeleteBackupVault ${BACKUP_TAGS}`, VAULT),
    see("backup-storage:MountCapsule"),
    // A new vault takes a grant of its key and gives the one for making it back.
    at("kms:RetireGrant", "kms:key/*", through),
  ],
  aws_backup_vault_lock_configuration: [
    // Taken off by an administrator alone: whoever can do both can destroy what the lock keeps.
    at("backup:PutBackupVaultLockConfiguration backup:DescribeBackupVault", VAULT),
  ],
  aws_backup_vault_policy: [
    at(
      "backup:PutBackupVaultAccessPolicy backup:GetBackupVaultAccessPolicy backup:DeleteBackupVaultAccessPolicy",
      VAULT,
    ),
  ],
  aws_backup_vault_notifications: [
    at(
      "backup:PutBackupVaultNotifications backup:GetBackupVaultNotifications backup:DeleteBackupVaultNotifications",
      VAULT,
    ),
  ],
  aws_backup_plan: [
    at(
      `backup:CreateBackupPlan backup:GetBackupPlan backup:UpdateBackupPlan backup:DeleteBackupPlan ${BACKUP_TAGS}`,
      "backup:backup-plan:*",
    ),
  ],
  aws_backup_selection: [
    at("backup:CreateBackupSelection backup:GetBackupSelection backup:DeleteBackupSelection", "backup:backup-plan:*"),
    passes("backup"),
    linked("backup"),
  ],
  aws_backup_restore_testing_plan: [
    at(
      `backup:CreateRestoreTestingPlan backup:GetRestoreTestingPlan backup:UpdateRestoreTestingPlan
       backup:DeleteRestoreTestingPlan ${BACKUP_TAGS}`,
      RESTORE_TEST,
    ),
  ],
  aws_backup_restore_testing_selection: [
    at(
      `backup:CreateRestoreTestingSelection backup:GetRestoreTestingSelection backup:UpdateRestoreTestingSelection
       backup:DeleteRestoreTestingSelection`,
      RESTORE_TEST,
    ),
    // The role is given to who tests, and put on by who restores.
    passes("backup"),
    passes("restore-testing.backup"),
    linked("restore-testing.backup"),
  ],
};
