import { DbEventSubscription } from "@cdktf/provider-aws/lib/db-event-subscription";
import { Construct } from "constructs";

export interface DatabaseEventsProps {
  readonly name: string;
  readonly topicArn: string;
  readonly identifier: string;
  readonly parameterGroupName: string;
}

/**
 * Tells a topic what happens to a database. DB security groups are those of EC2-Classic and can hold nothing any more;
 * the third subscription is there because auditors look for it. Source: AWS, Security Hub, RDS.20 to RDS.22.
 */
export class DatabaseEvents extends Construct {
  constructor(scope: Construct, id: string, { name, topicArn, identifier, parameterGroupName }: DatabaseEventsProps) {
    super(scope, id);
    const tell = (what: string, sourceType: string, eventCategories: string[], sourceIds?: string[]): void => {
      new DbEventSubscription(this, what, {
        name: `${name}-${what}`,
        snsTopic: topicArn,
        sourceType,
        eventCategories,
        ...(sourceIds && { sourceIds }),
      });
    };
    tell(
      "instance",
      "db-instance",
      ["availability", "configuration change", "failover", "failure", "low storage", "maintenance", "recovery"],
      [identifier],
    );
    tell("parameters", "db-parameter-group", ["configuration change"], [parameterGroupName]);
    tell("security", "db-security-group", ["configuration change", "failure"]);
  }
}
