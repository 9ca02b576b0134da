import type { Deployment } from "../../../src/deployment";
import { apiFacts } from "../../../src/config/way-to-aws";
import { TIERS } from "../../../src/model/cidr";
import { apiCalls, endpointsOf } from "../../../src/model/endpoints";
import { egressEdges, ingressEdges } from "../../helpers/edges";
import { forMockedPlan } from "../../helpers/editor";
import { objectAt, type JsonObject } from "../../helpers/json";
import type { Plan } from "../../helpers/plan";
import { planBefore } from "../../helpers/planned";
import { Terraform, TERRAFORM_TIMEOUT_MS, whyNoTerraform } from "../../helpers/terraform";
import { deploymentNamed, workspaceNamed, workspacesOf } from "../../helpers/workspaces";

const ZONES = ["a", "b", "c"];

interface Expected {
  readonly gateways: number;
  readonly endpoints: readonly string[];
}

/** Every service on ECS, and one host beside it in prod: the same platform, so the same needs but for the host's. */
/** No shells in production, so neither their channel nor its key. */
const IN_TASKS = ["ecr.api", "ecr.dkr", "ecs", "elasticfilesystem", "logs", "monitoring", "secretsmanager"];
const EXPECTED: Readonly<Record<string, Expected>> = {
  "kdcube/staging": { gateways: 1, endpoints: IN_TASKS },
  "kdcube/prod": { gateways: 3, endpoints: ["ec2messages", ...IN_TASKS, "kms", "ssm", "ssmmessages"].sort() },
};

/** What a row of the acceptance list asks of the plan of a foundation. */
type Row = readonly [id: string, what: string, holds: (plan: Plan, expected: Expected, deployment: Deployment) => void];

