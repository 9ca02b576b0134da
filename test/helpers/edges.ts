import type { Plan, PlannedResource } from "./plan";

/** `metrics → redis 6379`: who may open a connection to whom, as the security groups of a plan say it. */
export const ingressEdges = (plan: Plan): string[] => edges(plan, "ingress");
/** The same said by the side that calls. */
export const egressEdges = (plan: Plan): string[] => edges(plan, "egress");

function edges(plan: Plan, side: "ingress" | "egress"): string[] {
  const rules = plan.resources(`aws_vpc_security_group_${side}_rule`);
  return rules
    .map((rule) => {
      const own = groupName(plan, rule, "security_group_id");
      const other = "cidr_ipv4" in rule.values && rule.values["cidr_ipv4"] !== null ? "internet" : undefined;
      const gateway = plan.references(rule.address, "prefix_list_id").length > 0 ? "s3" : undefined;
      const peer = other ?? gateway ?? groupName(plan, rule, "referenced_security_group_id");
      const [from, to] = side === "ingress" ? [peer, own] : [own, peer];
      return `${from} → ${to} ${ports(rule)}`;
    })
    .sort();
}

/** `aws_security_group.security_redis.id` → redis */
function groupName(plan: Plan, rule: PlannedResource, argument: string): string {
  const [reference] = plan.references(rule.address, argument);
  return /^aws_security_group\.(?:[^_.]+_)?([^.]+)/.exec(reference ?? "")?.[1] ?? `nothing by ${argument}`;
}

function ports({ values }: PlannedResource): string {
  const [from, to] = [values["from_port"], values["to_port"]];
  return from === to ? JSON.stringify(from) : `${JSON.stringify(from)}-${JSON.stringify(to)}`;
}
