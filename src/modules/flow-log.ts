import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { FlowLog as Log } from "@cdktf/provider-aws/lib/flow-log";
import { Construct } from "constructs";
import { Role } from "./role";

export interface FlowLogProps {
  readonly vpcId: string;
  readonly logGroupName: string;
  readonly roleName: string;
  readonly account: string;
  readonly region: string;
  readonly retentionDays: number;
  readonly kmsKeyArn: string;
}

/** Sixty seconds or ten minutes. Source: AWS, Amazon VPC User Guide, "Flow log basics", aggregation interval. */
const AGGREGATION_SEC = 60;

/** Who spoke with whom in a network, let through or refused, for as long as the environment keeps logs. */
export class FlowLog extends Construct {
  constructor(scope: Construct, id: string, props: FlowLogProps) {
    super(scope, id);
    const group = new CloudwatchLogGroup(this, "group", {
      name: props.logGroupName,
      retentionInDays: props.retentionDays,
      kmsKeyId: props.kmsKeyArn,
    });
    const role = new Role(this, "role", {
      name: props.roleName,
      principal: "vpc-flow-logs",
      account: props.account,
      statements: [
        {
          // Only into this group; the group itself is ours to make.
          actions: ["logs:CreateLogStream", "logs:PutLogEvents", "logs:DescribeLogStreams"],
          resources: [`arn:aws:logs:${props.region}:${props.account}:log-group:${props.logGroupName}:*`],
        },
        {
          actions: ["logs:DescribeLogGroups"],
          resources: [`arn:aws:logs:${props.region}:${props.account}:log-group:*`],
        },
      ],
    });
    new Log(this, "Resource", {
      vpcId: props.vpcId,
      trafficType: "ALL",
      maxAggregationInterval: AGGREGATION_SEC,
      logDestinationType: "cloud-watch-logs",
      logDestination: group.arn,
      iamRoleArn: role.arn,
      dependsOn: [...role.ready],
      tags: { Name: props.logGroupName },
    });
  }
}
