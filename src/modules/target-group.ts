import { LbTargetGroup } from "@cdktf/provider-aws/lib/lb-target-group";
import type { Construct } from "constructs";
import type { Balancing } from "../model/balancing";
import { shortHash } from "../model/naming";

export interface TargetGroupProps {
  /** What it is called where names may be long; AWS's own is a prefix of six characters. */
  readonly name: string;
  readonly vpcId: string;
  readonly port: number;
  /** ip: tasks with addresses of their own; instance: a host that publishes the port. */
  readonly targetType: "ip" | "instance";
  readonly balancing: Balancing;
  readonly deregistrationSec: number;
}

const PROTOCOL = "HTTP";

/** Tasks are registered with their own port; a group that named it would be replaced, empty, when it changes. */
const portOf = ({ targetType, port }: TargetGroupProps): number => (targetType === "ip" ? 80 : port);

/**
 * Where a listener rule sends a service's traffic. Its name is a hash of what it is called and of all that AWS replaces
 * it for, with AWS's own letters behind it: a replacement shows in the name, and stands beside the one that a rule still
 * holds.
 */
export function targetGroup(scope: Construct, id: string, props: TargetGroupProps): LbTargetGroup {
  const { balancing } = props;
  const { health, stickySec } = balancing;
  const port = portOf(props);
  return new LbTargetGroup(scope, id, {
    namePrefix: `${shortHash([props.name, PROTOCOL, port, props.targetType].join(" "), 5)}-`,
    vpcId: props.vpcId,
    port,
    protocol: PROTOCOL,
    targetType: props.targetType,
    deregistrationDelay: String(props.deregistrationSec),
    loadBalancingAlgorithmType: balancing.algorithm,
    slowStart: balancing.slowStartSec,
    ...(stickySec > 0 && { stickiness: { enabled: true, type: "lb_cookie", cookieDuration: stickySec } }),
    healthCheck: {
      enabled: true,
      protocol: PROTOCOL,
      path: health.path,
      port: "traffic-port",
      matcher: health.matcher,
      interval: health.intervalSec,
      timeout: health.timeoutSec,
      healthyThreshold: 2,
      unhealthyThreshold: health.unhealthyAfter,
    },
    tags: { Name: props.name },
    lifecycle: { createBeforeDestroy: true },
  });
}
