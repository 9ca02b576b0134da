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

const GIB = 2 ** 30;
type Workspace = "prod foundation" | "prod ec2-compose" | "prod ecs-ingress" | "staging foundation" | "staging ecs";

/** What an alarm must be: `AWS/ECS CPUUtilization Average`, `> 80`, `60 x 5 of 5`, and what no data means. */
interface Expected {
  readonly of: string;
  readonly over: string;
  readonly when: string;
  readonly missing: string;
}
const expected = (of: string, over: string, when: string, missing: string): Expected => ({ of, over, when, missing });

/** One row of the acceptance list's table of alarms (§4.8), in its order. */
type Row = readonly [id: string, row: string, wanted: readonly (readonly [Workspace, name: string, Expected])[]];

const ingress = "kdcube-prod-chat-ingress";
const both = (rest: string, of: Expected): [Workspace, string, Expected][] => [
  ["prod ecs-ingress", `${ingress}-${rest}`, of],
  ["staging ecs", `kdcube-staging-chat-proc-${rest}`, of],
];
const foundations = (name: string, of: Expected): [Workspace, string, Expected][] => [
  ["prod foundation", `kdcube-prod-${name}`, of],
  ["staging foundation", `kdcube-staging-${name}`, of],
];

const ROWS: readonly Row[] = [
  ["AL1", "ECS CPU", both("cpu", expected("AWS/ECS CPUUtilization Average", "> 80", "60 x 5 of 5", "breaching"))],
  [
    "AL2",
    "ECS memory",
    both("memory", expected("AWS/ECS MemoryUtilization Average", "> 80", "60 x 5 of 5", "breaching")),
  ],
  [
    "AL4",
    "running tasks below the least",
    [
      [
        "prod ecs-ingress",
        `${ingress}-running-tasks`,
        expected("ECS/ContainerInsights RunningTaskCount Average", "< 2", "60 x 5 of 5", "breaching"),
      ],
      [
        "staging ecs",
        "kdcube-staging-metrics-running-tasks",
        expected("ECS/ContainerInsights RunningTaskCount Average", "< 1", "60 x 5 of 5", "breaching"),
      ],
    ],
  ],
  [
    "AL6",
    "ephemeral storage",
    both(
      "ephemeral-storage",
      expected("ECS/ContainerInsights TaskEphemeralStorageUtilization Average", "> 80", "60 x 5 of 5", "notBreaching"),
    ),
  ],
  [
    "AL10",
    "errors of the balancer's own",
    foundations(
      "load-balancer-5xx",
      expected(
        "IF(errors > 10 AND 100 * errors > MAX([errors * 0, requests]), 1, 0) errors=AWS/ApplicationELB HTTPCode_ELB_5XX_Count Sum requests=AWS/ApplicationELB RequestCount Sum",
        "> 0",
        "60 x 3 of 5",
        "notBreaching",
      ),
    ),
  ],
  [
    "AL11",
    "errors of a target group",
    [
      ...both(
        "5xx",
        expected(
          "100 * errors / requests errors=AWS/ApplicationELB HTTPCode_Target_5XX_Count Sum requests=AWS/ApplicationELB RequestCount Sum",
          "> 1",
          "60 x 2 of 3",
          "notBreaching",
        ),
      ),
      [
        "prod ec2-compose",
        "kdcube-prod-host-chat-proc-5xx",
        expected(
          "100 * errors / requests errors=AWS/ApplicationELB HTTPCode_Target_5XX_Count Sum requests=AWS/ApplicationELB RequestCount Sum",
          "> 1",
          "60 x 2 of 3",
          "notBreaching",
        ),
      ],
    ],
  ],
  [
    "AL12",
    "unhealthy hosts; longer for what starts slowly",
    [
      [
        "prod ecs-ingress",
        `${ingress}-unhealthy-hosts`,
        expected("AWS/ApplicationELB UnHealthyHostCount Maximum", ">= 1", "60 x 4 of 4", "notBreaching"),
      ],
      [
        "staging ecs",
        "kdcube-staging-chat-proc-unhealthy-hosts",
        expected("AWS/ApplicationELB UnHealthyHostCount Maximum", ">= 1", "60 x 5 of 5", "notBreaching"),
      ],
    ],
  ],
  [
    "AL13",
    "healthy hosts",
    both("healthy-hosts", expected("AWS/ApplicationELB HealthyHostCount Minimum", "< 1", "60 x 2 of 2", "breaching")),
  ],
  [
    "AL14",
    "response time",
    [
      [
        "staging ecs",
        "kdcube-staging-web-ui-response-time",
        expected("AWS/ApplicationELB TargetResponseTime p95", "> 2", "60 x 5 of 5", "notBreaching"),
      ],
      [
        "prod ec2-compose",
        "kdcube-prod-host-web-ui-response-time",
        expected("AWS/ApplicationELB TargetResponseTime p95", "> 2", "60 x 5 of 5", "notBreaching"),
      ],
    ],
  ],
  [
    "AL15",
    "connections refused, and failed to targets",
    [
      ...foundations(
        "load-balancer-rejected-connections",
        expected("AWS/ApplicationELB RejectedConnectionCount Sum", "> 0", "60 x 3 of 3", "notBreaching"),
      ),
      ...foundations(
        "load-balancer-target-connection-errors",
        expected("AWS/ApplicationELB TargetConnectionErrorCount Sum", "> 5", "60 x 3 of 3", "notBreaching"),
      ),
    ],
  ],
  [
    "AL16",
    "database CPU",
    foundations("postgres-cpu", expected("AWS/RDS CPUUtilization Average", "> 90", "60 x 5 of 5", "breaching")),
  ],
  [
    "AL17",
    "database connections, 90 % of max_connections",
    [
      [
        "prod foundation",
        "kdcube-prod-postgres-connections",
        expected("AWS/RDS DatabaseConnections Average", "> 360", "60 x 5 of 5", "breaching"),
      ],
      [
        "staging foundation",
        "kdcube-staging-postgres-connections",
        expected("AWS/RDS DatabaseConnections Average", "> 180", "60 x 5 of 5", "breaching"),
      ],
    ],
  ],
  [
    "AL18",
    "free memory, 25 % of the class",
    [
      [
        "prod foundation",
        "kdcube-prod-postgres-memory",
        expected("AWS/RDS FreeableMemory Average", `< ${2 * GIB}`, "60 x 15 of 15", "breaching"),
      ],
      [
        "staging foundation",
        "kdcube-staging-postgres-memory",
        expected("AWS/RDS FreeableMemory Average", `< ${GIB}`, "60 x 15 of 15", "breaching"),
      ],
    ],
  ],
  [
    "AL19",
    "free storage, 10 % of what is allocated",
    [
      [
        "prod foundation",
        "kdcube-prod-postgres-storage",
        expected("AWS/RDS FreeStorageSpace Minimum", `< ${10 * GIB}`, "60 x 5 of 5", "breaching"),
      ],
      [
        "staging foundation",
        "kdcube-staging-postgres-storage",
        expected("AWS/RDS FreeStorageSpace Minimum", `< ${2 * GIB}`, "60 x 5 of 5", "breaching"),
      ],
    ],
  ],
  [
    "AL20",
    "burst that is left",
    [
      ...foundations(
        "postgres-byte-balance",
        expected("AWS/RDS EBSByteBalance% Average", "< 10", "60 x 3 of 3", "missing"),
      ),
      ...foundations(
        "postgres-io-balance",
        expected("AWS/RDS EBSIOBalance% Average", "< 10", "60 x 3 of 3", "missing"),
      ),
    ],
  ],
  [
    "AL21",
    "latency of the disk",
    [
      ...foundations("postgres-read-latency", expected("AWS/RDS ReadLatency p90", "> 0.02", "60 x 5 of 5", "missing")),
      ...foundations(
        "postgres-write-latency",
        expected("AWS/RDS WriteLatency p90", "> 0.02", "60 x 5 of 5", "missing"),
      ),
    ],
  ],
  ["AL22", "load", foundations("postgres-load", expected("AWS/RDS DBLoad Average", "> 2", "60 x 15 of 15", "missing"))],
  [
    "AL24",
    "transaction ids",
    foundations(
      "postgres-transaction-ids",
      expected("AWS/RDS MaximumUsedTransactionIDs Average", "> 1000000000", "60 x 1 of 1", "missing"),
    ),
  ],
  [
    "AL25",
    "engine CPU of each node",
    [
      ...foundations(
        "redis-001-engine-cpu",
        expected("AWS/ElastiCache EngineCPUUtilization Average", "> 90", "60 x 5 of 5", "missing"),
      ),
      [
        "prod foundation",
        "kdcube-prod-redis-002-engine-cpu",
        expected("AWS/ElastiCache EngineCPUUtilization Average", "> 90", "60 x 5 of 5", "missing"),
      ],
    ],
  ],
  [
    "AL26",
    "CPU of each node, 90 / vCPU",
    foundations("redis-001-cpu", expected("AWS/ElastiCache CPUUtilization Average", "> 45", "60 x 5 of 5", "missing")),
  ],
  [
    "AL27",
    "memory of each node",
    foundations(
      "redis-001-memory",
      expected("AWS/ElastiCache DatabaseMemoryUsagePercentage Average", "> 80", "60 x 5 of 5", "missing"),
    ),
  ],
  [
    "AL28",
    "connections, lag and evictions of each node",
    [
      [
        "prod foundation",
        "kdcube-prod-redis-002-connections",
        expected("AWS/ElastiCache CurrConnections Average", "> 52000", "60 x 10 of 10", "missing"),
      ],
      [
        "staging foundation",
        "kdcube-staging-redis-001-connections",
        expected("AWS/ElastiCache CurrConnections Average", "> 36000", "60 x 10 of 10", "missing"),
      ],
      [
        "prod foundation",
        "kdcube-prod-redis-001-replication-lag",
        expected("AWS/ElastiCache ReplicationLag Average", "> 10", "60 x 15 of 15", "missing"),
      ],
      ...foundations("redis-001-evictions", expected("AWS/ElastiCache Evictions Sum", "> 0", "60 x 5 of 5", "missing")),
    ],
  ],
  [
    "AL29",
    "operations of shared files",
    foundations(
      "exec-workspace-io-limit",
      expected("AWS/EFS PercentIOLimit Average", ">= 95", "60 x 15 of 15", "missing"),
    ),
  ],
  [
    "AL31",
    "ports of the ways out, one in each zone",
    [
      ...["a", "b", "c"].map((zone): [Workspace, string, Expected] => [
        "prod foundation",
        `kdcube-prod-nat-${zone}-port-allocation`,
        expected("AWS/NATGateway ErrorPortAllocation Sum", "> 0", "60 x 15 of 15", "missing"),
      ]),
      [
        "staging foundation",
        "kdcube-staging-nat-a-port-allocation",
        expected("AWS/NATGateway ErrorPortAllocation Sum", "> 0", "60 x 15 of 15", "missing"),
      ],
    ],
  ],
  [
    "AL32",
    "packets dropped",
    [
      [
        "staging foundation",
        "kdcube-staging-nat-a-packets-dropped",
        expected(
          "100 * dropped / (inside + outside) dropped=AWS/NATGateway PacketsDropCount Sum inside=AWS/NATGateway PacketsInFromSource Sum outside=AWS/NATGateway PacketsInFromDestination Sum",
          "> 0.01",
          "60 x 5 of 5",
          "missing",
        ),
      ],
    ],
  ],
  [
    "AL33",
    "the certificate's end",
    foundations(
      "certificate-expiry",
      expected("AWS/CertificateManager DaysToExpiry Minimum", "<= 44", "86400 x 1 of 1", "breaching"),
    ),
  ],
  [
    "AL34",
    "the compose host",
    [
      [
        "prod ec2-compose",
        "kdcube-prod-host-cpu",
        expected("AWS/EC2 CPUUtilization Average", "> 80", "300 x 3 of 3", "missing"),
      ],
      [
        "prod ec2-compose",
        "kdcube-prod-host-status",
        expected("AWS/EC2 StatusCheckFailed Maximum", ">= 1", "300 x 2 of 2", "missing"),
      ],
      [
        "prod ec2-compose",
        "kdcube-prod-host-volume-status",
        expected("AWS/EC2 StatusCheckFailed_AttachedEBS Maximum", ">= 1", "60 x 10 of 10", "missing"),
      ],
    ],
  ],
  [
    "AL37",
    "the platform's own metrics; waits by role, since no p95 is exported",
    [
      ...foundations(
        "platform-ingress-sse-saturation-percent",
        expected("KDCube/Metrics ingress/sse/saturation_percent Average", "> 80", "60 x 3 of 3", "notBreaching"),
      ),
      ...foundations(
        "platform-proc-queue-utilization-percent",
        expected("KDCube/Metrics proc/queue/utilization_percent Average", "> 80", "60 x 3 of 3", "notBreaching"),
      ),
      ...foundations(
        "platform-proc-queue-avg-wait-seconds-paid",
        expected("KDCube/Metrics proc/queue/avg_wait_seconds/paid Average", "> 3", "60 x 3 of 3", "notBreaching"),
      ),
    ],
  ],
  [
    "AL38",
    "disks and memory of the host, and its releases",
    [
      [
        "prod ec2-compose",
        "kdcube-prod-host-disk-root",
        expected("kdcube/Host disk_used_percent Maximum", "> 80", "300 x 3 of 3", "breaching"),
      ],
      [
        "prod ec2-compose",
        "kdcube-prod-host-disk-data",
        expected("kdcube/Host disk_used_percent Maximum", "> 80", "300 x 3 of 3", "breaching"),
      ],
      [
        "prod ec2-compose",
        "kdcube-prod-host-memory",
        expected("kdcube/Host mem_used_percent Average", "> 90", "300 x 3 of 3", "breaching"),
      ],
      [
        "prod ec2-compose",
        "kdcube-prod-host-system-status",
        expected("AWS/EC2 StatusCheckFailed_System Maximum", ">= 1", "60 x 2 of 2", "missing"),
      ],
      [
        "prod ec2-compose",
        "kdcube-prod-release-rolled-back",
        expected("kdcube/Host ReleaseRolledBack Sum", "> 0", "60 x 1 of 1", "notBreaching"),
      ],
      [
        "prod ec2-compose",
        "kdcube-prod-release-refused",
        expected("kdcube/Host ReleaseRefused Sum", "> 0", "60 x 1 of 1", "notBreaching"),
      ],
    ],
  ],
];

/** Rows that have no alarm in either environment, each with its reason; no metric of theirs may be there. */
const NOT_APPLYING: readonly (readonly [id: string, metric: RegExp, reason: string])[] = [
  ["AL3", /Reservation$/, "no instances of a cluster; with aws.capacity they are there, see below"],
  ["AL5", /^Task(Cpu|Memory)Utilization$/, "on Fargate the service's own CPU and memory (AL1, AL2) say the same"],
  ["AL7", /ServiceConnect/, "services find each other by Cloud Map, not Service Connect"],
  ["AL8", /^EBSFilesystemUtilization$/, "no task has a volume of EBS"],
  ["AL23", /^ReplicaLag$/, "the second zone is a standby, not a replica that is read"],
  ["AL30", /^BurstCreditBalance$/, "throughput is elastic and has no credits"],
  ["AL35", /^GroupInServiceCapacity$/, "the compose host is one instance, in no group"],
  ["AL36", /^ApproximateAgeOfOldestMessage$/, "the queue is in Redis; its wait is AL37"],
];

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
