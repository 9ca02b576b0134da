import type { LbTargetGroup } from "@cdktf/provider-aws/lib/lb-target-group";
import { LbTargetGroupAttachment } from "@cdktf/provider-aws/lib/lb-target-group-attachment";
import { Construct } from "constructs";
import { balancingOf } from "../../model/balancing";
import { deregistrationSec } from "../../model/drain";
import type { Platform } from "../../model/platform";
import { basePriority } from "../../model/route";
import { forwardRule } from "../../modules/load-balancer";
import { targetGroup } from "../../modules/target-group";
import { publicPorts, rowsOn, urlRewrite, type ForwardedRoute } from "../edge-routes";
import { composeOutputs, type Outputs } from "../outputs";

export interface HostRoutesProps {
  /** `<platform>-<environment>` */
  readonly prefix: string;
  readonly platform: Platform;
  readonly routes: readonly ForwardedRoute[];
  readonly vpcId: string;
  readonly listenerArn: string;
  readonly instanceId: string;
  readonly outputs: Outputs;
}

/** The host behind the load balancer: a group for each service that it has, and the base rules of the route table. */
export class HostRoutes extends Construct {
  /** Service → its target group, as CloudWatch names it. */
  readonly targetGroups: Readonly<Record<string, string>>;

  constructor(scope: Construct, id: string, props: HostRoutesProps) {
    super(scope, id);
    const groups = new Map<string, LbTargetGroup>();
    for (const service of [...new Set(props.routes.map((row) => row.service))].sort()) {
      groups.set(service, this.group(service, props));
    }
    for (const { route, service } of props.routes) {
      forwardRule(this, {
        listenerArn: props.listenerArn,
        priority: basePriority(route.order),
        route,
        shares: [{ targetGroupArn: groups.get(service)!.arn, weight: 100 }],
        sticky: false,
        rewrite: urlRewrite(route),
      });
    }
    this.targetGroups = Object.fromEntries([...groups].map(([service, group]) => [service, group.arnSuffix]));
  }

  private group(
    name: string,
    { prefix, platform, routes, vpcId, instanceId, outputs }: HostRoutesProps,
  ): LbTargetGroup {
    const service = platform.services[name];
    const port = publicPorts(routes, name)[0];
    if (!service || port === undefined) throw new Error(`${name} has a route and no port`);
    const group = targetGroup(this, `targets-${name}`, {
      name: `${prefix}-${name}-compose`,
      vpcId,
      port,
      targetType: "instance",
      balancing: balancingOf(service, rowsOn(routes, name, port)),
      deregistrationSec: deregistrationSec(name, service, platform.routes),
    });
    new LbTargetGroupAttachment(this, `attachment-${name}`, { targetGroupArn: group.arn, targetId: instanceId, port });
    outputs.publish(composeOutputs.targetGroupArn(name), group.arn);
    return group;
  }
}
