import type { TerraformJson } from "../../../synthesize";
import { EPHEMERALS, LOOKUPS, RESOURCES } from "./lookups";
import { blocksOf, exactNamesOf, nameIn, namesOf, type Block } from "./names";
import type { Condition, Need, Topic, Where } from "./need";
import { followed } from "./references";

/** One workspace that the deployer applies. */
export interface Applied {
  readonly name: string;
  readonly environment: string;
  readonly json: TerraformJson;
}

export interface Derivation {
  readonly platform: string;
  readonly account: string;
  readonly region: string;
  readonly workspaces: readonly Applied[];
}

/** As IAM reads it, and in one order. */
export interface DerivedStatement {
  readonly topic: Topic;
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly condition?: Condition;
  readonly effect?: "Deny";
}

const TABLES = { resource: RESOURCES, data: LOOKUPS, ephemeral: EPHEMERALS } as const;

/** Providers whose resources are not in AWS. */
const isAws = ({ type }: Block): boolean => !type.startsWith("docker_");

/**
 * What whoever applies these workspaces must be allowed: each type's actions, on the names that the type has in its
 * environment. Throws for a type that no table knows, because a guess would be too little or too much.
 */
export function deriveStatements({ platform, account, region, workspaces }: Derivation): DerivedStatement[] {
  const environments = [...new Set(workspaces.map(({ environment }) => environment))].sort();
  const single = environments.flatMap((environment) => {
    const blocks = workspaces
      .filter((workspace) => workspace.environment === environment)
      .flatMap(({ name, json }) =>
        blocksOf(json, region)
          .filter(isAws)
          .map((block) => ({ ...block, workspace: name })),
      );
    const prefix = `${platform}-${environment}`;
    const jsonOf = Object.fromEntries(workspaces.map(({ name, json }) => [name, json]));
    const follow = (value: string, name: string): string | undefined => followed(value, name, jsonOf, prefix);
    const names = (attribute: string): string[] =>
      attribute.endsWith("!")
        ? exactNamesOf(attribute.slice(0, -1), blocks, follow)
        : namesOf(attribute, blocks, prefix);
    return blocks.flatMap((block) => {
      const where: Where = { account, region: block.region, platform, prefix, names };
      return needsOf(block, block.workspace)
        .map((need) => statementOf(need, where))
        .filter(({ resources }) => resources.length > 0);
    });
  });
  return merged(merged(single, "resources"), "actions").sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
}

function needsOf({ kind, type, address }: Block, workspace: string): readonly Need[] {
  const table = TABLES[kind];
  const needs = Object.hasOwn(table, type) ? table[type] : undefined;
  if (needs) return needs;
  throw new Error(
    `${workspace} has ${address}, and the deployer's policy does not know what ${kind} ${type} needs; ` +
      "add the type to the tables in src/targets/account/deployer/",
  );
}

function statementOf({ topic, actions, on, when, effect }: Need, where: Where): DerivedStatement {
  const resources = on.length === 0 ? ["*"] : on.flatMap((template) => arnsOf(template, where));
  return {
    topic,
    actions,
    resources: unique(resources),
    ...(when && { condition: when(where) }),
    ...(effect && { effect }),
  };
}

/** Every ARN that a template stands for. */
function arnsOf(template: string, where: Where): string[] {
  const attribute = /\{([\w.]+!?)\}/.exec(template);
  if (!attribute) return [arnOf(template, where)];
  return where.names(attribute[1] as string).map((name) =>
    arnOf(
      template
        .replace(attribute[0], nameIn(name))
        .replace(/\*\*$/, "*")
        .replace(/-\*-\*$/, "-*"),
      where,
    ),
  );
}

/** Source: Service Authorization Reference, ARN formats: who leaves out region or account. */
function arnOf(short: string, { region, account }: Where): string {
  const colon = short.indexOf(":");
  const [service, rest] = [short.slice(0, colon), short.slice(colon + 1)];
  if (service === "s3" || service === "route53") return `arn:aws:${service}:::${rest}`;
  if (service === "iam") return `arn:aws:iam::${account}:${rest}`;
  if (service === "cloudwatch-dashboard") return `arn:aws:cloudwatch::${account}:dashboard/${rest}`;
  if (service === "ssm" && rest.startsWith("public-")) return `arn:aws:ssm:${region}::${rest.slice("public-".length)}`;
  if (service === "ec2" && /^(?:image|snapshot)\//.test(rest)) return `arn:aws:ec2:${region}::${rest}`;
  // AWS's own, such as S3's.
  if (service === "ec2" && rest.startsWith("prefix-list/")) return `arn:aws:ec2:${region}:aws:${rest}`;
  if (service === "ssm") return `arn:aws:ssm:${region}:${account}:${rest.replace("parameter//", "parameter/")}`;
  return `arn:aws:${service}:${region}:${account}:${rest}`;
}

/** Statements that agree in all but one part become one; `by` is the part that they must agree in. */
function merged(statements: readonly DerivedStatement[], by: "actions" | "resources"): DerivedStatement[] {
  const other = by === "actions" ? "resources" : "actions";
  const groups = new Map<string, DerivedStatement>();
  for (const statement of statements) {
    const key = JSON.stringify([statement.topic, statement[by], statement.condition, statement.effect]);
    const known = groups.get(key);
    groups.set(key, {
      ...statement,
      [by]: unique(statement[by]),
      [other]: unique([...(known?.[other] ?? []), ...statement[other]]),
    });
  }
  return [...groups.values()];
}

const unique = (words: readonly string[]): string[] => [...new Set(words)].sort();

const keyOf = ({ topic, actions, resources, condition, effect }: DerivedStatement): string =>
  JSON.stringify([topic, actions, resources, condition, effect]);
