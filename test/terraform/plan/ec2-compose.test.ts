import { basePriority } from "../../../src/model/route";
import type { Plan } from "../../helpers/plan";
import { planBefore } from "../../helpers/planned";
import { secretLiterals } from "../../helpers/secret-literals";
import { whyNoTerraform } from "../../helpers/terraform";
import { deploymentNamed } from "../../helpers/workspaces";

(whyNoTerraform() ? describe.skip : describe)("the plan of the compose host", () => {
  const deployment = deploymentNamed("kdcube/prod");
  let plan: Plan;
  planBefore(deployment, "ec2-compose", (made) => (plan = made));

  it("keeps the host private, encrypted, and its metadata behind a token", () => {
    expect(plan.resource("aws_instance.host").values).toMatchObject({
      associate_public_ip_address: false,
      instance_type: "m7i.2xlarge",
    });
    expect(plan.resource("aws_launch_template.host_template").values).toMatchObject({
      block_device_mappings: [{ ebs: [{ encrypted: "true", volume_size: 100 }] }],
      metadata_options: [{ http_tokens: "required" }],
    });
  });

  it("lets nobody in by key: the host is reached through Session Manager", () => {
    expect(plan.resource("aws_instance.host").values["key_name"] ?? null).toBeNull();
    expect(plan.resource("aws_iam_role_policy_attachment.session").values["policy_arn"]).toMatch(
      /AmazonSSMManagedInstanceCore$/,
    );
  });

  it("has a base rule for each public route, whatever a phase puts above it", () => {
    const wanted = deployment.platform.routes
      .filter(({ exposure, service, rewrite }) => exposure === "public" && service !== undefined && !rewrite)
      .map(({ order }) => basePriority(order));
    const found = plan.resources("aws_lb_listener_rule").map(({ values }) => values["priority"] as number);
    expect(found.sort((a, b) => a - b)).toEqual(wanted.sort((a, b) => a - b));
    expect(found.every((priority) => priority % 2 === 1)).toBe(true);
  });

  it("forwards each to the group of its own service, all of it", () => {
    for (const { address } of plan.resources("aws_lb_listener_rule")) {
      const [only, ...rest] = plan.weights(address);
      expect(rest).toEqual([]);
      expect(only?.weight).toBe(100);
      expect(only?.to.at(-1)).toMatch(/^aws_lb_target_group\.routes_targets-/);
    }
  });

  it("brings the bundle without a retired service and with all others", () => {
    const compose = plan.resource("aws_s3_object.bundle_docker-compose-yaml").values["content"] as string;
    const services = [...compose.matchAll(/^ {2}([\w-]+):$/gm)].map(([, name]) => name);
    expect(services).toEqual(expect.arrayContaining(["chat-ingress", "chat-proc", "clamav", "web-ui"]));
    expect(services).not.toContain("metrics");
  });

  it("keeps variables of the shell for the shell", () => {
    const compose = plan.resource("aws_s3_object.bundle_docker-compose-yaml").values["content"] as string;
    expect(compose).toContain("${SECRETS_DIR:-");
  });

  it("puts names of secrets into the bundle and no secret", () => {
    expect(plan.all.flatMap(({ address, values }) => secretLiterals(values, address))).toEqual([]);
    const files = plan.resources("aws_s3_object").map(({ values }) => values["content"] as string);
    expect(files.join("\n")).not.toMatch(/^[A-Z_]*(?:PASSWORD|API_KEY|SECRET)=./m);
  });
});
