import { backward, forward, nextStep } from "../../src/migration/steps";
import { bytesAt, changesBetween, nameOf, prodAt, WALK, ASIDE, type Change, type Situation } from "../helpers/moving";

/** `ecs-ingress: aws_lb_listener_rule changed action`: a change without the name of the one resource. */
const kindsOf = (changes: readonly Change[]): string[] => [
  ...new Set(
    changes.map(
      ({ stack, address, how, attributes }) => `${stack}: ${address.split(".")[0]} ${[how, ...attributes].join(" ")}`,
    ),
  ),
];

const METRICS: Situation = { metrics: "retired" };
const INGRESS: Situation = { metrics: "retired", ingress: "retired" };

/** Each step of the walk with everything that it may touch. The way back touches the same, the other way round. */
const STEPS: [Situation, Situation, string[]][] = [
  [
    {},
    { metrics: "standby" },
    [
      "ecs-metrics: aws_ecs_service added",
      "ecs-metrics: aws_ecs_task_definition added",
      "ecs-metrics: aws_iam_role added",
      "ecs-metrics: aws_iam_role_policy added",
      "ecs-metrics: aws_service_discovery_service added",
    ],
  ],
  [
    { metrics: "standby" },
    { metrics: "moved" },
    [
      "ec2-compose: file changed text",
      "ec2-compose: aws_service_discovery_instance removed",
      "ec2-compose: aws_service_discovery_service removed",
      "ecs-metrics: aws_cloudwatch_metric_alarm added",
      "ecs-metrics: aws_ecs_service changed desired_count",
    ],
  ],
  [
    METRICS,
    { ...METRICS, ingress: "standby" },
    [
      "ecs-ingress: aws_ecs_service added",
      "ecs-ingress: aws_ecs_task_definition added",
      "ecs-ingress: aws_iam_role added",
      "ecs-ingress: aws_iam_role_policy added",
      "ecs-ingress: aws_lb_listener_rule added",
      "ecs-ingress: aws_lb_target_group added",
      "ecs-ingress: aws_service_discovery_service added",
    ],
  ],
  [
    { ...METRICS, ingress: "standby" },
    { ...METRICS, ingress: "warm" },
    [
      "ecs-ingress: aws_appautoscaling_policy added",
      "ecs-ingress: aws_appautoscaling_target added",
      "ecs-ingress: aws_cloudwatch_metric_alarm added",
      "ecs-ingress: aws_ecs_service changed desired_count alarms",
    ],
  ],
  [
    { ...METRICS, ingress: "warm" },
    { ...METRICS, ingress: 10 },
    [
      // Scaling stood by, suspended: now it may move the number.
      "ecs-ingress: aws_appautoscaling_target changed suspended_state",
      "ecs-ingress: aws_ecs_service changed lifecycle",
      "ecs-ingress: aws_lb_listener_rule changed action",
    ],
  ],
  [{ ...METRICS, ingress: 10 }, { ...METRICS, ingress: 50 }, ["ecs-ingress: aws_lb_listener_rule changed action"]],
  [{ ...METRICS, ingress: 50 }, { ...METRICS, ingress: "moved" }, ["ecs-ingress: aws_lb_listener_rule changed action"]],
  [
    { ...METRICS, ingress: "moved" },
    INGRESS,
    [
      "ecs-ingress: aws_lb_listener_rule changed action",
      "ec2-compose: aws_cloudwatch_metric_alarm removed",
      "ec2-compose: aws_iam_role_policy changed policy",
      "ec2-compose: aws_lb_listener_rule removed",
      "ec2-compose: aws_lb_target_group removed",
      "ec2-compose: aws_lb_target_group_attachment removed",
      "ec2-compose: file changed text",
      "ec2-compose: aws_s3_object removed",
      "ec2-compose: aws_service_discovery_instance removed",
      "ec2-compose: aws_service_discovery_service removed",
    ],
  ],
  [{ ...INGRESS, proc: 10 }, { ...INGRESS, proc: 50 }, ["ecs-proc: aws_lb_listener_rule changed action"]],
  [
    { ...INGRESS, proc: 50 },
    { ...INGRESS, proc: "moved" },
    [
      // The host has nobody left who needs the schema, so the job goes along: with it the task and whom it waits for.
      "ecs-proc: aws_ecs_task_definition changed container_definitions volume",
      "ecs-proc: aws_iam_role_policy changed policy",
      "ecs-proc: aws_lb_listener_rule changed action",
      // A stopped processor fails its health check, and should.
      "ec2-compose: aws_cloudwatch_metric_alarm removed",
      "ec2-compose: aws_iam_role_policy changed policy",
      "ec2-compose: file changed text",
      "ec2-compose: aws_s3_object removed",
      "ec2-compose: aws_service_discovery_instance removed",
      "ec2-compose: aws_service_discovery_service removed",
    ],
  ],
];

