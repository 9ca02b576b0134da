import { readFileSync } from "node:fs";
import { join } from "node:path";
import { RUNBOOKS } from "../../../src/model/runbook";
import { synthesize } from "../../../src/synthesize";
import type { Json, JsonObject } from "../../helpers/json";
import { objectAt } from "../../helpers/json";
import type { Plan } from "../../helpers/plan";
import { planOf } from "../../helpers/planned";
import { ROOT } from "../../helpers/source-files";
import { Terraform, TERRAFORM_TIMEOUT_MS, whyNoTerraform } from "../../helpers/terraform";
import { deploymentNamed } from "../../helpers/workspaces";
import { expected, ingress, NOT_APPLYING, ROWS, type Expected, type Workspace } from "./alarm-rows";

const OPERATORS: Readonly<Record<string, string>> = {
  GreaterThanThreshold: ">",
  GreaterThanOrEqualToThreshold: ">=",
  LessThanThreshold: "<",
  LessThanOrEqualToThreshold: "<=",
};

const blocks = (value: Json | undefined): JsonObject[] =>
  (Array.isArray(value) ? (value as readonly Json[]) : []).map((each) => objectAt(each));
const text = (value: Json | undefined): string => (typeof value === "string" ? value : JSON.stringify(value ?? ""));
const measured = (of: JsonObject): string =>
  [of["namespace"], of["metric_name"], of["statistic"] ?? of["extended_statistic"] ?? of["stat"]].map(text).join(" ");

/** An alarm of a plan in the table's words. */
function asExpected(alarm: JsonObject): Expected {
  const queries = blocks(alarm["metric_query"]);
  const expression = queries.find((query) => text(query["expression"] ?? "") !== "");
  const parts = queries.flatMap((query) =>
    blocks(query["metric"]).map((metric) => `${text(query["id"])}=${measured(metric)}`),
  );
  const period = expression
    ? blocks(queries.flatMap((query) => blocks(query["metric"])))[0]?.["period"]
    : alarm["period"];
  return {
    of: expression ? [text(expression["expression"]), ...parts.sort()].join(" ") : measured(alarm),
    over: `${OPERATORS[text(alarm["comparison_operator"])]} ${text(alarm["threshold"])}`,
    when: `${text(period)} x ${text(alarm["datapoints_to_alarm"])} of ${text(alarm["evaluation_periods"])}`,
    missing: text(alarm["treat_missing_data"]),
  };
}

