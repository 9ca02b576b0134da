import type { Deployment } from "../../../src/deployment";
import type { Service } from "../../../src/model/service";
import type { Plan } from "../../helpers/plan";
import { planOf } from "../../helpers/planned";
import { formatDiagnostic, Terraform, TERRAFORM_TIMEOUT_MS, whyNoTerraform } from "../../helpers/terraform";
import { deploymentNamed, workspaceNamed, workspacesOf } from "../../helpers/workspaces";

/** Staging with the processor on instances and the UI on Spot, and shells in both. */
function elsewhere(): Deployment {
  const { environment, platform } = deploymentNamed("kdcube/staging");
  const { aws } = environment;
  if (!aws) throw new Error("staging is on AWS");
  const change = (name: string, said: Partial<Service>): Record<string, Service> => ({
    [name]: { ...(platform.services[name] as Service), ...said },
  });
  const services = {
    ...platform.services,
    ...change("chat-proc", { capacity: "ec2" }),
    ...change("web-ui", { capacity: "fargate-spot" }),
  };
  return {
    environment: {
      ...environment,
      aws: { ...aws, capacity: { instanceType: "m7i.large", min: 1, max: 3 } },
      services: { ...environment.services, "chat-ingress": { exec: true } },
    },
    platform: { ...platform, services },
    notes: [],
  };
}

(whyNoTerraform() ? describe.skip : describe)("the plan of an environment with instances and Spot", () => {
  let terraform: Terraform;
  let foundation: Plan;
  let ecs: Plan;
  beforeAll(() => {
    terraform = new Terraform();
    foundation = planOf(terraform, elsewhere(), "foundation");
    ecs = planOf(terraform, elsewhere(), "ecs");
  }, 2 * TERRAFORM_TIMEOUT_MS);
  afterAll(() => terraform.dispose());

  it("has a group whose instances ECS protects, drains and counts", () => {
    expect(foundation.resource("aws_autoscaling_group.instances_group").values).toMatchObject({
      min_size: 1,
      max_size: 3,
      protect_from_scale_in: true,
    });
    expect(foundation.resource("aws_ecs_capacity_provider.instances_provider").values).toMatchObject({
      name: "kdcube-staging-ec2",
      auto_scaling_group_provider: [{ managed_draining: "ENABLED", managed_termination_protection: "ENABLED" }],
    });
    expect(foundation.references("aws_autoscaling_group.instances_group", "launch_template", "version")).toContain(
      "aws_launch_template.instances_template.latest_version",
    );
  });

  it("runs each where it says", () => {
    const compatible = (name: string): unknown =>
      ecs.resource(`aws_ecs_task_definition.${name}_task_definition`).values["requires_compatibilities"];
    expect(compatible("chat-proc")).toEqual(["EC2"]);
    expect(compatible("web-ui")).toEqual(["FARGATE"]);
    // Code runs as tasks on Fargate, whatever runs the one that starts them.
    expect(compatible("py-code-exec")).toEqual(["FARGATE"]);
    expect(ecs.containers("aws_ecs_task_definition.chat-proc_task_definition")[0]?.["environment"]).toContainEqual({
      name: "EXEC_RUNTIME_MODE",
      value: "fargate",
    });
    expect(ecs.resource("aws_ecs_service.web-ui_service").values["capacity_provider_strategy"]).toHaveLength(2);
  });

  it.each(["foundation", "ecs"] as const)(
    "is valid as it is: %s",
    (stack) => {
      const { workspace, json } = workspaceNamed(workspacesOf([elsewhere()]), stack);
      expect(terraform.validate(workspace.name, json).map(formatDiagnostic)).toEqual([]);
    },
    TERRAFORM_TIMEOUT_MS,
  );

  it(
    "is valid with a cluster of others",
    () => {
      const { environment, platform } = deploymentNamed("kdcube/staging");
      const adopting = { ...environment, adopt: { cluster: "theirs", stores: {}, secrets: {} } };
      for (const { workspace, json } of workspacesOf([{ environment: adopting, platform, notes: [] }]))
        expect(terraform.validate(workspace.name, json).map(formatDiagnostic)).toEqual([]);
    },
    2 * TERRAFORM_TIMEOUT_MS,
  );
});
