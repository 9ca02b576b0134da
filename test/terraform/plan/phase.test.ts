import type { Deployment } from "../../../src/deployment";
import { phasePriority } from "../../../src/model/route";
import type { Plan } from "../../helpers/plan";
import { planOf } from "../../helpers/planned";
import { Terraform, TERRAFORM_TIMEOUT_MS, whyNoTerraform } from "../../helpers/terraform";
import { deploymentNamed, inStates } from "../../helpers/workspaces";

(whyNoTerraform() ? describe.skip : describe)("the plan of a phase", () => {
  const prod = deploymentNamed("kdcube/prod");
  let terraform: Terraform;
  beforeAll(() => {
    terraform = new Terraform();
  });
  afterAll(() => terraform.dispose());

  const ruleAddresses = (plan: Plan): string[] => plan.resources("aws_lb_listener_rule").map(({ address }) => address);
  const prioritiesOf = ({ platform }: Deployment, service: string): number[] =>
    platform.routes
      .filter((route) => route.service === service && route.exposure === "public" && !route.rewrite)
      .map(({ order }) => phasePriority(order))
      .sort((a, b) => a - b);

  describe("that shares a quarter of the traffic", () => {
    let plan: Plan;
    beforeAll(() => {
      plan = planOf(terraform, inStates(prod, { metrics: "retired", ingress: 25 }), "ecs-ingress");
    }, TERRAFORM_TIMEOUT_MS);

    it("weighs every one of its rules 75 to 25, the host first", () => {
      expect(ruleAddresses(plan).length).toBeGreaterThan(0);
      for (const address of ruleAddresses(plan)) {
        const [host, own, ...rest] = plan.weights(address);
        expect(rest).toEqual([]);
        expect(host?.weight).toBe(75);
        expect(host?.to[0]).toBe("data.terraform_remote_state.ec2-compose.outputs.target_group_arn_chat-ingress");
        expect(own?.weight).toBe(25);
        expect(own?.to.at(-1)).toBe("aws_lb_target_group.chat-ingress_targets");
      }
    });

    it("stands right above the base rules of its routes", () => {
      const found = plan.resources("aws_lb_listener_rule").map(({ values }) => values["priority"] as number);
      expect(found.sort((a, b) => a - b)).toEqual(prioritiesOf(prod, "chat-ingress"));
      expect(found.every((priority) => priority % 2 === 0)).toBe(true);
    });

    it("keeps a browser with the place it met", () => {
      for (const { values } of plan.resources("aws_lb_listener_rule")) {
        expect(values["action"]).toMatchObject([{ forward: [{ stickiness: [{ enabled: true }] }] }]);
      }
    });

    it("runs its tasks, with the scanner beside them", () => {
      expect(plan.resource("aws_ecs_service.chat-ingress_service").values["desired_count"]).toBe(2);
      const names = plan.containers("aws_ecs_task_definition.chat-ingress_task_definition").map(({ name }) => name);
      expect(names).toEqual(["chat-ingress", "chat-ingress_scratch", "clamav"]);
    });

    it("is one service and what it needs, nothing of the foundation", () => {
      const types = new Set(plan.all.map(({ type }) => type));
      expect([...types].sort()).toEqual([
        "aws_appautoscaling_policy", // adds to it and takes away
        "aws_appautoscaling_target", // between its least and its most
        "aws_cloudwatch_metric_alarm", // watch it, and decide when
        "aws_ecs_service", // runs it
        "aws_ecs_task_definition", // what it runs
        "aws_iam_role", // to start it, and its own
        "aws_iam_role_policy", // of each
        "aws_lb_listener_rule", // its routes
        "aws_lb_target_group", // its tasks
        "aws_service_discovery_service", // its address in this place
        "terraform_data", // the guard
      ]);
    });
  });

  it(
    "that takes no traffic yet has its rules at weight 0 and no tasks",
    () => {
      const plan = planOf(terraform, inStates(prod, { metrics: "retired", ingress: "standby" }), "ecs-ingress");
      expect(plan.resource("aws_ecs_service.chat-ingress_service").values["desired_count"]).toBe(0);
      for (const address of ruleAddresses(plan)) {
        expect(plan.weights(address).map(({ weight }) => weight)).toEqual([100, 0]);
      }
    },
    TERRAFORM_TIMEOUT_MS,
  );

  it(
    "that takes its work from a queue and has moved names its own group alone",
    () => {
      const moved = inStates(prod, { metrics: "retired", ingress: "retired", proc: "moved" });
      const plan = planOf(terraform, moved, "ecs-proc");
      expect(ruleAddresses(plan).length).toBeGreaterThan(0);
      for (const address of ruleAddresses(plan)) {
        const [own, ...rest] = plan.weights(address);
        expect(rest).toEqual([]);
        expect(own).toMatchObject({ weight: 100 });
        expect(own?.to.at(-1)).toBe("aws_lb_target_group.chat-proc_targets");
      }
    },
    TERRAFORM_TIMEOUT_MS,
  );

  it(
    "that is only planned holds its guard alone",
    () => {
      const plan = planOf(terraform, inStates(prod, { edge: "planned" }), "ecs-edge");
      expect(plan.addresses).toEqual(["terraform_data.guard"]);
    },
    TERRAFORM_TIMEOUT_MS,
  );
});
