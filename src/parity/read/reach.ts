import {
  block,
  blocks,
  headOf,
  nameIn,
  resources,
  tailOf,
  text,
  texts,
  type Block,
  type Root,
} from "../../preflight/json";
import { REACHED_BY, reachedBy, type TargetFacts } from "../facts";
import { settingsBeside } from "./settings";

/*
 * Who may open a connection to whom, by what each place has for it: networks that are shared, or groups with rules. What
 * runs once is called by nobody, so it is told as one who reaches others, and not as one who is reached.
 */

/** The option of the engine's bridge that lets its members reach one another, unless it says false. */
const MEMBERS_MEET = "com.docker.network.bridge.enable_icc";

/** In a compose project: members of one network, unless that lets none through. */
export function composeReach(compose: Block): TargetFacts {
  const services = Object.entries(block(compose["services"])).map(([name, of]) => [name, of as Block] as const);
  const networks = block(compose["networks"]);
  const optionsOf = (network: string): Block => block(block(networks[network])["driver_opts"]);
  const isOpen = (network: string): boolean => text(optionsOf(network)[MEMBERS_MEET]) !== "false";
  const all = new Map(services.map(([name, of]) => [name, of["networks"] ? texts(of["networks"]) : ["default"]]));
  const open = new Map([...all].map(([name, own]) => [name, own.filter(isOpen)] as const));
  return Object.fromEntries(
    services.map(([name, of]) => [
      name,
      {
        ...(text(of["restart"]) !== "no" && { network: { [REACHED_BY]: reachedBy(peers(open, name)) } }),
        setting: Object.assign(
          {},
          ...(all.get(name) ?? []).map((network) => unknownOf(network, block(networks[network]), optionsOf(network))),
        ) as Record<string, string>,
      },
    ]),
  );
}

/** What a network is told beside its name, as a setting of everybody in it. */
const unknownOf = (name: string, network: Block, options: Block): Record<string, string> =>
  Object.fromEntries(
    Object.entries({
      ...settingsBeside(network, ["name", "driver_opts"]),
      ...settingsBeside(options, [MEMBERS_MEET]),
    }).map(([key, value]) => [`network ${name} ${key}`, value]),
  );

const peers = (members: ReadonlyMap<string, readonly string[]>, name: string): string[] => {
  const own = new Set(members.get(name));
  return [...members].flatMap(([other, theirs]) =>
    other !== name && theirs.some((network) => own.has(network)) ? [other] : [],
  );
};

/** On a laptop: members of one network. */
export function laptopReach(root: Root): TargetFacts {
  const containers = resources(root, "docker_container")
    .filter(([id]) => ["services", "jobs"].includes(headOf(id)))
    .map(([id, of]) => [tailOf(id), of] as const);
  const members = new Map(
    containers.map(([name, of]) => [name, blocks(of["networks_advanced"]).map((network) => text(network["name"]))]),
  );
  return Object.fromEntries(
    containers
      .filter(([, of]) => text(of["restart"]) !== "no")
      .map(([name, of]) => {
        const mode = text(of["network_mode"]);
        const who = mode === "bridge" ? reachedBy(peers(members, name)) : `network of mode ${mode}`;
        return [name, { network: { [REACHED_BY]: who } }];
      }),
  );
}

/**
 * On ECS: what runs in the same task, and in every task whose group its own lets in. A load balancer comes in where the
 * service is registered with one; whoever else is let in is told as the rule names him.
 */
export function ecsReach(foundation: Root, root: Root): TargetFacts {
  const services = new Map(resources(root, "aws_ecs_service").map(([id, service]) => [headOf(id), service]));
  const tasks = resources(root, "aws_ecs_task_definition").map(([id, definition]) => {
    const unit = headOf(id);
    const containers = JSON.parse(text(definition["container_definitions"])) as Block[];
    const configuration = block(services.get(unit)?.["network_configuration"]);
    // A task that others start is given its group by them; the foundation has one of its name.
    const ids = services.has(unit)
      ? texts(configuration["security_groups"])
      : [`<foundation.security_group_id_${unit}>`];
    return {
      containers,
      groups: ids.map((each) => groupOf(foundation, each)),
      isBalanced: isBalanced(services.get(unit)),
    };
  });
  const rules = rulesOf(foundation);
  const namesIn = (group: string): string[] =>
    tasks.filter(({ groups }) => groups.includes(group)).flatMap(({ containers }) => namesOf(containers));
  return Object.fromEntries(
    tasks.flatMap(({ containers, groups, isBalanced: balanced }) => {
      const sources = rules
        .filter(({ to, from }) => groups.includes(to) && !(balanced && isBalancer(from)))
        .flatMap(({ from, isLetOut }) => {
          const names = namesIn(from);
          return names.length > 0 ? names.map((name) => (isLetOut ? name : `${name} (not let out)`)) : [from];
        });
      const foreign = groups.filter((group) => /^(<|sg-)/.test(group)).map((group) => `whom ${group} lets in`);
      const own = namesOf(containers);
      return containers
        .filter(({ name, essential }) => own.includes(text(name)) && text(essential) === "true")
        .map((of): [string, TargetFacts[string]] => {
          const others = own.filter((name) => name !== text(of["name"]));
          return [text(of["name"]), { network: { [REACHED_BY]: reachedBy([...others, ...sources, ...foreign]) } }];
        });
    }),
  );
}

/** Ours by its group; one that others made by the groups that it is found to have. */
const isBalancer = (from: string): boolean =>
  from === "load-balancer" || /\bdata\.aws_lb\.load-balancer\.security_groups\b/.test(from);

const isBalanced = (service: Block | undefined): boolean => blocks(service?.["load_balancer"]).length > 0;

/** Not the containers that prepare volumes, which are named after the one they do it for. */
function namesOf(containers: readonly Block[]): string[] {
  const names = containers.map(({ name }) => text(name));
  return names.filter((name) => !names.some((other) => name.startsWith(`${other}_`)));
}

/** `<foundation.security_group_id_chat>` → what the foundation puts under that output. */
function groupOf(foundation: Root, expression: string): string {
  const [, output = ""] = /^<foundation\.(.+)>$/.exec(expression) ?? [];
  return labelOf(block(foundation.json.output?.[output])["value"]) ?? expression;
}

const labelOf = (expression: unknown): string | undefined => {
  const name = nameIn(expression, "aws_security_group");
  return name === undefined ? undefined : tailOf(name);
};

interface Rule {
  readonly from: string;
  readonly to: string;
  /** Is it open at the end of who calls, too? */
  readonly isLetOut: boolean;
}

function rulesOf(foundation: Root): Rule[] {
  const far = (rule: Block): string =>
    labelOf(rule["referenced_security_group_id"]) ??
    ["referenced_security_group_id", "cidr_ipv4", "cidr_ipv6", "prefix_list_id"]
      .map((key) => text(rule[key]))
      .find(Boolean) ??
    "";
  const near = (rule: Block): string => labelOf(rule["security_group_id"]) ?? text(rule["security_group_id"]);
  const out = new Set(
    resources(foundation, "aws_vpc_security_group_egress_rule").map(([, rule]) => `${near(rule)} ${far(rule)}`),
  );
  return resources(foundation, "aws_vpc_security_group_ingress_rule").map(([, rule]) => {
    const [from, to] = [far(rule), near(rule)];
    return { from, to, isLetOut: out.has(`${from} ${to}`) };
  });
}
