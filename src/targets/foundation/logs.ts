import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { Construct } from "constructs";
import { logGroupName } from "../aws-names";
import { foundationOutputs as out } from "../outputs";
import type { FoundationStack } from "./stack";

/** One group for each thing that writes, whoever runs it: a move does not tear its log in two. */
export function foundationLogs(stack: FoundationStack, kmsKeyArn: string): void {
  const scope = new Construct(stack, "logs");
  const { services, jobs, tasks } = stack.platform;
  for (const name of Object.keys({ ...services, ...jobs, ...tasks }).sort()) {
    const group = new CloudwatchLogGroup(scope, name, {
      name: logGroupName(stack.environment, name),
      retentionInDays: stack.environment.logRetentionDays,
      kmsKeyId: kmsKeyArn,
    });
    stack.outputs.publish(out.logGroupName(name), group.name);
  }
}
