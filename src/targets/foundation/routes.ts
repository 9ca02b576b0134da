import type { Construct } from "constructs";
import type { Deployment } from "../../deployment";
import { basePriority, byOrder } from "../../model/route";
import { redirectRule, refusalRule } from "../../modules/load-balancer";

/** The rows of the route table that no service answers: redirects, and internal paths that are refused at the door. */
export function ownRoutes(scope: Construct, listenerArn: string, { environment, platform }: Deployment): void {
  // A proxy has the whole table itself, redirects and refusals included.
  if (environment.edge.kind === "proxy") return;
  for (const route of [...platform.routes].sort(byOrder)) {
    const priority = basePriority(route.order);
    if (route.redirect) redirectRule(scope, listenerArn, priority, route);
    else if (route.exposure === "internal") refusalRule(scope, listenerArn, priority, route);
  }
}
