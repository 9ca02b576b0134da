import { LbTargetGroup } from "@cdktf/provider-aws/lib/lb-target-group";
import type { Construct } from "constructs";
import { shortHash } from "../model/naming";
import type { Probe } from "../model/probe";
import type { Traffic } from "../model/service";

export interface TargetGroupProps {
  /** What it is called where names may be long; AWS's own is a prefix of six characters. */
  readonly name: string;
  readonly vpcId: string;
  readonly port: number;
  /** ip: tasks with addresses of their own; instance: a host that publishes the port. */
  readonly targetType: "ip" | "instance";
  readonly probe: Probe;
  readonly traffic: Traffic;
  readonly deregistrationSec: number;
}

/**
 * Where a listener rule sends a service's traffic. AWS names it after a prefix, so that a replacement can stand beside
 * the one that a rule still holds.
 */
export function targetGroup(scope: Construct, id: string, props: TargetGroupProps): LbTargetGroup {
  const { probe } = props;
  return new LbTargetGroup(scope, id, {
    namePrefix: `${shortHash(props.name, 5)}-`,
    vpcId: props.vpcId,
    // Tasks are registered with their own port; a group that named it would be replaced, empty, when it changes.
    port: props.targetType === "ip" ? 80 : props.port,
    protocol: "HTTP",
    targetType: props.targetType,
    deregistrationDelay: String(props.deregistrationSec),
    // Streams live long: the instance with the fewest open ones gets the next.
    loadBalancingAlgorithmType: props.traffic === "request" ? "round_robin" : "least_outstanding_requests",
    healthCheck: {
      enabled: true,
      protocol: "HTTP",
      path: "http" in probe ? probe.http.path : "/",
      port: "traffic-port",
      matcher: "200",
      interval: 15,
      timeout: 5,
      healthyThreshold: 2,
      unhealthyThreshold: 3,
    },
    tags: { Name: props.name },
    lifecycle: { createBeforeDestroy: true },
  });
}
