import type { Construct } from "constructs";
import type { Deployment } from "../../deployment";
import { basePriority, byOrder } from "../../model/route";
import { redirectRule, refusalRule } from "../../modules/load-balancer";

/**
 * The rows of the route table that no service answers: redirects, and paths that are refused at the door because they
 * are internal or would need a rewrite that nobody does. Without a rule a broader row would answer for them.
 */
export function ownRoutes(scope: Construct, listenerArn: string, { environment, platform }: Deployment): void {
  // A proxy has the whole table itself, redirects and refusals included.
  if (environment.edge.kind === "proxy") return;
  for (const route of [...platform.routes].sort(byOrder)) {
    const priority = basePriority(route.order);
    if (route.redirect) redirectRule(scope, listenerArn, priority, route);
    else if (route.exposure === "internal" || (route.rewrite && !environment.edge.rewrites))
      refusalRule(scope, listenerArn, priority, route);
  }
}
