const words = (service: string, verbs: string): string[] =>
  verbs
    .trim()
    .split(/\s+/)
    .map((verb) => `${service}:${verb}`);

/**
 * What AWS's own policies allow of what our stores and machines need: databases, shared files and buckets. They allow
 * more, for services that no workspace has. Source: AWS Managed Policy Reference, by name.
 */
export const AWS_MANAGED: Readonly<Record<string, readonly string[]>> = {
  AWSBackupServiceRolePolicyForBackup: [
    ...words("backup", "CopyFromBackupVault CopyIntoBackupVault DescribeBackupVault TagResource"),
    ...words(
      "ec2",
      "CopySnapshot CreateSnapshot CreateTags DeleteSnapshot DescribeSnapshotTierStatus DescribeSnapshots",
    ),
    ...words("ec2", "DescribeTags DescribeVolumes ModifySnapshotAttribute ModifySnapshotTier"),
    ...words("elasticfilesystem", "Backup DescribeTags"),
    ...words("kms", "CreateGrant DescribeKey"),
    ...words(
      "rds",
      "AddTagsToResource CopyDBSnapshot CreateDBSnapshot DeleteDBInstanceAutomatedBackup DeleteDBSnapshot",
    ),
    ...words("rds", "DescribeDBInstances DescribeDBSnapshots ListTagsForResource ModifyDBInstance"),
    ...words("rds", "ModifyDBSnapshotAttribute"),
    ...words("tag", "GetResources"),
  ],
  AWSBackupServiceRolePolicyForS3Backup: [
    ...words("backup", "TagResource"),
    ...words("cloudwatch", "GetMetricData"),
    ...words("events", "DeleteRule DescribeRule DisableRule EnableRule ListRules ListTargetsByRule PutRule PutTargets"),
    ...words("events", "RemoveTargets"),
    ...words("kms", "Decrypt DescribeKey"),
    ...words("s3", "GetBucketAcl GetBucketLocation GetBucketNotification GetBucketTagging GetBucketVersioning"),
    ...words("s3", "GetInventoryConfiguration GetObject GetObjectAcl GetObjectTagging GetObjectVersion"),
    ...words("s3", "GetObjectVersionAcl GetObjectVersionTagging ListAllMyBuckets ListBucket ListBucketVersions"),
    ...words("s3", "ListTagsForResource PutBucketNotification PutInventoryConfiguration"),
  ],
  AWSBackupServiceRolePolicyForRestores: [
    ...words("backup", "DescribeRestoreJob ListRecoveryPointsByBackupVault ListRestoreJobs StartRestoreJob"),
    ...words("ec2", "CreateTags CreateVolume DeleteVolume DescribeAccountAttributes DescribeAvailabilityZones"),
    ...words("ec2", "DescribeInternetGateways DescribeSecurityGroups DescribeSnapshots DescribeSubnets"),
    ...words("ec2", "DescribeVolumes DescribeVpcs"),
    ...words("elasticfilesystem", "CreateFileSystem DeleteFileSystem DescribeFileSystems Restore TagResource"),
    ...words("kms", "CreateGrant Decrypt DescribeKey Encrypt GenerateDataKey GenerateDataKeyWithoutPlaintext"),
    ...words("kms", "ReEncryptFrom ReEncryptTo"),
    ...words("rds", "AddTagsToResource CreateDBInstance DeleteDBInstance DescribeDBInstances DescribeDBSnapshots"),
    ...words("rds", "ListTagsForResource RestoreDBInstanceFromDBSnapshot RestoreDBInstanceToPointInTime"),
  ],
  AWSBackupServiceRolePolicyForS3Restore: [
    ...words("kms", "Decrypt DescribeKey GenerateDataKey"),
    ...words("s3", "CreateBucket DeleteObject GetBucketLocation GetBucketOwnershipControls GetBucketVersioning"),
    ...words("s3", "GetObject GetObjectAcl GetObjectTagging GetObjectVersion GetObjectVersionAcl ListBucket"),
    ...words("s3", "ListBucketVersions ListMultipartUploadParts PutBucketOwnershipControls PutBucketVersioning"),
    ...words("s3", "PutObject PutObjectAcl PutObjectTagging PutObjectVersionAcl"),
  ],
  AmazonSSMManagedInstanceCore: [
    ...words("ec2messages", "AcknowledgeMessage DeleteMessage FailMessage GetEndpoint GetMessages SendReply"),
    ...words(
      "ssm",
      "DescribeAssociation DescribeDocument GetDeployablePatchSnapshotForInstance GetDocument GetManifest",
    ),
    ...words("ssm", "GetParameter GetParameters ListAssociations ListInstanceAssociations PutComplianceItems"),
    ...words("ssm", "PutConfigurePackageResult PutInventory UpdateAssociationStatus UpdateInstanceAssociationStatus"),
    ...words("ssm", "UpdateInstanceInformation"),
    ...words("ssmmessages", "CreateControlChannel CreateDataChannel OpenControlChannel OpenDataChannel"),
  ],
};
