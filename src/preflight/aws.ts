import type {
  Rendered,
  RenderedCache,
  RenderedDatabase,
  RenderedFiles,
  RenderedOpening,
  RenderedRule,
  RenderedTarget,
  RenderedWatch,
} from "../model/rendered";
import { groupNamed } from "./ecs";
import {
  block,
  blocks,
  evaluatedIn,
  headOf,
  isTrue,
  nameIn,
  number,
  resources,
  tailOf,
  text,
  texts,
  type Block,
  type Root,
} from "./json";

export const openingsOf = (root: Root): RenderedOpening[] => [
  ...openings(root, "aws_vpc_security_group_ingress_rule", "in"),
  ...openings(root, "aws_vpc_security_group_egress_rule", "out"),
];

const openings = (root: Root, type: string, direction: "in" | "out"): RenderedOpening[] =>
  resources(root, type).map(([, rule]) => ({
    group: groupNamed(text(rule["security_group_id"])),
    direction,
    peer: groupNamed(text(rule["referenced_security_group_id"] ?? rule["cidr_ipv4"] ?? rule["prefix_list_id"])),
    fromPort: number(rule["from_port"]),
    toPort: number(rule["to_port"]),
  }));

/** Load balancers that others made; what stands in their groups only their owner knows. */
export const foreignGroupsOf = ({ json }: Root): string[] => Object.keys(json.data?.["aws_lb"] ?? {});

/** Rules of all workspaces; a target of another workspace is found by what that one publishes. */
export function rulesOf(roots: readonly Root[]): RenderedRule[] {
  const targets = new Map(roots.flatMap((root) => targetsOf(root)));
  const published = new Map(
    roots.flatMap((root) =>
      Object.entries(root.json.output ?? {}).map(([name, output]): [string, string] => {
        const group = nameIn(block(evaluatedIn(output))["value"], "aws_lb_target_group");
        return [`${root.stack}.${name}`, `${root.stack}.${group}`];
      }),
    ),
  );
  return roots.flatMap((root) =>
    resources(root, "aws_lb_listener_rule").map(([, rule]) => {
      const action = blocks(rule["action"]).at(-1) ?? {};
      const forward = blocks(block(action["forward"])["target_group"]);
      return {
        workspace: root.workspace,
        priority: number(rule["priority"]),
        patterns: blocks(rule["condition"]).flatMap((condition) => texts(block(condition["path_pattern"])["values"])),
        answer: ANSWERS[text(action["type"])] ?? "forward",
        targets: forward.flatMap((group) => {
          const own = nameIn(group["arn"], "aws_lb_target_group");
          const key = own ? `${root.stack}.${own}` : published.get(text(group["arn"]).slice(1, -1));
          const target = targets.get(key ?? "");
          return target ? [{ ...target, weight: number(group["weight"]) }] : [];
        }),
      };
    }),
  );
}

const ANSWERS: Readonly<Record<string, RenderedRule["answer"]>> = {
  redirect: "redirect",
  "fixed-response": "refusal",
};

function targetsOf(root: Root): [string, RenderedTarget][] {
  const behind = new Map<string, { on: "ecs" | "compose"; service: string; port: number }>();
  for (const [id, service] of resources(root, "aws_ecs_service"))
    for (const balancer of blocks(service["load_balancer"])) {
      const group = nameIn(balancer["target_group_arn"], "aws_lb_target_group");
      if (group) behind.set(group, { on: "ecs", service: headOf(id), port: number(balancer["container_port"]) });
    }
  for (const [id, attached] of resources(root, "aws_lb_target_group_attachment")) {
    const group = nameIn(attached["target_group_arn"], "aws_lb_target_group");
    const service = id.replace(/^.*attachment-/, "");
    if (group) behind.set(group, { on: "compose", service, port: number(attached["port"]) });
  }
  return resources(root, "aws_lb_target_group").flatMap(([id, group]) => {
    const own = behind.get(id);
    const healthPath = text(block(group["health_check"])["path"]);
    return own ? [[`${root.stack}.${id}`, { ...own, healthPath, weight: 0 }] as [string, RenderedTarget]] : [];
  });
}

export const addressesOf = (roots: readonly Root[]): string[] => {
  const zones = roots.flatMap((root) =>
    resources(root, "aws_service_discovery_private_dns_namespace").map(([, zone]) => text(zone["name"])),
  );
  return roots
    .flatMap((root) => resources(root, "aws_service_discovery_service").map(([, service]) => text(service["name"])))
    .flatMap((name) => zones.map((zone) => `${name}.${zone}`));
};

