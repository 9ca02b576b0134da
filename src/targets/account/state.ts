import { DataAwsKmsKey } from "@cdktf/provider-aws/lib/data-aws-kms-key";
import { DataAwsS3Bucket } from "@cdktf/provider-aws/lib/data-aws-s3-bucket";
import { stateBucketName, stateKeyName } from "../../migration/workspaces";
import { physicalName } from "../../model/naming";
import { EncryptionKey } from "../../modules/encryption-key";
import { throughServicesAlone } from "../../modules/key-statements";
import { StateBucket } from "../../modules/state-bucket";
import type { Condition } from "./deployer/need";
import type { AccountStack } from "./stack";

/** Where every workspace keeps its state; all of it known before an apply, so that a policy can be read in a plan. */
export interface StateHolder {
  readonly bucket: string;
  readonly bucketArn: string;
  /** The key, and where only its alias is known, the condition that says it. */
  readonly keyArn: string;
  readonly keyCondition?: Condition;
}

/** The account's bucket for state and its key; or somebody else's, looked at in every plan. */
export function accountState(stack: AccountStack): StateHolder {
  const { platform, aws, adopt } = stack.account;
  if (adopt.stateBucket !== undefined && adopt.stateKeyArn !== undefined) {
    return adopted(stack, adopt.stateBucket, adopt.stateKeyArn);
  }
  const key = new EncryptionKey(stack, "state-key", {
    name: stateKeyName(platform),
    description: `Terraform state of ${platform}`,
    account: aws.account,
    statements: [throughServicesAlone({ ...aws, through: ["s3"] })],
  });
  const bucket = new StateBucket(stack, "state", {
    name: stateBucketName(platform, aws.account),
    logName: physicalName("bucket", platform, "terraform-state-log", aws.account),
    kmsKeyArn: key.arn,
    account: aws.account,
  });
  return {
    bucket: bucket.name,
    bucketArn: `arn:aws:s3:::${stateBucketName(platform, aws.account)}`,
    keyArn: `arn:aws:kms:${aws.region}:${aws.account}:key/*`,
    keyCondition: {
      "ForAnyValue:StringEquals": { "kms:ResourceAliases": [`alias/${stateKeyName(platform)}`] },
    },
  };
}

function adopted(stack: AccountStack, name: string, keyArn: string): StateHolder {
  const { region } = stack.account.aws;
  const bucket = new DataAwsS3Bucket(stack, "state", {
    bucket: name,
    lifecycle: {
      postcondition: [
        { condition: `\${self.region == "${region}"}`, errorMessage: `bucket ${name} is not in ${region}` },
      ],
    },
  });
  new DataAwsKmsKey(stack, "state-key", {
    keyId: keyArn,
    lifecycle: {
      postcondition: [{ condition: "${self.enabled}", errorMessage: `the key of bucket ${name} is switched off` }],
    },
  });
  return { bucket: bucket.bucket, bucketArn: `arn:aws:s3:::${name}`, keyArn };
}
