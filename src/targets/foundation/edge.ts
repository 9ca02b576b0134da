import { Construct } from "constructs";
import { LOAD_BALANCER } from "../../model/calls";
import { physicalName } from "../../model/naming";
import { LoadBalancer } from "../../modules/load-balancer";
import type { Network } from "../../modules/network";
import type { SecurityGroups } from "../../modules/security-groups";
import { foundationOutputs as out } from "../outputs";
import { ownRoutes } from "./routes";
import type { FoundationStack } from "./stack";

export interface EdgeProps {
  readonly network: Network;
  readonly groups: SecurityGroups;
}

/** The public door of the environment, and the rows of the route table that no service answers. */
export function foundationEdge(stack: FoundationStack, { network, groups }: EdgeProps): LoadBalancer {
  const { certificateArn, idleTimeoutSec } = stack.environment.edge;
  if (!certificateArn) throw new Error("an edge without a certificate passed the checks");
  const balancer = new LoadBalancer(stack, "load-balancer", {
    name: physicalName("loadBalancer", ...stack.words()),
    subnetIds: network.subnetIds.public,
    securityGroupId: groups.idOf(LOAD_BALANCER),
    certificateArn,
    idleTimeoutSec,
    dependsOn: network.ready,
  });
  ownRoutes(new Construct(stack, "routes"), balancer.listenerArn, stack.deployment);
  stack.outputs.publish(out.listenerArn, balancer.listenerArn);
  stack.outputs.publish(out.loadBalancerArnSuffix, balancer.arnSuffix);
  stack.outputs.publish(out.loadBalancerDnsName, balancer.dnsName);
  return balancer;
}
