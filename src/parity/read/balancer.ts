import {
  block,
  blocks,
  isTrue,
  nameIn,
  number,
  resources,
  text,
  texts,
  type Block,
  type Root,
} from "../../preflight/json";
import { EDGE, seconds, type Facts, type TargetFacts } from "../facts";

/** Target group → the service behind it and its port there. */
type Behind = ReadonlyMap<string, { readonly service: string; readonly port: number }>;

/** What the load balancer does for each service: the rules that lead to it, its drain, the look at its health. */
export function balancerFacts(foundation: Root, own: Root, behind: Behind): TargetFacts[] {
  const idle = resources(foundation, "aws_lb").map(([, balancer]) => seconds(number(balancer["idle_timeout"])))[0];
  return [
    ...resources(own, "aws_lb_listener_rule").map(([, rule]) => forwarded(rule, behind, idle)),
    ...resources(foundation, "aws_lb_listener_rule").map(([, rule]): TargetFacts => ({ [EDGE]: answered(rule) })),
    ...resources(own, "aws_lb_target_group").map(([id, group]) => targetGroup(group, behind.get(id)?.service)),
  ];
}

function forwarded(rule: Block, behind: Behind, idle: string | undefined): TargetFacts {
  const action = blocks(rule["action"]).at(-1) ?? {};
  const groups = blocks(block(action["forward"])["target_group"]).map((group) => ({
    to: behind.get(nameIn(group["arn"], "aws_lb_target_group") ?? ""),
    weight: number(group["weight"]),
  }));
  const shared = groups.length > 1 ? ` (${groups.map(({ weight }) => weight).join(" to ")})` : "";
  const path = pathOf(patternsOf(rule));
  const rewritten = blocks(rule["transform"]).flatMap((each) => blocks(block(each["url_rewrite_config"])["rewrite"]));
  const facts = (port: number): Facts => ({
    route: {
      [path]: `port ${port} by rule ${text(rule["priority"])}${shared}`,
      ...(rewritten[0] && { [`${path} rewritten`]: text(rewritten[0]["replace"]).replace(/\$1$/, "") }),
    },
    timeout: { ...(idle !== undefined && { [path]: idle }) },
  });
  return Object.fromEntries(groups.map(({ to }) => [to?.service ?? EDGE, facts(to?.port ?? 0)]));
}

/** A redirect or a refusal, which no service has a part in. */
function answered(rule: Block): Facts {
  const action = blocks(rule["action"]).at(-1) ?? {};
  const redirect = block(action["redirect"]);
  const fixed = block(action["fixed_response"]);
  const answer =
    text(action["type"]) === "redirect"
      ? `${text(redirect["status_code"]).replace("HTTP_", "")} to ${text(redirect["path"])}`
      : text(fixed["status_code"]);
  return { route: { [pathOf(patternsOf(rule))]: answer } };
}

const patternsOf = (rule: Block): string[] =>
  blocks(rule["condition"]).flatMap((condition) => texts(block(condition["path_pattern"])["values"]));

/** `/a/*` is `/a/`; `/a` and `/a/*` are `/a`; `/a` alone is `= /a`, as a proxy writes it; anything else is said whole. */
function pathOf(patterns: readonly string[]): string {
  const [first = "", second] = patterns;
  if (patterns.length === 1) return first.endsWith("/*") ? first.slice(0, -1) : `= ${first}`;
  return patterns.length === 2 && second === `${first}/*` ? first : patterns.join(" ");
}

function targetGroup(group: Block, service = EDGE): TargetFacts {
  const check = block(group["health_check"]);
  const words = [
    `${text(check["path"])} gives ${text(check["matcher"])}`,
    `every ${seconds(number(check["interval"]))}`,
    `within ${seconds(number(check["timeout"]))}`,
    `${text(check["unhealthy_threshold"])} times`,
  ];
  const sticky = block(group["stickiness"]);
  return {
    [service]: {
      health: { balancer: words.join(", ") },
      drain: { deregistration: seconds(number(group["deregistration_delay"])) },
      route: {
        "(spread)": [
          text(group["load_balancing_algorithm_type"]),
          ...(number(group["slow_start"]) > 0 ? [`slow start ${seconds(number(group["slow_start"]))}`] : []),
          ...(isTrue(sticky["enabled"]) ? [`sticky ${seconds(number(sticky["cookie_duration"]))}`] : []),
        ].join(", "),
      },
    },
  };
}
