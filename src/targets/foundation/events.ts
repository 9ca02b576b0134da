import { CloudwatchEventRule } from "@cdktf/provider-aws/lib/cloudwatch-event-rule";
import { CloudwatchEventTarget } from "@cdktf/provider-aws/lib/cloudwatch-event-target";
import { DbEventSubscription } from "@cdktf/provider-aws/lib/db-event-subscription";
import { Construct } from "constructs";
import { physicalName } from "../../model/naming";
import { runbookLink, type Runbook } from "../../model/runbook";
import type { Database } from "../../modules/database";
import type { ClusterRef } from "../../modules/ecs-cluster";
import { jsonDocument } from "../../terraform";
import type { Topics } from "../alarms";
import { restoreTestName } from "./backups";
import type { FoundationStack } from "./stack";

export interface EventsProps {
  readonly topics: Topics;
  readonly cluster: ClusterRef;
  readonly databases: ReadonlyMap<string, Database>;
}

/** What AWS tells as an event and no metric shows. */
export function foundationEvents(stack: FoundationStack, { topics, cluster, databases }: EventsProps): void {
  const scope = new Construct(stack, "events");
  const { account, region } = stack.aws;
  rule(stack, scope, "deployment-failed", {
    description: `A deployment in ${cluster.name} failed and was taken back`,
    // Source: AWS, ECS, service deployment state change events.
    pattern: {
      source: ["aws.ecs"],
      "detail-type": ["ECS Deployment State Change"],
      resources: [{ prefix: `arn:aws:ecs:${region}:${account}:service/${cluster.name}/` }],
      detail: { eventName: ["SERVICE_DEPLOYMENT_FAILED"] },
    },
    topicArn: topics.page,
    paths: { what: "$.resources[0]", why: "$.detail.reason" },
    says: "deployment of <what> failed: <why>",
    runbook: "deployment-failed",
  });
  const vaults = [{ prefix: `${stack.words().join("-")}` }];
  for (const [kind, detail] of Object.entries({
    Backup: { state: ["FAILED", "EXPIRED", "ABORTED"], backupVaultName: vaults },
    Copy: { state: ["FAILED"], sourceBackupVaultArn: [{ prefix: vaultArn(stack) }] },
  })) {
    rule(stack, scope, `${kind.toLowerCase()}-failed`, {
      description: `A ${kind.toLowerCase()} job of ${stack.words().join("-")} did not end well`,
      // Source: AWS Backup, monitoring events using EventBridge.
      pattern: { source: ["aws.backup"], "detail-type": [`${kind} Job State Change`], detail },
      topicArn: topics.ticket,
      paths: { what: "$.detail.resourceArn", why: "$.detail.state" },
      says: `${kind.toLowerCase()} of <what>: <why>`,
      runbook: "backup-failed",
    });
  }
  rule(stack, scope, "restore-test-failed", {
    description: `A restore for trial of ${stack.words().join("-")} did not end well`,
    // Of restores this field is `status`, of backups and copies `state`. Source: AWS Backup, the same page.
    pattern: {
      source: ["aws.backup"],
      "detail-type": ["Restore Job State Change"],
      // Somebody looks on while a restore by hand runs; a trial runs on Sundays.
      detail: { status: ["FAILED", "ABORTED"], restoreTestingPlanArn: [{ prefix: `${restoreTestArn(stack)}-` }] },
    },
    topicArn: topics.ticket,
    paths: { what: "$.detail.resourceType", why: "$.detail.status", job: "$.detail.restoreJobId" },
    says: "restore test of <what>: <why>, job <job>",
    runbook: "restore-test-failed",
  });
  for (const [name, database] of databases) databaseEvents(stack, scope, name, database, topics);
}

const vaultArn = (stack: FoundationStack): string =>
  `arn:aws:backup:${stack.aws.region}:${stack.aws.account}:backup-vault:${stack.words().join("-")}`;

/** Up to the identifier that AWS adds after a hyphen. */
const restoreTestArn = (stack: FoundationStack): string =>
  `arn:aws:backup:${stack.aws.region}:${stack.aws.account}:restore-testing-plan:${restoreTestName(stack)}`;

interface RuleProps {
  readonly description: string;
  readonly pattern: object;
  readonly topicArn: string;
  readonly paths: Record<string, string>;
  /** With the names of `paths` in angle brackets. */
  readonly says: string;
  readonly runbook: Runbook;
}

function rule(stack: FoundationStack, scope: Construct, id: string, props: RuleProps): void {
  const made = new CloudwatchEventRule(scope, id, {
    name: physicalName("eventRule", ...stack.words(id)),
    description: props.description,
    eventPattern: jsonDocument(props.pattern),
  });
  new CloudwatchEventTarget(scope, `${id}-topic`, {
    rule: made.name,
    targetId: "topic",
    arn: props.topicArn,
    inputTransformer: {
      inputPaths: props.paths,
      inputTemplate: JSON.stringify(`${stack.words().join("-")}: ${props.says}. ${runbookLink(props.runbook)}`),
    },
  });
}

/** Categories by who is told, for the database and for the parameters it runs with. Source: AWS, RDS event categories. */
function databaseEvents(
  stack: FoundationStack,
  scope: Construct,
  name: string,
  database: Database,
  topics: Topics,
): void {
  const subscribe = (
    id: string,
    snsTopic: string,
    sourceType: string,
    eventCategories: string[],
    sourceIds?: string[],
  ): void => {
    new DbEventSubscription(scope, `${name}-${id}`, {
      name: physicalName("database", ...stack.words(name, id)),
      snsTopic,
      sourceType,
      eventCategories,
      ...(sourceIds && { sourceIds }),
    });
  };
  const own = [database.identifier];
  subscribe("critical", topics.page, "db-instance", ["failover", "failure", "low storage"], own);
  subscribe("instance", topics.ticket, "db-instance", ["configuration change", "failure", "maintenance"], own);
  subscribe("parameters", topics.ticket, "db-parameter-group", ["configuration change"], [database.parameterGroupName]);
  subscribe("groups", topics.ticket, "db-security-group", ["configuration change", "failure"]);
}
