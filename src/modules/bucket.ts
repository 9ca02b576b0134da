import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { S3BucketLifecycleConfiguration } from "@cdktf/provider-aws/lib/s3-bucket-lifecycle-configuration";
import { S3BucketLoggingA } from "@cdktf/provider-aws/lib/s3-bucket-logging";
import { S3BucketOwnershipControls } from "@cdktf/provider-aws/lib/s3-bucket-ownership-controls";
import { S3BucketPolicy } from "@cdktf/provider-aws/lib/s3-bucket-policy";
import { S3BucketPublicAccessBlock } from "@cdktf/provider-aws/lib/s3-bucket-public-access-block";
import { S3BucketServerSideEncryptionConfigurationA } from "@cdktf/provider-aws/lib/s3-bucket-server-side-encryption-configuration";
import { S3BucketVersioningA } from "@cdktf/provider-aws/lib/s3-bucket-versioning";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { jsonDocument } from "../terraform";
import { tlsOnly } from "./bucket-statements";

export interface BucketProps {
  readonly name: string;
  /** Its key at rest. @default - a key of S3's own: nothing else can write access logs */
  readonly kmsKeyArn?: string;
  /** The bucket that is told of every request. @default - none */
  readonly accessLogs?: Pick<Bucket, "name" | "ready">;
  /** What its policy says beside TLS alone. @default - nothing: who has a grant reaches it, and nobody else */
  readonly statements?: (arn: string) => readonly object[];
  /** Objects go after this many days. @default - never */
  readonly expireDays?: number;
  /** Older versions go after these days, all but the newest so many. @default - NONCURRENT_DAYS, and none stays */
  readonly olderVersions?: { readonly days: number; readonly newest?: number };
}

const NONCURRENT_DAYS = 90;

/** A bucket that keeps data: private, encrypted, versioned, over TLS alone, never destroyed by a plan. */
export class Bucket extends Construct {
  readonly name: string;
  readonly arn: string;
  /** Whoever is told to log into it tries at once, so it waits for the right to, and for the encryption. */
  readonly ready: readonly ITerraformDependable[];

  constructor(scope: Construct, id: string, props: BucketProps) {
    super(scope, id);
    const { name, kmsKeyArn, accessLogs, statements, expireDays } = props;
    const { days, newest } = props.olderVersions ?? { days: NONCURRENT_DAYS };
    const bucket = new S3Bucket(this, "Resource", { bucket: name, lifecycle: { preventDestroy: true } });
    this.name = bucket.bucket;
    this.arn = bucket.arn;
    const access = new S3BucketPublicAccessBlock(this, "access", {
      bucket: bucket.id,
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    });
    new S3BucketOwnershipControls(this, "ownership", {
      bucket: bucket.id,
      rule: { objectOwnership: "BucketOwnerEnforced" },
    });
    const versioning = new S3BucketVersioningA(this, "versioning", {
      bucket: bucket.id,
      versioningConfiguration: { status: "Enabled" },
    });
    const encryption = new S3BucketServerSideEncryptionConfigurationA(this, "encryption", {
      bucket: bucket.id,
      rule: [
        {
          applyServerSideEncryptionByDefault: kmsKeyArn
            ? { sseAlgorithm: "aws:kms", kmsMasterKeyId: kmsKeyArn }
            : { sseAlgorithm: "AES256" },
          ...(kmsKeyArn && { bucketKeyEnabled: true }),
        },
      ],
    });
    new S3BucketLifecycleConfiguration(this, "lifecycle", {
      bucket: bucket.id,
      rule: [
        {
          id: "tidy",
          status: "Enabled",
          filter: [{ prefix: "" }],
          abortIncompleteMultipartUpload: [{ daysAfterInitiation: 7 }],
          noncurrentVersionExpiration: [
            { noncurrentDays: days, ...(newest !== undefined && { newerNoncurrentVersions: newest }) },
          ],
          ...(expireDays !== undefined && { expiration: [{ days: expireDays }] }),
        },
      ],
      dependsOn: [versioning],
    });
    const policy = new S3BucketPolicy(this, "policy", {
      bucket: bucket.id,
      policy: jsonDocument({
        Version: "2012-10-17",
        Statement: [tlsOnly(bucket.arn), ...(statements?.(bucket.arn) ?? [])],
      }),
      dependsOn: [access],
    });
    this.ready = [policy, encryption];
    if (accessLogs !== undefined) {
      new S3BucketLoggingA(this, "logging", {
        bucket: bucket.id,
        targetBucket: accessLogs.name,
        targetPrefix: `${name}/`,
        dependsOn: [...accessLogs.ready],
      });
    }
  }
}
