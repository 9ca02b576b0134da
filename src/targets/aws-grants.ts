import type { Environment } from "../config/schema";
import type { Grant } from "../model/grant";
import type { Platform } from "../model/platform";
import type { Statement } from "../modules/role";
import { foundationOutputs as out, type Reader } from "./outputs";

export interface GrantContext {
  /** Stores that others made: what encrypts them is theirs. @default - none */
  readonly adopted?: Readonly<Record<string, unknown>>;
  readonly aws: NonNullable<Environment["aws"]>;
  readonly platform: Platform;
  readonly foundation: Reader;
  /** The family and the roles of a task that the service may start; none where tasks are started by the engine. */
  readonly startable: (task: string) => { readonly family: string; readonly roleArns: readonly string[] } | undefined;
}

const READ = ["s3:GetObject", "s3:GetObjectTagging"];
const WRITE = ["s3:PutObject", "s3:PutObjectTagging", "s3:DeleteObject", "s3:AbortMultipartUpload"];
const KEY_READ = ["kms:Decrypt"];
const KEY_WRITE = [...KEY_READ, "kms:GenerateDataKey"];

/** What a grant of the model means in IAM, on exactly the resources it names. */
export function statementsFor(grants: readonly Grant[], context: GrantContext): Statement[] {
  const statements = grants.flatMap((grant) => statementsOf(grant, context));
  const buckets = grants.flatMap((grant) => ("store" in grant ? [grant.store] : []));
  const adopted = buckets.filter((name) => context.adopted?.[name] !== undefined);
  const writes = grants.some(({ grant }) => grant === "readWriteBucket");
  statements.push(...[...new Set(adopted)].map((name) => foreignKey(context, name)));
  if (adopted.length < buckets.length)
    statements.push({
      actions: writes ? KEY_WRITE : KEY_READ,
      resources: [context.foundation.text(out.kmsKeyArn)],
      // The key opens all of the environment's data; these may use it for objects of S3 and for nothing else.
      condition: { StringEquals: { "kms:ViaService": `s3.${context.aws.region}.amazonaws.com` } },
    });
  return statements;
}

/** Nobody tells us the key of an adopted bucket: any of the account, then, but through S3 and for that bucket alone. */
function foreignKey({ aws: { account, region }, foundation }: GrantContext, store: string): Statement {
  const arn = `arn:aws:s3:::${foundation.text(out.bucketName(store))}`;
  return {
    actions: KEY_WRITE,
    resources: [`arn:aws:kms:${region}:${account}:key/*`],
    condition: {
      StringEquals: { "kms:ViaService": `s3.${region}.amazonaws.com` },
      StringLike: { "kms:EncryptionContext:aws:s3:arn": [arn, `${arn}/*`] },
    },
  };
}

function statementsOf(grant: Grant, { aws, foundation, startable }: GrantContext): Statement[] {
  const { account, region } = aws;
  switch (grant.grant) {
    case "readBucket":
    case "readWriteBucket": {
      const arn = `arn:aws:s3:::${foundation.text(out.bucketName(grant.store))}`;
      const actions = grant.grant === "readBucket" ? READ : [...READ, ...WRITE];
      const { under } = grant;
      const listed = under && { condition: { StringLike: { "s3:prefix": under.map((folder) => `${folder}*`) } } };
      return [
        ...(under ? [{ actions: ["s3:GetBucketLocation"], resources: [arn] }] : []),
        { actions: under ? ["s3:ListBucket"] : ["s3:ListBucket", "s3:GetBucketLocation"], resources: [arn], ...listed },
        { actions, resources: (under ?? [""]).map((folder) => `${arn}/${folder}*`) },
      ];
    }
    case "readObject":
      return [
        {
          actions: ["s3:GetObject"],
          resources: [`arn:aws:s3:::${foundation.text(out.bucketName(grant.store))}/${grant.key}`],
        },
      ];
    case "putMetrics":
      // The action knows no resources; the name space is what limits it.
      return [
        {
          actions: ["cloudwatch:PutMetricData"],
          resources: ["*"],
          condition: { StringEquals: { "cloudwatch:namespace": grant.namespace } },
        },
      ];
    case "runTask": {
      const started = startable(grant.task);
      if (!started) return [];
      const cluster = { ArnEquals: { "ecs:cluster": foundation.text(out.clusterArn) } };
      const tasks = `arn:aws:ecs:${region}:${account}:task/${foundation.text(out.clusterName)}/*`;
      return [
        {
          actions: ["ecs:RunTask"],
          resources: [`arn:aws:ecs:${region}:${account}:task-definition/${started.family}:*`],
          condition: cluster,
        },
        { actions: ["ecs:DescribeTasks", "ecs:StopTask"], resources: [tasks], condition: cluster },
        {
          actions: ["iam:PassRole"],
          resources: started.roleArns,
          condition: { StringEquals: { "iam:PassedToService": "ecs-tasks.amazonaws.com" } },
        },
      ];
    }
    case "protectTask":
      return [
        {
          actions: ["ecs:GetTaskProtection", "ecs:UpdateTaskProtection"],
          resources: [`arn:aws:ecs:${region}:${account}:task/${foundation.text(out.clusterName)}/*`],
        },
      ];
    case "manageUsers":
      return [
        {
          actions: [
            "cognito-idp:AdminGetUser",
            "cognito-idp:ListUsers",
            "cognito-idp:DescribeUserPool",
            "cognito-idp:DescribeUserPoolClient",
          ],
          resources: [`arn:aws:cognito-idp:${region}:${account}:userpool/${grant.userPoolId}`],
        },
      ];
    case "sendEmail":
      return [{ actions: ["ses:SendTemplatedEmail"], resources: [`arn:aws:ses:${region}:${account}:*`] }];
  }
}