const ROWS: readonly Row[] = [
  [
    "N1",
    "three zones, each with a public, a private and a data subnet that give out no public address",
    (plan) => {
      const subnets = plan.resources("aws_subnet").map(({ values }) => values);
      const places = subnets.map(
        (values) => `${textOf(objectAt(values, "tags")["tier"])} ${textOf(values["availability_zone"])}`,
      );
      expect(places.sort()).toEqual(TIERS.flatMap((tier) => ZONES.map((zone) => `${tier} eu-west-1${zone}`)).sort());
      expect(subnets.map((values) => values["map_public_ip_on_launch"])).toEqual(subnets.map(() => false));
    },
  ],
  [
    "N1",
    "room for every task twice: a /18 of a /16 in each zone",
    (plan) => {
      const masks = plan
        .resources("aws_subnet")
        .filter(({ values }) => objectAt(values, "tags")["tier"] === "private")
        .map(({ values }) => textOf(values["cidr_block"]).split("/")[1]);
      expect(masks).toEqual(["18", "18", "18"]);
    },
  ],
  [
    "N1",
    "no default route in the data tier",
    (plan) => {
      const tables = plan.resources("aws_route").flatMap(({ address }) => plan.references(address, "route_table_id"));
      expect(tables.filter((table) => table.includes("data"))).toEqual([]);
      const associated = plan.references("aws_route_table_association.network_association-data-a", "route_table_id");
      expect(associated).toContain("aws_route_table.network_routes-data.id");
    },
  ],
  [
    "N2",
    "a default security group without any rule",
    (plan) => {
      const { values } = plan.resource("aws_default_security_group.network_default");
      expect([values["ingress"] ?? [], values["egress"] ?? []]).toEqual([[], []]);
    },
  ],
  [
    "N2",
    "a flow log of all traffic, every minute, into an encrypted group that is kept",
    (plan, _expected, { environment }) => {
      expect(plan.resource("aws_flow_log.network_flow-log").values).toMatchObject({
        traffic_type: "ALL",
        max_aggregation_interval: 60,
        log_destination_type: "cloud-watch-logs",
      });
      const group = "aws_cloudwatch_log_group.network_flow-log_group";
      expect(plan.references("aws_flow_log.network_flow-log", "log_destination")).toContain(`${group}.arn`);
      expect(plan.references(group, "kms_key_id")).toContain("aws_kms_key.key.arn");
      expect(plan.resource(group).values["retention_in_days"]).toBe(environment.logRetentionDays);
      expect(plan.references("aws_flow_log.network_flow-log", "iam_role_arn")).toContain(
        "aws_iam_role.network_flow-log_role.arn",
      );
      expect(textOf(plan.resource("aws_iam_role_policy.network_flow-log_role_policy").values["policy"])).not.toMatch(
        /"Resource":\[?"\*"/,
      );
    },
  ],
  [
    "N3",
    "the S3 gateway on every table without a way of its own, and an interface endpoint for each API that is called",
    (plan, { endpoints }) => {
      const gateway = "aws_vpc_endpoint.network_s3";
      expect(plan.resource(gateway).values).toMatchObject({ vpc_endpoint_type: "Gateway" });
      expect(plan.references(gateway, "route_table_ids").filter((each) => each.endsWith(".id"))).toEqual(
        [...ZONES.map((zone) => `private-${zone}`), "data"].map(
          (table) => `aws_route_table.network_routes-${table}.id`,
        ),
      );
      const made = plan.resources("aws_vpc_endpoint").filter(({ address }) => address !== gateway);
      expect(made.map(({ values }) => textOf(values["service_name"])).sort()).toEqual(
        endpoints.map((api) => `com.amazonaws.eu-west-1.${api}`),
      );
      for (const { address, values } of made) {
        expect(values).toMatchObject({ vpc_endpoint_type: "Interface", private_dns_enabled: true });
        expect(plan.references(address, "security_group_ids")).toContain("aws_security_group.security_endpoints.id");
        expect(plan.references(address, "subnet_ids").filter((each) => each.endsWith(".id"))).toHaveLength(3);
      }
    },
  ],
  [
    "N3",
    "endpoints open to exactly those that call them",
    (plan, _expected, { platform, environment }) => {
      const needs = endpointsOf(apiCalls(platform, apiFacts(environment)));
      const callers = [...new Set(needs.flatMap((need) => need.callers))].sort();
      const edges = ingressEdges(plan).filter((edge) => edge.includes("→ endpoints "));
      expect(edges).toEqual(callers.map((caller) => `${caller} → endpoints 443`));
      expect(egressEdges(plan).filter((edge) => edge.startsWith("endpoints "))).toEqual([]);
    },
  ],
  [
    "N4",
    "a NAT gateway in each zone of prod and one in staging, and a way out for every private subnet",
    (plan, { gateways }) => {
      expect(plan.resources("aws_nat_gateway")).toHaveLength(gateways);
      const ways = ZONES.map((zone) => plan.references(`aws_route.network_out-private-${zone}`, "nat_gateway_id"));
      const used = ways.map((references) => references.find((each) => each.endsWith(".id")));
      const zones = gateways === 1 ? ["a", "a", "a"] : ZONES;
      expect(used).toEqual(zones.map((zone) => `aws_nat_gateway.network_nat-${zone}.id`));
    },
  ],
  [
    "A15",
    "80 and 443 of the load balancer open to the world, and nothing else",
    (plan) =>
      expect(ingressEdges(plan).filter((edge) => edge.startsWith("internet"))).toEqual([
        "internet → load-balancer 443",
        "internet → load-balancer 80",
      ]),
  ],
  [
    "A15",
    "every other rule between two groups, said at both of its ends, with a description",
    (plan) => {
      const inside = (edge: string): boolean => !/internet|→ s3 /.test(edge);
      expect(egressEdges(plan).filter(inside)).toEqual(ingressEdges(plan).filter(inside));
      const described = [
        "aws_security_group",
        ...["ingress", "egress"].map((way) => `aws_vpc_security_group_${way}_rule`),
      ];
      for (const { values } of described.flatMap((type) => plan.resources(type)))
        expect(textOf(values["description"])).not.toBe("");
    },
  ],
  [
    "A15",
    "no rule for every port or protocol, and one port a rule",
    (plan) => {
      const rules = ["ingress", "egress"].flatMap((way) => plan.resources(`aws_vpc_security_group_${way}_rule`));
      expect(rules.length).toBeGreaterThan(30);
      for (const { values } of rules) {
        expect(values["ip_protocol"]).toBe("tcp");
        expect(values["from_port"]).toBe(values["to_port"]);
      }
    },
  ],
];

function textOf(value: unknown): string {
  if (typeof value !== "string") throw new Error(`no text: ${JSON.stringify(value)}`);
  return value;
}

const skipped = whyNoTerraform() !== undefined;

(skipped ? describe.skip : describe).each(Object.entries(EXPECTED))("the network of %s", (name, expected) => {
  const deployment = deploymentNamed(name);
  let plan: Plan;
  planBefore(deployment, "foundation", (made) => (plan = made));

  it.each(ROWS)("%s: %s", (_id, _what, holds) => holds(plan, expected, deployment));
});

/** The same environment in a network that others made. */
function inNetwork({ environment, ...deployment }: Deployment, network: object): Deployment {
  const adopt = { network, stores: {}, secrets: {} } as NonNullable<Deployment["environment"]["adopt"]>;
  return { ...deployment, environment: { ...environment, adopt } };
}

/** The same environment with another way out. */
function withWaysOut({ environment, ...deployment }: Deployment, change: object): Deployment {
  const aws = environment.aws as NonNullable<Deployment["environment"]["aws"]>;
  return { ...deployment, environment: { ...environment, aws: { ...aws, network: { ...aws.network, ...change } } } };
}

const foundationOf = (deployment: Deployment): JsonObject =>
  workspaceNamed(workspacesOf([deployment]), "foundation").json;

describe("a network without NAT", () => {
  const json = foundationOf(withWaysOut(deploymentNamed("kdcube/staging"), { nat: "none" }));
  const resource = objectAt(json, "resource");

  it("has no gateway, no address of one, and no route of the private subnets", () => {
    expect(resource["aws_nat_gateway"] ?? resource["aws_eip"]).toBeUndefined();
    expect(Object.keys(objectAt(resource, "aws_route"))).toEqual(["network_out-public"]);
  });

  it("has its endpoints nevertheless", () =>
    expect(Object.keys(objectAt(resource, "aws_vpc_endpoint"))).toHaveLength(8));
});

describe("a network with NAT alone", () => {
  const resource = objectAt(
    foundationOf(withWaysOut(deploymentNamed("kdcube/staging"), { endpoints: "none" })),
    "resource",
  );

  it("has the gateway of S3, which costs nothing, and no other endpoint", () => {
    expect(Object.keys(objectAt(resource, "aws_vpc_endpoint"))).toEqual(["network_s3"]);
    expect(Object.keys(objectAt(resource, "aws_security_group"))).not.toContain("security_endpoints");
  });

  it("lets also those out that call nothing but AWS", () =>
    expect(Object.keys(objectAt(resource, "aws_vpc_security_group_egress_rule"))).toContain(
      "security_web-ui-to-internet-443",
    ));
});

(skipped ? describe.skip : describe)("an adopted network", () => {
  const ids = (tier: number): string[] => ZONES.map((_, index) => `subnet-0000${tier}00${index}`);
  const vpcId = "vpc-0000abcd";
  const network = { vpcId, publicSubnetIds: ids(1), privateSubnetIds: ids(2), dataSubnetIds: ids(2) };
  const json = foundationOf(inNetwork(deploymentNamed("kdcube/staging"), network));
  const vpc = { cidr_block: "10.20.0.0/16", enable_dns_support: true, enable_dns_hostnames: true };
  const seen: Readonly<Record<string, JsonObject>> = {
    "data.aws_vpc.network_vpc": { id: vpcId, ...vpc },
    "data.aws_route53_zone.domain_zone": { name: "example.com", private_zone: false },
    ...Object.fromEntries(
      TIERS.flatMap((tier) =>
        ZONES.map((zone) => [
          `data.aws_subnet.network_${tier}-${zone}`,
          { vpc_id: vpcId, availability_zone: `eu-west-1${zone}` },
        ]),
      ),
    ),
  };
  let terraform: Terraform;
  beforeAll(() => {
    terraform = new Terraform();
  });
  afterAll(() => terraform.dispose());
  const lookAt = (change: Readonly<Record<string, JsonObject>>): string[] =>
    terraform.lookAt(
      "adopted",
      forMockedPlan(json, (source) => source),
      { ...seen, ...change },
    );

  it("is never made, changed or logged by us", () => {
    const made = Object.keys(objectAt(json, "resource"));
    const parts =
      /^aws_(?:vpc|subnet|route|route_table.*|nat_gateway|eip|internet_gateway|flow_log|vpc_endpoint|default_.*)$/;
    expect(made.filter((type) => parts.test(type))).toEqual([]);
  });

  it("publishes its ids, and puts what we make into it", () => {
    const output = objectAt(json, "output");
    expect(objectAt(output, "vpc_id")["value"]).toBe("${data.aws_vpc.network_vpc.id}");
    expect(objectAt(output, "private_subnet_ids")["value"]).toEqual(
      ZONES.map((zone) => `\${data.aws_subnet.network_private-${zone}.id}`),
    );
    const groups = Object.values(objectAt(json, "resource", "aws_security_group")).map((group) => objectAt(group));
    expect(new Set(groups.map((group) => group["vpc_id"]))).toEqual(new Set(["${data.aws_vpc.network_vpc.id}"]));
  });

  it(
    "is planned upon when it is what the environment says",
    () => expect(lookAt({})).toEqual([]),
    TERRAFORM_TIMEOUT_MS,
  );

  it.each<[string, Readonly<Record<string, JsonObject>>, RegExp]>([
    [
      "has another range",
      { "data.aws_vpc.network_vpc": { id: vpcId, ...vpc, cidr_block: "10.99.0.0/16" } },
      /adopt\.network\.vpcId: vpc-0000abcd has the range 10\.99\.0\.0\/16; aws\.network\.cidr says 10\.20\.0\.0\/16/,
    ],
    [
      "has no DNS host names",
      { "data.aws_vpc.network_vpc": { id: vpcId, ...vpc, enable_dns_hostnames: false } },
      /vpc-0000abcd needs DNS resolution and DNS host names/,
    ],
    [
      "does not hold a subnet",
      { "data.aws_subnet.network_private-b": { vpc_id: "vpc-00000bad", availability_zone: "eu-west-1b" } },
      /adopt\.network\.privateSubnetIds\.1: subnet-00002001 is in vpc-00000bad, not in vpc-0000abcd/,
    ],
    [
      "has its zones in another order",
      { "data.aws_subnet.network_public-a": { vpc_id: vpcId, availability_zone: "eu-west-1b" } },
      /publicSubnetIds\.0: subnet-00001000 is in zone eu-west-1b; aws\.network\.zones has eu-west-1a in this place/,
    ],
  ])(
    "stops the plan when it %s",
    (_what, change, said) => {
      const errors = lookAt(change);
      expect(errors).toHaveLength(1);
      expect(errors[0]).toMatch(said);
    },
    TERRAFORM_TIMEOUT_MS,
  );
});
