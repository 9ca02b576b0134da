import type { TerraformJson } from "../../../synthesize";

/** One resource, data source or ephemeral of a workspace, in the region that its provider is set to. */
export interface Block {
  readonly kind: "resource" | "data" | "ephemeral";
  readonly type: string;
  readonly address: string;
  readonly region: string;
  readonly values: Readonly<Record<string, unknown>>;
}

const KINDS = ["resource", "data", "ephemeral"] as const;

/** Everything that Terraform makes or asks for in AWS; what is for another provider is not the deployer's there. */
export function blocksOf(json: TerraformJson, home: string): Block[] {
  const regions = regionsOf(json);
  return KINDS.flatMap((kind) =>
    Object.entries((json[kind] ?? {}) as Record<string, Record<string, Record<string, unknown>>>).flatMap(
      ([type, blocks]) =>
        Object.entries(blocks).map(([name, values]) => {
          const provider = typeof values["provider"] === "string" ? values["provider"] : "aws";
          const address = `${kind === "resource" ? "" : `${kind}.`}${type}.${name}`;
          return { kind, type, address, region: regions.get(provider) ?? home, values };
        }),
    ),
  );
}

/** `aws` and `aws.<alias>` → region. */
function regionsOf(json: TerraformJson): Map<string, string> {
  const providers = json.provider["aws"];
  const all = Array.isArray(providers) ? (providers as Readonly<Record<string, unknown>>[]) : [];
  return new Map(
    all.flatMap(({ alias, region }) =>
      typeof region === "string" ? [[typeof alias === "string" ? `aws.${alias}` : "aws", region] as const] : [],
    ),
  );
}

/** Where the name is when the environment adopted the thing, and so does not make it. */
const ELSEWHERE: Readonly<Record<string, readonly string[]>> = {
  "aws_lb.name": [
    "data.aws_lb.name",
    "data.aws_lb.arn",
    "data.aws_lb_listener.arn",
    "aws_lb_listener.load_balancer_arn",
    "aws_lb_listener_rule.listener_arn",
    "aws_wafv2_web_acl_association.resource_arn",
  ],
  "aws_ecs_cluster.name": ["data.aws_ecs_cluster.cluster_name"],
  "aws_route53_record.zone_id": ["data.aws_route53_zone.zone_id"],
};

/**
 * The physical names of an argument such as `aws_lb.name`, as IAM may match them. One that begins as all of the
 * environment's do stands for all of these, so that the next one needs no other policy; any other stands for itself. A
 * name that only an apply knows is one of the environment's: physical names are derived from nothing else.
 */
export function namesOf(attribute: string, blocks: readonly Block[], prefix: string): string[] {
  const places = [attribute, ...(ELSEWHERE[attribute] ?? [])];
  const found = places.flatMap((place) => valuesAt(blocks, place).map(({ value }) => value));
  const known = found.flatMap((name) => patternOf(name, prefix) ?? []);
  const unknown = attribute.endsWith(".zone_id") ? "*" : `${prefix}-*`;
  const some = known.length < found.length && !ELSEWHERE[attribute] ? [unknown] : [];
  const names = [...new Set([...known, ...some])].sort();
  return names.length > 0 ? names : [unknown];
}

/** The names themselves, each followed to where it is said. Throws for one that only an apply knows. */
export function exactNamesOf(
  attribute: string,
  blocks: readonly (Block & { readonly workspace: string })[],
  follow: (value: string, workspace: string) => string | undefined,
): string[] {
  const names = valuesAt(blocks, attribute).map(({ block, value }) => {
    const name = follow(value, block.workspace);
    if (name !== undefined && !name.includes("${")) return name;
    throw new Error(`${attribute} is ${value}, and the deployer's policy must know it; say it where it can be read`);
  });
  return [...new Set(names)].sort();
}

/** What blocks say at a place such as `data.aws_lb.name`; it is read once, for there are many blocks. */
function valuesAt<B extends Block>(blocks: readonly B[], place: string): { block: B; value: string }[] {
  const dot = place.lastIndexOf(".");
  const [of, attribute] = [place.slice(0, dot), place.slice(dot + 1)];
  return blocks.flatMap((block) => {
    const { kind, type, values } = block;
    if (!of.endsWith(type) || of !== (kind === "resource" ? type : `${kind}.${type}`)) return [];
    const begins = values[`${attribute}_prefix`];
    const named = values[attribute];
    const found = [
      ...(typeof named === "string" ? [named] : []),
      ...(typeof begins === "string" ? [`${begins}*`] : []),
    ];
    return found.map((value) => ({ block, value }));
  });
}

/** Nothing for a name that is not known before an apply. */
function patternOf(name: string, prefix: string): string | undefined {
  if (name.includes("${")) return undefined;
  const head = [`${prefix}-`, `/${prefix}/`, `/${prefix}-`, `alias/${prefix}-`].find((each) => name.startsWith(each));
  return head === undefined ? name : `${head}*`;
}

/** The name in an ARN: `loadbalancer/app/<name>/<id>`, `secret:<name>-<six letters>`, or whatever is last. */
export function nameIn(value: string): string {
  if (!value.startsWith("arn:")) return value;
  const rest = value.split(":").slice(5).join(":");
  const balancer = /^(?:loadbalancer|listener|listener-rule)\/app\/([^/]+)/.exec(rest);
  if (balancer?.[1] !== undefined) return balancer[1];
  const secret = /^secret:(.+)-\w{6}$/.exec(rest);
  return secret?.[1] ?? rest.replace(/^[^:/]+[:/]/, "");
}