const turned = (kind: string): string =>
  kind.replace(/ (added|removed)$/, (_, how: string) => (how === "added" ? " removed" : " added"));

describe.each(STEPS)("from %j to %j", (from, to, kinds) => {
  it("touches what the step is about and nothing else", () => {
    expect(kindsOf(changesBetween(from, to)).sort()).toEqual([...kinds].sort());
  });

  it("touches the same on the way back", () => {
    expect(kindsOf(changesBetween(to, from)).sort()).toEqual(kinds.map(turned).sort());
  });
});

describe("every state", () => {
  const foundation = bytesAt({})["foundation"];
  const all = [...WALK, ...ASIDE];

  it.each(all.map((situation) => [nameOf(situation), situation] as const))(
    "%s leaves the foundation as it is",
    (_name, situation) => {
      expect(bytesAt(situation)["foundation"]).toBe(foundation);
    },
  );

  it("a planned phase holds its guard and nothing else", () => {
    for (const phase of ["metrics", "ingress", "proc", "edge"]) {
      const json = JSON.parse(bytesAt({})[`ecs-${phase}`] as string) as { resource: object; data?: object };
      expect(Object.keys(json.resource)).toEqual(["terraform_data"]);
      expect(json.data).toBeUndefined();
    }
  });
});

describe("the walk", () => {
  it("is what nextStep leads through, to the host's end", () => {
    let situation: Situation = {};
    let steps = 0;
    for (; steps < 100; steps += 1) {
      const { migration } = prodAt(situation);
      const step = migration && nextStep(migration);
      if (!step) break;
      situation = { ...situation, [step.phase]: step.share ?? step.state };
    }
    expect(situation).toEqual({ metrics: "retired", ingress: "retired", proc: "retired", edge: "retired" });
    // All move before any retires, so that the host can take everything back until the end.
    expect(steps).toBe(2 + 3 * 7 + 4);
  });

  it("takes one step back to where one step forward began", () => {
    for (const situation of [...WALK, ...ASIDE]) {
      for (const phase of prodAt(situation).migration?.phases ?? []) {
        const on = forward(phase);
        if (!on || (phase.state === "shared" && phase.share % 25 !== 0)) continue;
        const there = { ...phase, state: on.state, share: on.share ?? (on.state === "moved" ? 100 : 0) };
        const expected =
          phase.state === "shared"
            ? { state: "shared", share: on.state === "moved" ? 75 : phase.share }
            : { state: phase.state };
        expect(backward(there)).toMatchObject(expected);
      }
    }
  });

  it("gives the same bytes after a step forward and back", () => {
    const there: Situation = { metrics: "retired", ingress: 25 };
    const before = { ...bytesAt(there) };
    bytesAt({ ...there, ingress: 50 });
    // Synthesized anew: a different key, the same state.
    expect(bytesAt({ metrics: "retired", ingress: 25, proc: "planned" })).toEqual(before);
  });
});
