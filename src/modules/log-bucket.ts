import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { S3BucketLifecycleConfiguration } from "@cdktf/provider-aws/lib/s3-bucket-lifecycle-configuration";
import { S3BucketOwnershipControls } from "@cdktf/provider-aws/lib/s3-bucket-ownership-controls";
import { S3BucketPolicy } from "@cdktf/provider-aws/lib/s3-bucket-policy";
import { S3BucketPublicAccessBlock } from "@cdktf/provider-aws/lib/s3-bucket-public-access-block";
import { S3BucketServerSideEncryptionConfigurationA } from "@cdktf/provider-aws/lib/s3-bucket-server-side-encryption-configuration";
import { S3BucketVersioningA } from "@cdktf/provider-aws/lib/s3-bucket-versioning";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { jsonDocument } from "../terraform";
import { tlsOnly } from "./bucket";

export interface LogBucketProps {
  readonly name: string;
  readonly account: string;
  readonly region: string;
  /** What is written under each of these, and nothing beside them. */
  readonly prefixes: readonly string[];
  readonly keepDays: number;
}

/**
 * Where load balancers of this account write their logs: private, versioned, over TLS alone, and gone after a time.
 * Encrypted with S3's own keys, because no load balancer can write under a key of ours.
 * Source: Elastic Load Balancing, "Enable access logs for your Application Load Balancer".
 */
export class LogBucket extends Construct {
  readonly name: string;
  /** A load balancer tries to write when it is told of the bucket, so it waits for the right to. */
  readonly ready: readonly ITerraformDependable[];

  constructor(scope: Construct, id: string, props: LogBucketProps) {
    super(scope, id);
    const bucket = new S3Bucket(this, "Resource", {
      bucket: props.name,
      forceDestroy: false,
      lifecycle: { preventDestroy: true },
    });
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
      rule: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } }],
    });
    new S3BucketLifecycleConfiguration(this, "lifecycle", {
      bucket: bucket.id,
      rule: [
        {
          id: "expire",
          status: "Enabled",
          filter: [{ prefix: "" }],
          expiration: [{ days: props.keepDays }],
          noncurrentVersionExpiration: [{ noncurrentDays: 30 }],
          abortIncompleteMultipartUpload: [{ daysAfterInitiation: 7 }],
        },
      ],
      dependsOn: [versioning],
    });
    const policy = new S3BucketPolicy(this, "policy", {
      bucket: bucket.id,
      policy: jsonDocument({
        Version: "2012-10-17",
        Statement: [tlsOnly(bucket.arn), delivery(bucket.arn, props)],
      }),
      dependsOn: [access],
    });
    this.name = bucket.bucket;
    this.ready = [policy, encryption];
  }
}

/** The service writes for whoever asks it to: only for load balancers of this account and region. */
const delivery = (arn: string, { account, region, prefixes }: LogBucketProps): object => ({
  Sid: "LoadBalancerLogs",
  Effect: "Allow",
  Principal: { Service: "logdelivery.elasticloadbalancing.amazonaws.com" },
  Action: "s3:PutObject",
  Resource: prefixes.map((prefix) => `${arn}/${prefix}/AWSLogs/${account}/*`),
  Condition: {
    ArnLike: { "aws:SourceArn": `arn:aws:elasticloadbalancing:${region}:${account}:loadbalancer/*` },
  },
});