export const cachesOf = (root: Root): RenderedCache[] =>
  resources(root, "aws_elasticache_replication_group").map(([id, group]) => ({
    on: "aws",
    name: tailOf(id),
    tls: isTrue(group["transit_encryption_enabled"]),
    shards: group["num_node_groups"] === undefined ? 1 : number(group["num_node_groups"]),
    eviction:
      parameters(root, "aws_elasticache_parameter_group", group["parameter_group_name"])["maxmemory-policy"] ?? "",
    nodeType: text(group["node_type"]),
  }));

export const databasesOf = (root: Root): RenderedDatabase[] =>
  resources(root, "aws_db_instance").map(([id, instance]) => ({
    on: "aws",
    name: tailOf(id),
    version: text(instance["engine_version"]),
    parameters: parameters(root, "aws_db_parameter_group", instance["parameter_group_name"]),
  }));

function parameters(root: Root, type: string, expression: unknown): Record<string, string> {
  const name = nameIn(expression, type);
  const group = resources(root, type).find(([id]) => id === name)?.[1] ?? {};
  return Object.fromEntries(blocks(group["parameter"]).map((each) => [text(each["name"]), text(each["value"])]));
}

export const filesOf = (root: Root): RenderedFiles[] =>
  resources(root, "aws_efs_access_point").map(([id, point]) => {
    const system = nameIn(point["file_system_id"], "aws_efs_file_system");
    const ours = resources(root, "aws_efs_file_system").some(([made]) => made === system);
    const user = block(point["posix_user"]);
    return {
      name: tailOf(id).replace(/_access-point$/, ""),
      uid: number(user["uid"]),
      gid: number(user["gid"]),
      subnets: ours
        ? resources(root, "aws_efs_mount_target")
            .filter(([, target]) => nameIn(target["file_system_id"], "aws_efs_file_system") === system)
            .map(([, target]) => text(target["subnet_id"]))
            .sort()
        : undefined,
    };
  });

/** What Terraform writes into secrets, by their names. */
export const secretTextsOf = (root: Root): [string, string][] => [
  ...resources(root, "aws_secretsmanager_secret_version").map(([id, version]): [string, string] => [
    secretNamed(id),
    text(version["secret_string_wo"]),
  ]),
  ...resources(root, "aws_ssm_parameter").map(([id, parameter]): [string, string] => [
    secretNamed(id),
    text(parameter["value_wo"]),
  ]),
];

const secretNamed = (id: string): string => tailOf(id).replace(/_\w+$/, "");

export const watchesOf = (root: Root): RenderedWatch[] => [
  ...resources(root, "aws_cloudwatch_metric_alarm").flatMap(([name, alarm]) => [
    ...(alarm["metric_name"] === undefined ? [] : [watch(name, alarm, alarm["threshold"])]),
    // The threshold of such an alarm is about its expression, not about the metrics in it.
    ...blocks(alarm["metric_query"]).flatMap((query) => blocks(query["metric"]).map((metric) => watch(name, metric))),
  ]),
  ...resources(root, "aws_appautoscaling_policy").flatMap(([name, policy]) => {
    const tracking = block(policy["target_tracking_scaling_policy_configuration"]);
    return blocks(tracking["customized_metric_specification"]).flatMap((customized) => [
      ...(customized["metric_name"] === undefined ? [] : [watch(name, customized, tracking["target_value"])]),
      ...blocks(customized["metrics"]).flatMap((query) =>
        blocks(block(query["metric_stat"])["metric"]).map((metric) => watch(name, metric)),
      ),
    ]);
  }),
];

const watch = (name: string, metric: Block, threshold?: unknown): RenderedWatch => ({
  name,
  namespace: text(metric["namespace"]),
  metric: text(metric["metric_name"]),
  dimensions: dimensionsOf(metric["dimensions"]),
  threshold: text(threshold) === "" ? undefined : number(threshold),
});

/** A map on an alarm, a list of names and values on a policy. */
const dimensionsOf = (value: unknown): Record<string, string> =>
  Array.isArray(value)
    ? Object.fromEntries(blocks(value).map((each) => [text(each["name"]), text(each["value"])]))
    : Object.fromEntries(Object.entries(block(value)).map(([name, inner]) => [name, text(inner)]));

export const publishedOf = (root: Root): [string, string][] =>
  Object.entries(root.json.output ?? {}).map(([name, output]) => [
    `${root.stack}.${name}`,
    text(block(evaluatedIn(output))["value"]),
  ]);

export const idleTimeoutOf = (root: Root): Rendered["idleTimeoutSec"] =>
  resources(root, "aws_lb").map(([, balancer]) => number(balancer["idle_timeout"]))[0];

/** In which zones of the region anything may run. */
export const zonesOf = (root: Root): string[] => [
  ...new Set(resources(root, "aws_subnet").map(([, subnet]) => text(subnet["availability_zone"]))),
];
