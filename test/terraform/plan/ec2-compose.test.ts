import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { basePriority } from "../../../src/model/route";
import { AWS_MANAGED } from "../../../src/targets/account/deployer/managed";
import { AGENT_ACTIONS } from "../../../src/targets/ec2-compose/role";
import { objectAt } from "../../helpers/json";
import type { Plan } from "../../helpers/plan";
import { planBefore } from "../../helpers/planned";
import { secretLiterals } from "../../helpers/secret-literals";
import { whyNoTerraform } from "../../helpers/terraform";
import { deploymentNamed, workspaceNamed, workspacesOf } from "../../helpers/workspaces";

const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");

(whyNoTerraform() ? describe.skip : describe)("the plan of the compose host", () => {
  const deployment = deploymentNamed("kdcube/prod");
  let plan: Plan;
  planBefore(deployment, "ec2-compose", (made) => (plan = made));

  /** The only statements of the host's own policy, by an action that they allow. */
  const allowed = (action: string) => {
    const { Statement } = JSON.parse(plan.resource("aws_iam_role_policy.role_policy").values["policy"] as string) as {
      Statement: { Action: string[]; Resource: string[]; Condition?: unknown }[];
    };
    return Statement.filter(({ Action }) => Action.includes(action));
  };
  const document = (address: string) =>
    JSON.parse(plan.resource(address).values["content"] as string) as {
      inputs: Record<string, unknown>;
      parameters: Record<string, { allowedPattern: string }>;
      mainSteps: {
        action: string;
        inputs: { name?: string; runCommand?: string[]; timeoutSeconds?: string; onFailure: string };
      }[];
    };

  it("H1: keeps metadata behind a token, one hop away for containers", () => {
    const wanted = [{ http_tokens: "required", http_put_response_hop_limit: 2, http_endpoint: "enabled" }];
    for (const address of ["aws_instance.host", "aws_launch_template.host_template"])
      expect(plan.resource(address).values).toMatchObject({ metadata_options: wanted });
  });

  it("H2: encrypts the root disk by the name that Ubuntu gives it, and keeps data on a disk of the foundation's", () => {
    const template = plan.resource("aws_launch_template.host_template");
    expect(template.values).toMatchObject({
      block_device_mappings: [
        {
          device_name: "/dev/sda1",
          ebs: [
            {
              encrypted: "true",
              volume_size: 100,
              volume_type: "gp3",
              kms_key_id: expect.stringMatching(/^arn:/) as string,
            },
          ],
        },
      ],
      image_id: "resolve:ssm:/aws/service/canonical/ubuntu/server/24.04/stable/current/amd64/hvm/ebs-gp3/ami-id",
      ebs_optimized: "true",
      monitoring: [{ enabled: true }],
    });
    expect(plan.resource("aws_volume_attachment.host_data").values).toMatchObject({
      volume_id: "vol-0123456789abcdef0",
      stop_instance_before_detaching: true,
    });
  });

  it("H3: has no public address and no key: Session Manager is the way in, encrypted and in a log", () => {
    const { values } = plan.resource("aws_instance.host");
    expect(values).toMatchObject({
      associate_public_ip_address: false,
      instance_type: "m7i.2xlarge",
      monitoring: true,
    });
    expect(values["key_name"] ?? null).toBeNull();
    expect(allowed("ssmmessages:OpenDataChannel")).toHaveLength(1);
    expect(document("aws_ssm_document.session-document").inputs).toMatchObject({
      kmsKeyId: expect.stringMatching(/^arn:aws:kms:/) as string,
      cloudWatchLogGroupName: "/kdcube-prod/_session",
      cloudWatchEncryptionEnabled: true,
    });
  });

  it("H3: lets the agent do what AWS's policy for it does, and read no parameter but its own", () => {
    expect(plan.resources("aws_iam_role_policy_attachment")).toEqual([]);
    const [agent] = allowed("ssm:UpdateInstanceInformation");
    const reads = ["ssm:GetParameter", "ssm:GetParameters"];
    expect([...agent!.Action, ...reads].sort()).toEqual([...AWS_MANAGED["AmazonSSMManagedInstanceCore"]!].sort());
    const parameter = plan.resource("aws_ssm_parameter.agent_config").values["name"] as string;
    expect(parameter).toBe("kdcube-prod-host-agent");
    const prefix = "arn:aws:ssm:eu-west-1:111122223333:parameter/";
    for (const read of reads) {
      const named = allowed(read).flatMap(({ Resource }) => Resource);
      expect(named).toContain(`${prefix}${parameter}`);
      expect(named.filter((arn) => !arn.startsWith(prefix) || arn.includes("*"))).toEqual([]);
    }
  });

  it("H3: installs what AWS keeps for hosts before it is asked for, and again now and then", () => {
    const { values } = plan.resource("aws_ssm_association.software_association");
    expect(values).toMatchObject({ association_name: "kdcube-prod-software", schedule_expression: "rate(14 days)" });
    expect(values["wait_for_success_timeout_seconds"]).toBe(900 + 1800);
    expect(document("aws_ssm_document.software_document").mainSteps.map(({ inputs }) => inputs.name)).toEqual([
      undefined,
      "AmazonCloudWatchAgent",
      "AmazonEFSUtils",
    ]);
    const { json } = workspaceNamed(workspacesOf([deployment]), "ec2-compose");
    for (const name of ["agent_configure", "bundle_association"])
      expect(objectAt(json, "resource", "aws_ssm_association", name)["depends_on"]).toContain(
        "aws_ssm_association.software_association",
      );
  });

  it("H3: installs Ubuntu's security updates on Sundays", () => {
    expect(plan.resource("aws_ssm_patch_baseline.patching_baseline").values["operating_system"]).toBe("UBUNTU");
    expect(plan.resource("aws_ssm_association.patching_weekly").values).toMatchObject({
      name: "AWS-RunPatchBaseline",
      schedule_expression: "cron(0 6 ? * SUN *)",
      apply_only_at_cron_interval: true,
      output_location: [{ s3_key_prefix: "patching" }],
      parameters: { Operation: "Install", RebootOption: "RebootIfNeeded" },
    });
    const group = plan.resource("aws_ssm_patch_group.patching_group").values["patch_group"];
    expect(plan.resource("aws_instance.host").values["tags"]).toMatchObject({ PatchGroup: group });
  });

  it("H4: prepares the host by its first script, and gives it a release by its hash", () => {
    const setup = Buffer.from(
      plan.resource("aws_launch_template.host_template").values["user_data"] as string,
      "base64",
    ).toString();
    expect(setup).toContain("vol-0123456789abcdef0");
    const files = plan
      .resources("aws_s3_object")
      .filter(({ address }) => address.includes("bundle_file-"))
      .map(({ values }) => ({ key: values["key"] as string, content: values["content"] as string }));
    for (const { key, content } of files) {
      expect(key).toMatch(/^files\/[0-9a-f]{64}\/./);
      expect(key.split("/")[1]).toBe(sha256(content));
      expect(setup).not.toContain(key.split("/")[1]);
    }
    const list = plan.resource("aws_s3_object.bundle_manifest").values;
    const wanted = Object.fromEntries(
      files.map(({ key, content }) => [key.split("/").slice(2).join("/"), sha256(content)]),
    );
    expect(JSON.parse(list["content"] as string)).toEqual({ files: wanted });
    const id = sha256(list["content"] as string).slice(0, 16);
    expect(list["key"]).toBe(`releases/${id}.json`);
    expect(plan.resource("aws_ssm_association.bundle_association").values["parameters"]).toEqual({ Release: id });
    expect(plan.output("release_id")).toBe(id);
  });

  it("H4: tells the host once all of it stands, and waits for the outcome", () => {
    const { values } = plan.resource("aws_ssm_association.bundle_association");
    expect(values).toMatchObject({
      association_name: "kdcube-prod-deploy",
      output_location: [{ s3_key_prefix: "output" }],
    });
    const seconds = values["wait_for_success_timeout_seconds"] as number;
    const { mainSteps, parameters } = document("aws_ssm_document.bundle_document");
    expect(parameters["Release"]?.allowedPattern).toBe("^(list|[0-9a-f]{16})$");
    expect(mainSteps.map(({ action }) => action)).toEqual(["aws:runShellScript", "aws:runShellScript"]);
    expect(mainSteps.every(({ inputs }) => inputs.onFailure === "exit")).toBe(true);
    const [ready, deploy] = mainSteps.map(({ inputs }) => Number(inputs.timeoutSeconds)) as [number, number];
    expect(deploy).toBeGreaterThanOrEqual(1800);
    expect(seconds).toBeGreaterThan(ready + deploy);
    expect(seconds).toBeLessThan(7200);
    for (const { inputs } of mainSteps)
      expect(
        spawnSync("/bin/sh", ["-n"], { input: (inputs.runCommand ?? []).join("\n"), encoding: "utf8" }),
      ).toMatchObject({
        status: 0,
        stderr: "",
      });
  });

  it("H5: lets the host read releases, write what it printed, count under its own name, and mount what it shares", () => {
    expect(allowed("s3:GetObject").flatMap(({ Resource }) => Resource)).toEqual(
      expect.arrayContaining(["arn:aws:s3:::example-bundle/files/*", "arn:aws:s3:::example-bundle/releases/*"]),
    );
    for (const action of ["s3:PutObject", "s3:PutObjectAcl"])
      expect(allowed(action).flatMap(({ Resource }) => Resource)).toEqual(
        expect.arrayContaining(["arn:aws:s3:::example-bundle/output/*", "arn:aws:s3:::example-bundle/patching/*"]),
      );
    expect(allowed("cloudwatch:PutMetricData")).toContainEqual(
      expect.objectContaining({ Condition: { StringEquals: { "cloudwatch:namespace": "kdcube/Host" } } }),
    );
    const [mount] = allowed("elasticfilesystem:ClientMount");
    expect(mount?.Resource).toEqual([
      "arn:aws:elasticfilesystem:eu-west-1:111122223333:file-system/fs-0123456789abcdef0",
    ]);
    expect(JSON.stringify(mount?.Condition)).toContain("access-point/fsap-0123456789abcdef0");
  });

  it("H5: gives nothing on everything but what knows no resource, and what the agent needs", () => {
    const { Statement } = JSON.parse(plan.resource("aws_iam_role_policy.role_policy").values["policy"] as string) as {
      Statement: { Action: string[]; Resource: string[]; Condition?: unknown }[];
    };
    const open = Statement.filter(({ Resource, Condition }) => Resource.includes("*") && !Condition);
    expect(open.flatMap(({ Action }) => Action).sort()).toEqual(["ecr:GetAuthorizationToken", ...AGENT_ACTIONS].sort());
  });

  it("H6: is moved to other hardware by AWS when its own fails", () => {
    expect(plan.resource("aws_instance.host").values["maintenance_options"]).toEqual([{ auto_recovery: "default" }]);
    const alarm = plan.resource("aws_cloudwatch_metric_alarm.alarms_host-system-status").values;
    expect(alarm["metric_name"]).toBe("StatusCheckFailed_System");
    expect(alarm["alarm_actions"]).toContain("arn:aws:automate:eu-west-1:ec2:recover");
  });

  it("H7: counts disks and memory by an agent that knows the paths that alarms look at", () => {
    const config = JSON.parse(plan.resource("aws_ssm_parameter.agent_config").values["value"] as string) as {
      metrics: { namespace: string; append_dimensions: object; metrics_collected: { disk: { resources: string[] } } };
    };
    expect(config.metrics.append_dimensions).toEqual({ InstanceId: "${aws:InstanceId}" });
    expect(config.metrics.metrics_collected.disk.resources).toEqual(["/", "/opt/kdcube-prod"]);
    const alarms = ["disk-root", "disk-data", "memory"].map(
      (what) => plan.resource(`aws_cloudwatch_metric_alarm.alarms-agent_host-${what}`).values,
    );
    expect(new Set(alarms.map((alarm) => alarm["namespace"]))).toEqual(new Set([config.metrics.namespace]));
  });

  it("H8: stands in a group for each service with a public route, with that service's own check", () => {
    const groups = plan.resources("aws_lb_target_group").map(({ address }) => address.split("targets-")[1]);
    const routed = deployment.platform.routes.flatMap(({ exposure, service, rewrite }) =>
      exposure === "public" && service !== undefined && !rewrite && service !== "metrics" ? [service] : [],
    );
    expect(groups.sort()).toEqual([...new Set(routed)].sort());
    for (const { values } of plan.resources("aws_lb_target_group")) {
      expect(values["target_type"]).toBe("instance");
      expect(values["health_check"]).toEqual([
        expect.objectContaining({ path: expect.stringMatching(/^\//) as string }),
      ]);
    }
    expect(plan.resources("aws_lb_target_group_attachment")).toHaveLength(groups.length);
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
    const compose = plan.resource("aws_s3_object.bundle_file-docker-compose-yaml").values["content"] as string;
    const services = [...compose.matchAll(/^ {2}([\w-]+):$/gm)].map(([, name]) => name);
    expect(services).toEqual(expect.arrayContaining(["chat-ingress", "chat-proc", "clamav", "web-ui"]));
    expect(services).not.toContain("metrics");
  });

  it("keeps variables of the shell for the shell", () => {
    const compose = plan.resource("aws_s3_object.bundle_file-docker-compose-yaml").values["content"] as string;
    expect(compose).toContain("${SECRETS_DIR:-");
  });

  it("puts names of secrets into the bundle and no secret", () => {
    expect(plan.all.flatMap(({ address, values }) => secretLiterals(values, address))).toEqual([]);
    const files = plan.resources("aws_s3_object").map(({ values }) => values["content"] as string);
    expect(files.join("\n")).not.toMatch(/^[A-Z_]*(?:PASSWORD|API_KEY|SECRET)=./m);
  });
});
