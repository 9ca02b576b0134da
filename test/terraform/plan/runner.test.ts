import { forOfflinePlan } from "../../helpers/editor";
import { fixtureState } from "../../helpers/fixture-state";
import type { JsonObject } from "../../helpers/json";
import type { Plan } from "../../helpers/plan";
import { formatDiagnostic, Terraform, TERRAFORM_TIMEOUT_MS, whyNoTerraform } from "../../helpers/terraform";

/** All that is hard about an offline plan, in one small workspace: what the editor must mend, and nothing else. */
const workspace: JsonObject = {
  terraform: {
    backend: { s3: { bucket: "state", key: "a.tfstate", region: "eu-west-1", use_lockfile: true } },
    required_providers: { aws: { source: "aws", version: "6.25.0" } },
  },
  provider: { aws: [{ region: "eu-west-1", allowed_account_ids: ["123456789012"] }] },
  ephemeral: { aws_secretsmanager_random_password: { database: { password_length: 32 } } },
  data: {
    terraform_remote_state: {
      foundation: { backend: "s3", workspace: "default", config: { bucket: "state", key: "f", region: "eu-west-1" } },
    },
  },
  resource: {
    aws_secretsmanager_secret: { database: { name: "database" } },
    aws_secretsmanager_secret_version: {
      database: {
        secret_id: "${aws_secretsmanager_secret.database.id}",
        secret_string_wo: "${ephemeral.aws_secretsmanager_random_password.database.random_password}",
        secret_string_wo_version: 1,
      },
    },
    aws_lb_target_group: {
      api: {
        port: 80,
        protocol: "HTTP",
        target_type: "ip",
        vpc_id: "${data.terraform_remote_state.foundation.outputs.vpc_id}",
      },
    },
    aws_lb_listener_rule: {
      api: {
        listener_arn: "${data.terraform_remote_state.foundation.outputs.listener_arn}",
        priority: 20,
        condition: [{ path_pattern: { values: ["/api/*"] } }],
        action: [
          {
            type: "forward",
            forward: {
              target_group: [
                { arn: "${data.terraform_remote_state.foundation.outputs.group_arn}", weight: 75 },
                { arn: "${aws_lb_target_group.api.arn}", weight: 25 },
              ],
            },
          },
        ],
      },
    },
  },
};
const listener = "arn:aws:elasticloadbalancing:eu-west-1:123456789012:listener/app/a/1/2";
const group = "arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/a/1";
const foundation = fixtureState([
  { name: "vpc_id", type: "string", example: "vpc-1" },
  { name: "listener_arn", type: "string", example: listener },
  { name: "group_arn", type: "string", example: group },
]);

const reason = whyNoTerraform();
(reason ? describe.skip : describe)("terraform on this machine", () => {
  let terraform: Terraform;
  let plan: Plan;
  beforeAll(() => {
    terraform = new Terraform();
    const edited = forOfflinePlan(workspace, (source) => `${source}.tfstate`);
    plan = terraform.plan("runner", edited, { "foundation.tfstate": foundation });
  }, TERRAFORM_TIMEOUT_MS);
  afterAll(() => terraform.dispose());

  it("accepts a workspace as it is, backend and pinned version included", () => {
    expect(terraform.validate("accepted", workspace).map(formatDiagnostic)).toEqual([]);
  });

  it("names an argument that the provider does not know", () => {
    const wrong = { ...workspace, resource: { aws_s3_bucket: { a: { bucket: "a-bucket", colour: "red" } } } };
    expect(terraform.validate("refused", wrong).map(formatDiagnostic).join()).toContain('named "colour"');
  });

  it("plans without an account, from the fixture state of the workspace it reads", () => {
    expect(plan.count("create")).toBe(4);
    expect(plan.resource("aws_lb_target_group.api").values["vpc_id"]).toBe("vpc-1");
  });

  it("tells by reference which target group has which weight", () => {
    const [other, own] = plan.weights("aws_lb_listener_rule.api");
    expect(other).toEqual({
      to: expect.arrayContaining(["data.terraform_remote_state.foundation.outputs.group_arn"]) as string[],
      weight: 75,
    });
    expect(own).toEqual({ to: ["aws_lb_target_group.api.arn", "aws_lb_target_group.api"], weight: 25 });
  });
});
