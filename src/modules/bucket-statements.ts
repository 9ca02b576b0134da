/*
 * What the policy of a bucket says, by the ARN of the bucket.
 */

const deny = (sid: string, action: string, arn: string, condition?: object): object => ({
  Sid: sid,
  Effect: "Deny",
  Principal: { AWS: "*" },
  Action: action,
  Resource: [arn, `${arn}/*`],
  ...(condition && { Condition: condition }),
});

/** Refuses whoever comes without TLS. */
export const tlsOnly = (arn: string): object =>
  deny("TlsOnly", "s3:*", arn, { Bool: { "aws:SecureTransport": "false" } });

export const ownAccountAlone = (arn: string, account: string): object =>
  deny("OwnAccountAlone", "s3:*", arn, {
    StringNotEquals: { "aws:PrincipalAccount": account },
    Bool: { "aws:PrincipalIsAWSService": "false" },
  });

/** An old version goes by its age and by no one's hand. */
export const historyStays = (arn: string): object => deny("HistoryStays", "s3:DeleteObjectVersion", arn);

export interface AccessLogsOf {
  readonly account: string;
  /** The one bucket that is told on. @default - every one of the account */
  readonly bucketArn?: string;
}

/** S3 writes who asked what of other buckets. Source: Amazon S3, "Enabling Amazon S3 server access logging". */
export const accessLogs = (arn: string, { account, bucketArn }: AccessLogsOf): object => ({
  Sid: "Writer",
  Effect: "Allow",
  Principal: { Service: "logging.s3.amazonaws.com" },
  Action: "s3:PutObject",
  Resource: `${arn}/*`,
  Condition: {
    ...(bucketArn !== undefined && { ArnLike: { "aws:SourceArn": bucketArn } }),
    StringEquals: { "aws:SourceAccount": account },
  },
});

export interface LoadBalancerLogsOf {
  readonly account: string;
  readonly region: string;
  /** What is written under each of these, and nothing beside them. */
  readonly prefixes: readonly string[];
}

/**
 * Load balancers write their logs. The service does so for whoever asks it to, so: for those of this account and region.
 * Source: Elastic Load Balancing, "Enable access logs for your Application Load Balancer".
 */
export const loadBalancerLogs = (arn: string, { account, region, prefixes }: LoadBalancerLogsOf): object => ({
  Sid: "LoadBalancerLogs",
  Effect: "Allow",
  Principal: { Service: "logdelivery.elasticloadbalancing.amazonaws.com" },
  Action: "s3:PutObject",
  Resource: prefixes.map((prefix) => `${arn}/${prefix}/AWSLogs/${account}/*`),
  Condition: {
    ArnLike: { "aws:SourceArn": `arn:aws:elasticloadbalancing:${region}:${account}:loadbalancer/*` },
  },
});
