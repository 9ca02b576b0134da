import { KmsAlias } from "@cdktf/provider-aws/lib/kms-alias";
import { KmsKey } from "@cdktf/provider-aws/lib/kms-key";
import type { TerraformProvider } from "cdktf";
import { Construct } from "constructs";
import { jsonDocument } from "../terraform";

export interface EncryptionKeyProps {
  readonly name: string;
  readonly account: string;
  readonly region: string;
  /** The cluster whose tasks on Fargate keep their disks under it. @default - none */
  readonly fargateCluster?: string;
  /** Where it is made. @default - the region of the workspace */
  readonly provider?: TerraformProvider;
}

/** The key of all data at rest of one environment, rotated every year. */
export class EncryptionKey extends Construct {
  readonly arn: string;

  constructor(scope: Construct, id: string, props: EncryptionKeyProps) {
    super(scope, id);
    const { name, provider } = props;
    const elsewhere = provider && { provider };
    const key = new KmsKey(this, "Resource", {
      ...elsewhere,
      description: `Data at rest of ${name}`,
      enableKeyRotation: true,
      deletionWindowInDays: 30,
      policy: jsonDocument(policy(props)),
      lifecycle: { preventDestroy: true },
    });
    new KmsAlias(this, "alias", { ...elsewhere, name: `alias/${name}`, targetKeyId: key.keyId });
    this.arn = key.arn;
  }
}

/** IAM decides who uses it; services that are no IAM principals, such as CloudWatch, need lines of their own. */
const policy = ({ account, region, fargateCluster }: EncryptionKeyProps): object => ({
  Version: "2012-10-17",
  Statement: [
    {
      Sid: "AccountDecides",
      Effect: "Allow",
      Principal: { AWS: `arn:aws:iam::${account}:root` },
      Action: "kms:*",
      Resource: "*",
    },
    {
      Sid: "Logs",
      Effect: "Allow",
      Principal: { Service: `logs.${region}.amazonaws.com` },
      Action: ["kms:Encrypt*", "kms:Decrypt*", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:Describe*"],
      Resource: "*",
      Condition: { ArnLike: { "kms:EncryptionContext:aws:logs:arn": `arn:aws:logs:${region}:${account}:*` } },
    },
    {
      // Without it an alarm changes its state, and the encrypted topic tells nobody.
      Sid: "Alarms",
      Effect: "Allow",
      Principal: { Service: ["cloudwatch.amazonaws.com", "events.rds.amazonaws.com"] },
      Action: ["kms:Decrypt", "kms:GenerateDataKey*"],
      Resource: "*",
      Condition: { StringEquals: { "aws:SourceAccount": account } },
    },
    {
      // EventBridge gives no source account or rule to an encrypted topic; what it may reach is the topic's to say.
      // Source: AWS, SNS, "Enable compatibility between event sources from AWS services and encrypted topics".
      Sid: "Rules",
      Effect: "Allow",
      Principal: { Service: "events.amazonaws.com" },
      Action: ["kms:Decrypt", "kms:GenerateDataKey*"],
      Resource: "*",
    },
    ...(fargateCluster === undefined ? [] : fargateStorage(account, fargateCluster)),
  ],
});

/**
 * Fargate itself encrypts a task's disk, for the tasks of one cluster of one account.
 * Source: AWS, ECS, "Customer managed keys for AWS Fargate ephemeral storage".
 */
function fargateStorage(account: string, cluster: string): object[] {
  const ours = {
    "kms:EncryptionContext:aws:ecs:clusterAccount": [account],
    "kms:EncryptionContext:aws:ecs:clusterName": [cluster],
  };
  const fargate = { Effect: "Allow", Principal: { Service: "fargate.amazonaws.com" }, Resource: "*" };
  return [
    {
      Sid: "FargateMakesDataKeys",
      ...fargate,
      Action: "kms:GenerateDataKeyWithoutPlaintext",
      Condition: { StringEquals: ours },
    },
    {
      Sid: "FargateGrantsDecryption",
      ...fargate,
      Action: "kms:CreateGrant",
      Condition: {
        StringEquals: ours,
        "ForAllValues:StringEquals": { "kms:GrantOperations": ["Decrypt"] },
      },
    },
  ];
}
