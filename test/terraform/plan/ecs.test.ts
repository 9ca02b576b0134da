import { basePriority } from "../../../src/model/route";
import { objectAt, textAt, type JsonObject } from "../../helpers/json";
import type { Plan } from "../../helpers/plan";
import { planBefore } from "../../helpers/planned";
import { secretLiterals } from "../../helpers/secret-literals";
import { whyNoTerraform } from "../../helpers/terraform";
import { deploymentNamed, workspaceNamed, workspacesOf } from "../../helpers/workspaces";

interface Statement {
  readonly Action: readonly string[];
  readonly Resource: readonly string[];
}

(whyNoTerraform() ? describe.skip : describe)("the plan of an environment on ECS", () => {
  const deployment = deploymentNamed("kdcube/staging");
  const { services, routes } = deployment.platform;
  const { json } = workspaceNamed(workspacesOf([deployment]), "ecs");
  let plan: Plan;
  planBefore(deployment, "ecs", (made) => (plan = made));

  const definition = (name: string): string => `aws_ecs_task_definition.${name}_task_definition`;
  const containers = (): JsonObject[] =>
    plan.resources("aws_ecs_task_definition").flatMap(({ address }) => plan.containers(address));

  it("runs every service, at its least, in private subnets", () => {
    for (const [name, { scale }] of Object.entries(services)) {
      const { values } = plan.resource(`aws_ecs_service.${name}_service`);
      expect(values).toMatchObject({
        desired_count: scale.min,
        network_configuration: [{ assign_public_ip: false, subnets: expect.arrayContaining([]) as string[] }],
      });
    }
    expect(plan.resources("aws_ecs_service")).toHaveLength(Object.keys(services).length);
  });

  it("goes back by itself when new tasks do not come up", () => {
    const breakers = plan.resources("aws_ecs_service").map(({ values }) => values["deployment_circuit_breaker"]);
    expect(breakers.length).toBeGreaterThan(0);
    for (const breaker of breakers) expect(breaker).toEqual([{ enable: true, rollback: true }]);
  });

  it("never runs two of what may run only once", () => {
    const single = Object.entries(services).filter(([, { instances }]) => instances === "one");
    expect(single.map(([name]) => name)).toEqual(["metrics"]);
    expect(plan.resource("aws_ecs_service.metrics_service").values).toMatchObject({
      desired_count: 1,
      deployment_minimum_healthy_percent: 0,
      deployment_maximum_percent: 100,
    });
  });

  it("names the containers as the model does, jobs in the task of their owner", () => {
    const names = (task: string): unknown[] => plan.containers(definition(task)).map(({ name }) => name);
    expect(names("chat-ingress")).toEqual([
      "chat-ingress",
      "chat-ingress_scratch",
      "postgres-setup",
      "postgres-setup_scratch",
    ]);
    expect(names("chat-proc")).toEqual(["chat-proc"]);
    expect(names("metrics")).toEqual(["metrics", "metrics_scratch"]);
    expect(names("web-ui")).toEqual(["web-ui"]);
    expect(names("py-code-exec")).toEqual(["py-code-exec"]);
  });

  it("hands secrets over by ARN alone", () => {
    const secrets = containers().flatMap((container) => (container["secrets"] ?? []) as readonly JsonObject[]);
    expect(secrets.length).toBeGreaterThan(5);
    for (const secret of secrets) {
      expect(Object.keys(secret).sort()).toEqual(["name", "valueFrom"]);
      expect(secret["valueFrom"]).toMatch(/^arn:aws:secretsmanager:/);
    }
  });

  it("writes each container's log to the group of the foundation", () => {
    for (const container of containers()) {
      // What prepares a workload's volumes writes to that workload's log.
      const name = (container["name"] as string).replace(/_.*/, "");
      expect(objectAt(container, "logConfiguration", "options")).toMatchObject({
        "awslogs-group": `/kdcube-staging/${name}`,
      });
    }
  });

  it("sends every public path to its service, and stands its rules where base rules stand", () => {
    const wanted = routes
      .filter(({ exposure, service, rewrite }) => exposure === "public" && service !== undefined && !rewrite)
      .map(({ order, service }) => ({
        priority: basePriority(order),
        groups: [`aws_lb_target_group.${service}_targets`],
      }));
    const found = plan.resources("aws_lb_listener_rule").map(({ address, values }) => ({
      priority: values["priority"] as number,
      groups: plan.weights(address).flatMap(({ to }) => to.filter((reference) => reference.endsWith("_targets"))),
    }));
    const inOrder = (rules: readonly { readonly priority: number }[]) =>
      [...rules].sort((a, b) => a.priority - b.priority);
    expect(inOrder(found)).toEqual(inOrder(wanted));
  });

  it("sends all of it to one group where nothing else runs", () => {
    for (const { address } of plan.resources("aws_lb_listener_rule")) {
      expect(plan.weights(address).map(({ weight }) => weight)).toEqual([100]);
    }
  });

  it("gives each task its own identity, and no task a permission on everything but what knows no resource", () => {
    const policies = Object.values(objectAt(json, "resource", "aws_iam_role_policy"));
    const statements = policies.flatMap(
      (policy) => (JSON.parse(textAt(objectAt(policy), "policy")) as { Statement: Statement[] }).Statement,
    );
    const wide = statements.filter(({ Resource }) => Resource.includes("*")).flatMap(({ Action }) => Action);
    expect([...new Set(wide)].sort()).toEqual(["cloudwatch:PutMetricData", "ecr:GetAuthorizationToken"]);
    expect(plan.resources("aws_iam_role")).toHaveLength(2 * plan.resources("aws_ecs_task_definition").length);
  });

  it("holds no secret as text", () => {
    expect(plan.all.flatMap(({ address, values }) => secretLiterals(values, address))).toEqual([]);
  });
});
