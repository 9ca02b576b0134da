import { ASSUMPTIONS } from "../../src/cost/assumptions";
import { estimate } from "../../src/cost/estimate";
import { isFree } from "../../src/cost/free";
import { CLASS_PRICES, HOURS, PRICES, type PriceName } from "../../src/cost/prices";
import type { TerraformJson } from "../../src/synthesize";

type Resources = NonNullable<TerraformJson["resource"]>;

const costOf = (resource: Resources) =>
  estimate([{ name: "one", json: { terraform: {}, provider: {}, resource } }]).workspaces[0]!;
/** What it is → how many of it. */
const counts = (resource: Resources): Record<string, number> =>
  Object.fromEntries(costOf(resource).lines.map(({ what, quantity }) => [what, quantity]));
const hour = (price: PriceName): number => PRICES[price].usd * HOURS;

const task = { aws_ecs_task_definition: { task: { cpu: "512", memory: "1024" } } };
const service = (more: object = {}) => ({
  aws_ecs_service: { api: { task_definition: "${aws_ecs_task_definition.task.arn}", desired_count: 3, ...more } },
});
const spot = { capacity_provider_strategy: [{ capacity_provider: "FARGATE_SPOT" }] };

describe("an estimate", () => {
  it("of nothing is nothing", () => expect(estimate([])).toEqual({ usd: 0, usdAtMost: 0, workspaces: [] }));

  it("counts tasks by what they reserve", () => {
    const { usd, lines } = costOf({ ...task, ...service() });
    expect(counts({ ...task, ...service() })).toEqual({ "Fargate vCPU": 1.5, "Fargate GiB of memory": 3 });
    expect(usd).toBeCloseTo(1.5 * hour("fargateVcpu") + 3 * hour("fargateGiB"), 6);
    expect(lines.map(({ usd: each }) => each)).toEqual([...lines.map(({ usd: each }) => each)].sort((a, b) => b - a));
  });

  it("takes Spot for what it is, and tasks on instances of our own for nothing", () => {
    expect(costOf({ ...task, ...service(spot) }).usd).toBeCloseTo(1.5 * hour("spotVcpu") + 3 * hour("spotGiB"), 6);
    const own = { capacity_provider_strategy: [{ capacity_provider: "${aws_ecs_capacity_provider.own.name}" }] };
    expect(costOf({ ...task, ...service(own) }).usd).toBe(0);
  });

  it("counts a scaled service at its least, and says what its most would be", () => {
    const scaling = {
      aws_appautoscaling_target: {
        api: { resource_id: "service/shop/${aws_ecs_service.api.name}", min_capacity: 4, max_capacity: 10 },
      },
    };
    const { usd, usdAtMost } = costOf({ ...task, ...service(), ...scaling });
    const one = 0.5 * hour("fargateVcpu") + hour("fargateGiB");
    expect(usd).toBeCloseTo(4 * one, 6);
    expect(usdAtMost).toBeCloseTo(10 * one, 6);
  });

  it("leaves out a service that waits with no tasks", () =>
    expect(costOf({ ...task, ...service({ desired_count: 0 }) }).lines).toEqual([]));

  it("pays a database in two zones twice, with its disk", () => {
    const database = { instance_class: "db.m7g.large", allocated_storage: 100 };
    const [one, two] = [false, true].map((multi_az) => costOf({ aws_db_instance: { db: { ...database, multi_az } } }));
    expect(one!.usd).toBeCloseTo(
      CLASS_PRICES.database["db.m7g.large"]!.usd * HOURS + 100 * PRICES.databaseStorage.usd,
      6,
    );
    expect(two!.usd).toBeCloseTo(2 * one!.usd, 6);
  });

  it("counts every node of a cache", () =>
    expect(
      counts({ aws_elasticache_replication_group: { r: { node_type: "cache.t4g.small", num_cache_clusters: 3 } } }),
    ).toEqual({ "ElastiCache cache.t4g.small": 3 }));

  it("counts an interface endpoint in each of its zones, and the gateway of S3 for nothing", () => {
    const endpoints = {
      logs: { vpc_endpoint_type: "Interface", subnet_ids: ["a", "b", "c"] },
      kms: { vpc_endpoint_type: "Interface", subnet_ids: ["a", "b", "c"] },
      s3: { vpc_endpoint_type: "Gateway", route_table_ids: ["r"] },
    };
    expect(counts({ aws_vpc_endpoint: endpoints })).toEqual({
      "interface endpoint, per zone": 6,
      "endpoint traffic GB": ASSUMPTIONS.endpointGB.value,
    });
  });

  it("assumes traffic for all gateways together, however many they are", () => {
    const gateways = { a: {}, b: {}, c: {} };
    expect(counts({ aws_nat_gateway: gateways })).toEqual({
      "NAT gateway": 3,
      "NAT traffic GB": expect.closeTo(ASSUMPTIONS.natGB.value, 6) as number,
    });
  });

  it("counts the public addresses of a balancer that is not internal", () => {
    const balancer = (internal: boolean) => counts({ aws_lb: { lb: { internal, subnets: ["a", "b"] } } });
    expect(balancer(false)["public IPv4 address"]).toBe(2);
    expect(balancer(true)["public IPv4 address"]).toBeUndefined();
  });

  it("finds a machine's type and disk in its template", () => {
    const template = { t: { instance_type: "m7i.large", block_device_mappings: [{ ebs: { volume_size: 50 } }] } };
    const named = { launch_template: { id: "${aws_launch_template.t.id}" } };
    expect(counts({ aws_launch_template: template, aws_instance: { host: named } })).toEqual({
      "EC2 instance m7i.large": 1,
      "EBS gp3 GiB": 50,
    });
    const groups = { own: { ...named, min_size: 1, max_size: 3 } };
    const group = costOf({ aws_launch_template: template, aws_autoscaling_group: groups });
    expect(group.usdAtMost).toBeCloseTo(3 * group.usd, 6);
  });

  it("counts an alarm by its metrics", () => {
    const queries = { metric_query: [{ metric: {} }, { metric: {} }, { expression: "a/b" }] };
    expect(counts({ aws_cloudwatch_metric_alarm: { plain: { metric_name: "CPU" }, sum: queries } })).toEqual({
      "alarm metric": 3,
    });
  });

  it("counts what the agent of a host sends, and no other word to it", () => {
    const association = (name: string) => ({ aws_ssm_association: { one: { name } } });
    expect(counts(association("AmazonCloudWatch-ManageAgent"))).toEqual({ "metric of the host's agent": 3 });
    expect(costOf(association("AWS-RunPatchBaseline"))).toMatchObject({ usd: 0, noPrice: [] });
  });

  it("counts a disk by its size", () =>
    expect(costOf({ aws_ebs_volume: { data: { size: 100 } } }).usd).toBeCloseTo(100 * PRICES.volume.usd, 6));

  it("takes the log of a network for what it writes", () => {
    const groups = { flow: { name: "flow" }, api: { name: "api" } };
    const flow = { log: { log_destination: "${aws_cloudwatch_log_group.flow.arn}" } };
    expect(counts({ aws_cloudwatch_log_group: groups, aws_flow_log: flow })).toEqual({
      "flow logs GB": ASSUMPTIONS.flowLogGB.value,
      "logs GB": ASSUMPTIONS.logGB.value,
    });
  });

  it("says what it has no price for: a type, and a class", () => {
    const { noPrice, usd } = costOf({
      aws_redshift_cluster: { big: {} },
      aws_instance: { host: { instance_type: "u-24tb1.metal" } },
      aws_subnet: { a: {} },
    });
    expect(noPrice).toEqual(["aws_instance.host: EC2 instance u-24tb1.metal", "aws_redshift_cluster.big"]);
    expect(usd).toBe(0);
  });

  it("adds workspaces up", () => {
    const json = { terraform: {}, provider: {}, resource: { aws_kms_key: { key: {} } } };
    const { usd, workspaces } = estimate([
      { name: "one", json },
      { name: "two", json },
    ]);
    expect([usd, ...workspaces.map((each) => each.usd)]).toEqual([2, 1, 1]);
  });
});

describe("what is free", () => {
  it.each(["aws_subnet", "aws_vpc", "aws_s3_bucket_policy", "aws_iam_role", "aws_lb_listener_rule"])("is %s", (type) =>
    expect(isFree(type)).toBe(true),
  );
  it.each(["aws_s3_bucket", "aws_vpc_endpoint", "aws_lb", "aws_nat_gateway", "aws_instance"])("is not %s", (type) =>
    expect(isFree(type)).toBe(false),
  );
});