(whyNoTerraform() ? describe.skip : describe)("the alarms of staging and of production", () => {
  let terraform: Terraform;
  const plans = new Map<Workspace, Plan>();
  beforeAll(() => {
    terraform = new Terraform();
    for (const workspace of [
      "prod foundation",
      "prod ec2-compose",
      "prod ecs-ingress",
      "staging foundation",
      "staging ecs",
    ] as const) {
      const [environment = "", stack = ""] = workspace.split(" ");
      plans.set(workspace, planOf(terraform, deploymentNamed(`kdcube/${environment}`), stack as "foundation"));
    }
  }, 5 * TERRAFORM_TIMEOUT_MS);
  afterAll(() => terraform.dispose());

  const plan = (workspace: Workspace): Plan => plans.get(workspace)!;
  const alarmsOf = (workspace: Workspace): JsonObject[] =>
    plan(workspace)
      .resources("aws_cloudwatch_metric_alarm")
      .map(({ values }) => values);
  const alarm = (workspace: Workspace, name: string): JsonObject => {
    const all = alarmsOf(workspace);
    const found = all.find((values) => values["alarm_name"] === name);
    if (!found) {
      throw new Error(`${name} is not in ${workspace}: ${all.map((each) => text(each["alarm_name"])).join(", ")}`);
    }
    return found;
  };
  const every = (): JsonObject[] => [...plans.keys()].flatMap(alarmsOf);

  it.each(ROWS)("%s · %s", (_id, _row, wanted) => {
    for (const [workspace, name, expectation] of wanted) {
      expect([name, asExpected(alarm(workspace, name))]).toEqual([name, expectation]);
    }
  });

  it("AL9 · a failed deployment pages, without any metric", () => {
    for (const environment of ["prod", "staging"] as const) {
      const foundation = plan(`${environment} foundation`);
      const rule = foundation.resource("aws_cloudwatch_event_rule.events_deployment-failed").values;
      expect(JSON.parse(text(rule["event_pattern"]))).toEqual({
        source: ["aws.ecs"],
        "detail-type": ["ECS Deployment State Change"],
        resources: [{ prefix: `arn:aws:ecs:eu-west-1:111122223333:service/kdcube-${environment}/` }],
        detail: { eventName: ["SERVICE_DEPLOYMENT_FAILED"] },
      });
      const target = "aws_cloudwatch_event_target.events_deployment-failed-topic";
      expect(foundation.references(target, "arn")).toContain("aws_sns_topic.topics_page.arn");
    }
  });

  it("a failed restore test is told, and no restore that somebody started", () => {
    for (const environment of ["prod", "staging"] as const) {
      const foundation = plan(`${environment} foundation`);
      const rule = foundation.resource("aws_cloudwatch_event_rule.events_restore-test-failed").values;
      const test = foundation.resources("aws_backup_restore_testing_plan")[0]?.values["name"];
      const arn = `arn:aws:backup:eu-west-1:111122223333:restore-testing-plan:${text(test)}-`;
      expect(JSON.parse(text(rule["event_pattern"]))).toEqual({
        source: ["aws.backup"],
        "detail-type": ["Restore Job State Change"],
        detail: { status: ["FAILED", "ABORTED"], restoreTestingPlanArn: [{ prefix: arn }] },
      });
      const target = "aws_cloudwatch_event_target.events_restore-test-failed-topic";
      expect(foundation.references(target, "arn")).toContain("aws_sns_topic.topics_ticket.arn");
    }
  });

  it.each(NOT_APPLYING)("%s · %s has no alarm: %s", (_id, metric) => {
    const names = every().flatMap((each) => [
      each["metric_name"],
      ...blocks(each["metric_query"]).flatMap((query) => blocks(query["metric"]).map((of) => of["metric_name"])),
    ]);
    expect(names.filter((name) => typeof name === "string" && metric.test(name))).toEqual([]);
  });

  it("leave no row of the table out", () => {
    const ids = [...ROWS.map(([id]) => id), "AL9", ...NOT_APPLYING.map(([id]) => id)].map((id) => Number(id.slice(2)));
    expect(ids.sort((one, other) => one - other)).toEqual(Array.from({ length: 38 }, (_, index) => index + 1));
  });

  it("each name what they are about, and link a section of the runbooks that is there", () => {
    const headings = [...readFileSync(join(ROOT, "docs/runbooks.md"), "utf8").matchAll(/^## (.+)$/gm)].map(
      ([, heading]) => heading,
    );
    expect([...headings].sort()).toEqual([...RUNBOOKS].sort());
    for (const { alarm_name: name, alarm_description: description } of every()) {
      const [, anchor] = /docs\/runbooks\.md#([\w-]+)$/.exec(text(description)) ?? [];
      expect([name, headings.includes(anchor)]).toEqual([name, true]);
      expect(text(name)).toMatch(/^kdcube-(prod|staging)-[a-z0-9-]+$/);
    }
  });

  it("are called by no name twice in the account", () => {
    const names = every().map((each) => text(each["alarm_name"]));
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
  });

  it("tell one of two topics, or move a number", () => {
    for (const workspace of plans.keys()) {
      for (const { address } of plan(workspace).resources("aws_cloudwatch_metric_alarm")) {
        const told = plan(workspace).references(address, "alarm_actions").join(" ");
        expect([address, told]).toEqual([
          address,
          expect.stringMatching(
            /topics_(page|ticket)\.arn|remote_state\.foundation|aws_appautoscaling_policy\.[\w-]+_(out|in)\.arn/,
          ),
        ]);
      }
    }
  });

  it("E8 · take back a deployment that they go off in, and know it before the service stands", () => {
    const service = "aws_ecs_service.chat-ingress_service";
    expect(plan("prod ecs-ingress").resource(service).values).toMatchObject({
      alarms: [{ enable: true, rollback: true }],
    });
    expect(plan("prod ecs-ingress").references(service, "alarms")).toEqual(
      expect.arrayContaining([
        "aws_cloudwatch_metric_alarm.chat-ingress_rollback_chat-ingress-5xx.alarm_name",
        "aws_cloudwatch_metric_alarm.chat-ingress_rollback_chat-ingress-unhealthy-hosts.alarm_name",
      ]),
    );
    expect(plan("staging ecs").references("aws_ecs_service.web-ui_service", "alarms")).toContain(
      "aws_cloudwatch_metric_alarm.web-ui_rollback_web-ui-response-time.alarm_name",
    );
    // The exporter has no callers, so nothing of theirs to go by.
    expect(plan("staging ecs").resource("aws_ecs_service.metrics_service").values["alarms"] ?? []).toEqual([]);
  });

  it("E23 · scaling follows what users feel, out for any and in for all", () => {
    const of = plan("prod ecs-ingress");
    expect(of.resource("aws_appautoscaling_target.chat-ingress_scaling").values).toMatchObject({
      min_capacity: 2,
      max_capacity: 6,
      suspended_state: [{ dynamic_scaling_in_suspended: false, scheduled_scaling_suspended: false }],
    });
    expect(of.resource("aws_appautoscaling_policy.chat-ingress_scaling_cpu").values).toMatchObject({
      target_tracking_scaling_policy_configuration: [
        { target_value: 65, disable_scale_in: true, scale_in_cooldown: 300, scale_out_cooldown: 60 },
      ],
    });
    const out = alarm("prod ecs-ingress", `${ingress}-scale-out-ingress-sse-saturation-percent`);
    expect(asExpected(out)).toEqual(
      expected("KDCube/Metrics ingress/sse/saturation_percent Average", "> 70", "60 x 3 of 3", "notBreaching"),
    );
    const back = asExpected(alarm("staging ecs", "kdcube-staging-chat-proc-scale-in"));
    expect(back).toMatchObject({ over: ">= 1", when: "60 x 15 of 15", missing: "notBreaching" });
    expect(back.of).toMatch(
      /^IF\(\(m1 < 29\) AND \(m2 < 52\) AND \(m3 < 30\) AND \(MAX\(\[m1 \* 0, m4 \/ 1, m5 \/ 1, m6 \/ 1, m7 \/ 1\]\) < 1\), 1, 0\) m1=AWS\/ECS CPUUtilization/,
    );
    expect(back.of).toContain("m3=KDCube/Metrics proc/queue/utilization_percent Average");
    const addresses = plan("staging ecs").addresses;
    expect(addresses.filter((address) => address.startsWith("aws_appautoscaling_target."))).toEqual([
      "aws_appautoscaling_target.chat-ingress_scaling",
      "aws_appautoscaling_target.chat-proc_scaling",
    ]);
  });

  it("K2 · topics are encrypted with a key that their senders may use", () => {
    const of = plan("prod foundation");
    for (const severity of ["page", "ticket"]) {
      expect(of.references(`aws_sns_topic.topics_${severity}`, "kms_master_key_id")).toContain("aws_kms_key.key.arn");
    }
    const policy = text(of.resource("aws_kms_key.key").values["policy"]);
    const { Statement } = JSON.parse(policy) as { Statement: { Principal: { Service?: string | string[] } }[] };
    expect(Statement.flatMap(({ Principal }) => Principal.Service ?? [])).toEqual(
      expect.arrayContaining(["cloudwatch.amazonaws.com", "events.rds.amazonaws.com", "events.amazonaws.com"]),
    );
    expect(of.resources("aws_sns_topic_subscription").map(({ values }) => values["endpoint"])).toEqual(
      expect.arrayContaining(["oncall@example.com", "platform@example.com"]),
    );
  });

  it("R10 · RDS tells of the instance, its parameters and its groups", () => {
    const told = plan("prod foundation")
      .resources("aws_db_event_subscription")
      .map(({ values }) => [values["source_type"], [...(values["event_categories"] as string[])].sort()]);
    expect(told).toEqual(
      expect.arrayContaining([
        ["db-instance", ["failover", "failure", "low storage"]],
        ["db-instance", ["configuration change", "failure", "maintenance"]],
        ["db-parameter-group", ["configuration change"]],
        ["db-security-group", ["configuration change", "failure"]],
      ]),
    );
  });
});

describe("the dashboard", () => {
  const { workspaces } = synthesize([deploymentNamed("kdcube/prod")]);
  const foundation = workspaces.find(({ workspace }) => workspace.stack === "foundation")!;
  const made = foundation.json.resource?.["aws_cloudwatch_dashboard"] as Record<string, JsonObject>;
  const body = JSON.parse(text(made["dashboard"]?.["dashboard_body"])) as {
    widgets: { x: number; y: number; properties: { title: string; metrics: Json[][] } }[];
  };

  it("is one, and no graph hides another", () => {
    expect(Object.keys(made)).toEqual(["dashboard"]);
    const places = body.widgets.map(({ x, y }) => `${x},${y}`);
    expect(new Set(places).size).toBe(places.length);
  });

  it("finds services by search, and names what the foundation holds", () => {
    const graph = (title: string): string =>
      JSON.stringify(body.widgets.find(({ properties }) => properties.title === title)?.properties.metrics);
    expect(graph("Services: running tasks")).toContain("SEARCH('{ECS/ContainerInsights,ClusterName,ServiceName}");
    expect(graph("Services: running tasks")).toContain("${aws_ecs_cluster.cluster.name}");
    expect(graph("redis: memory, %")).toContain(
      "${aws_elasticache_replication_group.stores_redis.replication_group_id}-002",
    );
    expect(graph("postgres: connections")).toContain("${aws_db_instance.stores_postgres.identifier}");
    expect(graph("Platform: Percent")).toContain('"KDCube/Metrics","proc/queue/utilization_percent","env","prod"');
  });
});

describe("a cluster with instances of its own", () => {
  it("AL3 · says when they are promised away", () => {
    const deployment = deploymentNamed("kdcube/staging");
    const { aws } = deployment.environment;
    const capacity = { instanceType: "m7i.large", min: 0, max: 2 };
    const environment = { ...deployment.environment, aws: { ...aws!, capacity } };
    const { workspaces } = synthesize([{ ...deployment, environment }]);
    const foundation = workspaces.find(({ workspace }) => workspace.stack === "foundation")!;
    const alarms = foundation.json.resource?.["aws_cloudwatch_metric_alarm"] as Record<string, JsonObject>;
    for (const [resource, metric] of [
      ["cpu", "CPUReservation"],
      ["memory", "MemoryReservation"],
    ] as const) {
      expect(alarms[`alarms_cluster-${resource}-reservation`]).toMatchObject({
        namespace: "AWS/ECS",
        metric_name: metric,
        threshold: 80,
        period: 60,
        evaluation_periods: 5,
        treat_missing_data: "breaching",
      });
    }
  });
});
