import type { LbListenerRule } from "@cdktf/provider-aws/lib/lb-listener-rule";
import { Construct } from "constructs";
import { hasReached } from "../../migration/resolve";
import type { Phase } from "../../migration/plan";
import { basePriority, phasePriority } from "../../model/route";
import { forwardRule, type Share } from "../../modules/load-balancer";
import { urlRewrite, type ForwardedRoute } from "../edge-routes";

export interface EcsRulesProps {
  readonly listenerArn: string;
  readonly routes: readonly ForwardedRoute[];
  /** The group of our own tasks. */
  readonly ownTargetGroupArn: (service: string) => string;
  /** The group of the same service on the compose host; asked for only while the phase still reads it. */
  readonly hostTargetGroupArn: (service: string) => string;
  readonly phase: Phase | undefined;
}

/** One rule per public row of each service here; a phase's stand above the base rules of the compose host. */
export function ecsRules(scope: Construct, id: string, props: EcsRulesProps): LbListenerRule[] {
  const rules = new Construct(scope, id);
  const { phase } = props;
  return props.routes.map(({ route, service }) =>
    forwardRule(rules, {
      listenerArn: props.listenerArn,
      priority: phase ? phasePriority(route.order) : basePriority(route.order),
      route,
      shares: sharesOf(props, service),
      // Two generations answer only while traffic is shared: a browser stays with the one it met.
      sticky: phase?.state === "shared",
      rewrite: urlRewrite(route),
    }),
  );
}

function sharesOf({ phase, ownTargetGroupArn, hostTargetGroupArn }: EcsRulesProps, service: string): Share[] {
  const own = ownTargetGroupArn(service);
  if (!phase || !sharesWithHost(phase)) return [{ targetGroupArn: own, weight: 100 }];
  return [
    { targetGroupArn: hostTargetGroupArn(service), weight: 100 - phase.share },
    { targetGroupArn: own, weight: phase.share },
  ];
}

/** Does a rule of this phase still name the host's group? A consumer lets go when it has moved, others when retired. */
export const sharesWithHost = (phase: Phase): boolean =>
  phase.state !== "retired" && !(phase.kind === "consumer" && hasReached(phase, "moved"));
