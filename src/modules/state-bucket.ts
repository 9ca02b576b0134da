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

export interface StateBucketProps {
  readonly name: string;
  /** Where who read and wrote what is kept. */
  readonly logName: string;
  readonly kmsKeyArn: string;
  readonly account: string;
}

/** Old states of each workspace that stay, whatever their age: the way back after a bad apply. */
const KEPT_VERSIONS = 100;
/** Of those beyond, how long each stays. */
const KEPT_DAYS = 365;
const LOG_DAYS = 365;

/**
 * The bucket that Terraform keeps state in: versioned, under a key of its own, for this account alone, with a log of
 * every access. An old state goes by age and by no one's hand. Nothing in it may be made again, so no plan destroys it.
 */
export class StateBucket extends Construct {
  readonly name: string;
  readonly arn: string;

  constructor(scope: Construct, id: string, props: StateBucketProps) {
    super(scope, id);
    const bucket = new S3Bucket(this, "Resource", { bucket: props.name, lifecycle: { preventDestroy: true } });
    const closed = this.close("", bucket);
    const versioning = this.version("versioning", bucket);
    new S3BucketServerSideEncryptionConfigurationA(this, "encryption", {
      bucket: bucket.id,
      rule: [
        {
          applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId: props.kmsKeyArn },
          bucketKeyEnabled: true,
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
          noncurrentVersionExpiration: [{ newerNoncurrentVersions: KEPT_VERSIONS, noncurrentDays: KEPT_DAYS }],
        },
      ],
      dependsOn: [versioning],
    });
    new S3BucketPolicy(this, "policy", {
      bucket: bucket.id,
      policy: jsonDocument({
        Version: "2012-10-17",
        Statement: [tlsOnly(bucket.arn), ownAccountAlone(bucket.arn, props.account), historyStays(bucket.arn)],
      }),
      dependsOn: [closed],
    });
    this.log(bucket, props);
    this.name = bucket.bucket;
    this.arn = bucket.arn;
  }

  /** S3 writes its log into another bucket, and only into one with S3's own encryption (S3, "Enabling access logging"). */
  private log(source: S3Bucket, { logName, account }: StateBucketProps): void {
    const bucket = new S3Bucket(this, "log", { bucket: logName, lifecycle: { preventDestroy: true } });
    const closed = this.close("log-", bucket);
    const versioning = this.version("log-versioning", bucket);
    new S3BucketServerSideEncryptionConfigurationA(this, "log-encryption", {
      bucket: bucket.id,
      rule: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } }],
    });
    new S3BucketLifecycleConfiguration(this, "log-lifecycle", {
      bucket: bucket.id,
      rule: [
        {
          id: "tidy",
          status: "Enabled",
          filter: [{ prefix: "" }],
          abortIncompleteMultipartUpload: [{ daysAfterInitiation: 7 }],
          expiration: [{ days: LOG_DAYS }],
          noncurrentVersionExpiration: [{ noncurrentDays: 30 }],
        },
      ],
      dependsOn: [versioning],
    });
    const policy = new S3BucketPolicy(this, "log-policy", {
      bucket: bucket.id,
      policy: jsonDocument({
        Version: "2012-10-17",
        Statement: [tlsOnly(bucket.arn), logsFrom(bucket.arn, source.arn, account)],
      }),
      dependsOn: [closed],
    });
    new S3BucketLoggingA(this, "logging", {
      bucket: source.id,
      targetBucket: bucket.id,
      targetPrefix: "access/",
      dependsOn: [policy],
    });
  }

  private version(id: string, bucket: S3Bucket): ITerraformDependable {
    return new S3BucketVersioningA(this, id, {
      bucket: bucket.id,
      versioningConfiguration: { status: "Enabled" },
    });
  }

  private close(prefix: string, bucket: S3Bucket): ITerraformDependable {
    new S3BucketOwnershipControls(this, `${prefix}ownership`, {
      bucket: bucket.id,
      rule: { objectOwnership: "BucketOwnerEnforced" },
    });
    return new S3BucketPublicAccessBlock(this, `${prefix}access`, {
      bucket: bucket.id,
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    });
  }
}

const deny = (sid: string, action: string, arn: string, condition?: object): object => ({
  Sid: sid,
  Effect: "Deny",
  Principal: { AWS: "*" },
  Action: action,
  Resource: [arn, `${arn}/*`],
  ...(condition && { Condition: condition }),
});

const tlsOnly = (arn: string): object => deny("TlsOnly", "s3:*", arn, { Bool: { "aws:SecureTransport": "false" } });

const ownAccountAlone = (arn: string, account: string): object =>
  deny("OwnAccountAlone", "s3:*", arn, {
    StringNotEquals: { "aws:PrincipalAccount": account },
    Bool: { "aws:PrincipalIsAWSService": "false" },
  });

const historyStays = (arn: string): object => deny("HistoryStays", "s3:DeleteObjectVersion", arn);

const logsFrom = (arn: string, source: string, account: string): object => ({
  Sid: "Logs",
  Effect: "Allow",
  Principal: { Service: "logging.s3.amazonaws.com" },
  Action: "s3:PutObject",
  Resource: `${arn}/*`,
  Condition: { ArnLike: { "aws:SourceArn": source }, StringEquals: { "aws:SourceAccount": account } },
});
