/*
 * What the policy of a key says. In it, the resource "*" is the key itself.
 */

const root = (account: string): object => ({ AWS: `arn:aws:iam::${account}:root` });

export const accountDecides = (account: string): object => ({
  Sid: "AccountDecides",
  Effect: "Allow",
  Principal: root(account),
  Action: "kms:*",
  Resource: "*",
});

export interface ThroughServicesProps {
  readonly account: string;
  readonly region: string;
  /** The services that may use it for somebody; nobody uses it by hand. */
  readonly through: readonly string[];
}

export const throughServicesAlone = ({ account, region, through }: ThroughServicesProps): object => ({
  Sid: "ThroughServicesAlone",
  Effect: "Deny",
  Principal: root(account),
  Action: ["kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey*", "kms:ReEncrypt*"],
  Resource: "*",
  Condition: {
    StringNotEquals: { "kms:ViaService": through.map((service) => `${service}.${region}.amazonaws.com`) },
  },
});

export interface EnvironmentServicesProps {
  readonly account: string;
  readonly region: string;
  /** The cluster whose tasks on Fargate keep their disks under it. @default - none */
  readonly fargateCluster?: string;
}

/** The services of an environment that are no IAM principals, such as CloudWatch, need lines of their own. */
export const environmentServices = ({ account, region, fargateCluster }: EnvironmentServicesProps): object[] => [
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
];

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
