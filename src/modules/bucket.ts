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

export interface BucketProps {
  readonly name: string;
  /** Its key at rest. @default - a key of S3's own: nothing else can write access logs */
  readonly kmsKeyArn?: string;
  /** The bucket that is told of every request. @default - none */
  readonly accessLogs?: Pick<Bucket, "name" | "ready">;
  /** A service of AWS that writes into it, and for which account. @default - nobody but who has a grant */
  readonly writer?: { readonly service: string; readonly account: string };
  /** Objects go after this many days. @default - never */
  readonly expireDays?: number;
}

/** An older version of an object can be had back for so long. */
export const NONCURRENT_DAYS = 90;

/** A bucket that keeps data: private, encrypted, versioned, over TLS alone, never destroyed by a plan. */
export class Bucket extends Construct {
  readonly name: string;
  readonly arn: string;
  /** What says who may write into it: S3 refuses to log where it may not. */
  readonly ready: readonly ITerraformDependable[];

  constructor(scope: Construct, id: string, { name, kmsKeyArn, accessLogs, writer, expireDays }: BucketProps) {
    super(scope, id);
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
    new S3BucketServerSideEncryptionConfigurationA(this, "encryption", {
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
          noncurrentVersionExpiration: [{ noncurrentDays: expireDays === undefined ? NONCURRENT_DAYS : 1 }],
          ...(expireDays !== undefined && { expiration: [{ days: expireDays }] }),
        },
      ],
      dependsOn: [versioning],
    });
    const allowed = new S3BucketPolicy(this, "policy", {
      bucket: bucket.id,
      policy: jsonDocument(policyOf(bucket.arn, writer)),
      dependsOn: [access],
    });
    this.ready = [allowed];
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

/** The statement that refuses whoever comes without TLS. */
export const tlsOnly = (arn: string): object => ({
  Sid: "TlsOnly",
  Effect: "Deny",
  Principal: { AWS: "*" },
  Action: "s3:*",
  Resource: [arn, `${arn}/*`],
  Condition: { Bool: { "aws:SecureTransport": "false" } },
});

const policyOf = (arn: string, writer: BucketProps["writer"]): object => ({
  Version: "2012-10-17",
  Statement: [
    tlsOnly(arn),
    ...(writer
      ? [
          {
            Sid: "Writer",
            Effect: "Allow",
            Principal: { Service: writer.service },
            Action: "s3:PutObject",
            Resource: `${arn}/*`,
            Condition: { StringEquals: { "aws:SourceAccount": writer.account } },
          },
        ]
      : []),
  ],
});
