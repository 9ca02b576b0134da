import { SnsTopic } from "@cdktf/provider-aws/lib/sns-topic";
import { SnsTopicPolicy } from "@cdktf/provider-aws/lib/sns-topic-policy";
import { SnsTopicSubscription } from "@cdktf/provider-aws/lib/sns-topic-subscription";
import { Construct } from "constructs";
import { shortHash } from "../model/naming";
import { jsonDocument } from "../terraform";

export interface TopicProps {
  readonly name: string;
  /** Its policy must let CloudWatch, RDS and EventBridge use it (key-statements.ts), or they fail without a word. */
  readonly kmsKeyArn: string;
  readonly account: string;
  /** Each confirms by a mail from AWS before anything else reaches it. */
  readonly emails: readonly string[];
}

/** Where alarms and events go, encrypted, and on to people by mail. */
export class Topic extends Construct {
  readonly arn: string;

  constructor(scope: Construct, id: string, { name, kmsKeyArn, account, emails }: TopicProps) {
    super(scope, id);
    const topic = new SnsTopic(this, "Resource", { name, kmsMasterKeyId: kmsKeyArn });
    new SnsTopicPolicy(this, "policy", { arn: topic.arn, policy: jsonDocument(policy(topic.arn, account)) });
    for (const email of [...emails].sort()) {
      // Known by the address and not by its place in the list, which changes when somebody leaves.
      new SnsTopicSubscription(this, `email-${shortHash(email)}`, {
        topicArn: topic.arn,
        protocol: "email",
        endpoint: email,
      });
    }
    this.arn = topic.arn;
  }
}

const policy = (arn: string, account: string): object => ({
  Version: "2012-10-17",
  Statement: [
    {
      Sid: "AlarmsOfThisAccount",
      Effect: "Allow",
      Principal: { Service: ["cloudwatch.amazonaws.com", "events.rds.amazonaws.com"] },
      Action: "sns:Publish",
      Resource: arn,
      Condition: { StringEquals: { "aws:SourceAccount": account } },
    },
    {
      // EventBridge gives no source account to an encrypted topic: a condition on one would let nothing through.
      // Source: AWS, SNS, "Enable compatibility between event sources from AWS services and encrypted topics".
      Sid: "Rules",
      Effect: "Allow",
      Principal: { Service: "events.amazonaws.com" },
      Action: "sns:Publish",
      Resource: arn,
    },
    {
      Sid: "TlsOnly",
      Effect: "Deny",
      Principal: "*",
      Action: "sns:Publish",
      Resource: arn,
      Condition: { Bool: { "aws:SecureTransport": "false" } },
    },
  ],
});
