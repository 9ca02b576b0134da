import { FARGATE_STOP_MAX_SEC } from "../../../src/model/drain";
import { objectAt, textAt, type JsonObject } from "../../helpers/json";
import type { Plan, PlannedResource } from "../../helpers/plan";
import { planOf } from "../../helpers/planned";
import { secretLiterals } from "../../helpers/secret-literals";
import { Terraform, TERRAFORM_TIMEOUT_MS, whyNoTerraform } from "../../helpers/terraform";
import { deploymentNamed, workspaceNamed, workspacesOf } from "../../helpers/workspaces";

interface Statement {
  readonly Action: readonly string[] | string;
  readonly Resource: readonly string[] | string;
  readonly Principal?: JsonObject;
  readonly Condition?: JsonObject;
}

const list = (value: unknown): readonly JsonObject[] => (value ?? []) as readonly JsonObject[];

/** Rows of the acceptance list of ECS, by their number (production-acceptance §4.1). */
(whyNoTerraform() ? describe.skip : describe)("the acceptance list of ECS", () => {
  const staging = deploymentNamed("kdcube/staging");
  const prod = deploymentNamed("kdcube/prod");
  const { platform } = staging;
  const all = workspacesOf([staging]);
  const json = { ecs: workspaceNamed(all, "ecs").json, foundation: workspaceNamed(all, "foundation").json };
  let terraform: Terraform;
  let ecs: Plan;
  let foundation: Plan;
  let phase: Plan;
  beforeAll(() => {
    terraform = new Terraform();
    ecs = planOf(terraform, staging, "ecs");
    foundation = planOf(terraform, staging, "foundation");
    phase = planOf(terraform, prod, "ecs-ingress");
  }, 3 * TERRAFORM_TIMEOUT_MS);
  afterAll(() => terraform.dispose());

  /** Each is asked of staging, where all is on ECS, and of a phase of prod. */
  const services = (): PlannedResource[] => [ecs, phase].flatMap((plan) => plan.resources("aws_ecs_service"));
  const definitions = (): PlannedResource[] =>
    [ecs, phase].flatMap((plan) => plan.resources("aws_ecs_task_definition"));
  const containers = (): JsonObject[] =>
    [ecs, phase].flatMap((plan) =>
      plan.resources("aws_ecs_task_definition").flatMap(({ address }) => plan.containers(address)),
    );
  const service = (name: string): JsonObject => ecs.resource(`aws_ecs_service.${name}_service`).values;
  const container = (plan: Plan, task: string, name = task): JsonObject => {
    const found = plan
      .containers(`aws_ecs_task_definition.${task}_task_definition`)
      .find((each) => each["name"] === name);
    if (!found) throw new Error(`no container ${name} in ${task}`);
    return found;
  };
  const statements = (of: JsonObject): Statement[] =>
    (JSON.parse(textAt(of, "policy")) as { Statement: Statement[] }).Statement;
  const policy = (name: string): Statement[] => statements(objectAt(json.ecs, "resource", "aws_iam_role_policy", name));
  const keyPolicy = (): Statement[] => statements(objectAt(json.foundation, "resource", "aws_kms_key", "key"));
  const isHelper = (each: JsonObject): boolean => (each["name"] as string).includes("_");
  const modelled = (name: string) =>
    ({ ...platform.services, ...prod.platform.services, ...platform.jobs, ...platform.tasks })[name];

  it("E1: measures tasks and containers", () => {
    expect(foundation.resource("aws_ecs_cluster.cluster").values["setting"]).toEqual([
      { name: "containerInsights", value: "enhanced" },
    ]);
  });

  it("E2: keeps what is typed in a shell, encrypted on the way and at rest", () => {
    const cluster = objectAt(json.foundation, "resource", "aws_ecs_cluster", "cluster");
    expect(objectAt(cluster, "configuration", "execute_command_configuration")).toEqual({
      kms_key_id: "${aws_kms_key.key.arn}",
      logging: "OVERRIDE",
      log_configuration: {
        cloud_watch_encryption_enabled: true,
        cloud_watch_log_group_name: "${aws_cloudwatch_log_group.cluster_exec-log.name}",
      },
    });
    const log = foundation.resource("aws_cloudwatch_log_group.cluster_exec-log");
    expect(log.values).toMatchObject({
      name: "/kdcube-staging/_exec",
      retention_in_days: staging.environment.logRetentionDays,
    });
    expect(foundation.references(log.address, "kms_key_id")).toContain("aws_kms_key.key.arn");
  });

  it("E3: keeps the disks of tasks under our key, which Fargate may use for this cluster and no other", () => {
    const cluster = "aws_ecs_cluster.cluster";
    const path = ["configuration", "managed_storage_configuration", "fargate_ephemeral_storage_kms_key_id"];
    expect(foundation.references(cluster, ...path)).toContain("aws_kms_key.key.arn");
    const fargate = keyPolicy().filter(({ Principal }) => Principal?.["Service"] === "fargate.amazonaws.com");
    expect(fargate.map(({ Action }) => Action)).toEqual(["kms:GenerateDataKeyWithoutPlaintext", "kms:CreateGrant"]);
    for (const { Condition } of fargate)
      expect(objectAt(Condition ?? {}, "StringEquals")).toEqual({
        "kms:EncryptionContext:aws:ecs:clusterAccount": [staging.environment.aws?.account],
        "kms:EncryptionContext:aws:ecs:clusterName": [foundation.resource(cluster).values["name"]],
      });
    expect(objectAt(fargate[1]?.Condition ?? {}, "ForAllValues:StringEquals")).toEqual({
      "kms:GrantOperations": ["Decrypt"],
    });
  });

  it("E4: runs on the newest platform version", () => {
    expect(services().length).toBeGreaterThan(4);
    for (const { values } of services()) expect(values["platform_version"]).toBe("LATEST");
  });

  it("E5: has no public address, and every private subnet to stand in", () => {
    for (const { values } of services()) {
      const [network] = list(values["network_configuration"]);
      expect(network?.["assign_public_ip"]).toBe(false);
      expect((network?.["subnets"] as unknown[]).length).toBeGreaterThan(1);
    }
  });

  it("E6: goes back by itself when new tasks do not come up", () => {
    for (const { values } of services())
      expect(values["deployment_circuit_breaker"]).toEqual([{ enable: true, rollback: true }]);
  });

  it("E7: keeps all running while it replaces, but for what may run only once", () => {
    for (const { address, values } of services()) {
      const percents = [values["deployment_minimum_healthy_percent"], values["deployment_maximum_percent"]];
      expect([address, percents]).toEqual([address, address.includes(".metrics_") ? [0, 100] : [100, 200]]);
    }
  });

  it("E9: says whether zones are evened out: not for what takes turns from a queue, nor for the only one", () => {
    const said = (name: string) => service(name)["availability_zone_rebalancing"];
    expect(["chat-ingress", "web-ui", "chat-proc", "metrics"].map(said)).toEqual([
      "ENABLED",
      "ENABLED",
      "DISABLED",
      "DISABLED",
    ]);
  });

  it("E10: waits for a cold start before the load balancer's word counts", () => {
    expect(service("chat-proc")["health_check_grace_period_seconds"]).toBeGreaterThanOrEqual(120);
    expect(service("web-ui")["health_check_grace_period_seconds"]).toBeGreaterThanOrEqual(60);
  });

  it("E11: looks at every container that others call, as the model says", () => {
    for (const name of Object.keys(platform.services)) {
      const check = objectAt(container(ecs, name), "healthCheck");
      expect([name, check["command"]]).toEqual([name, ["CMD-SHELL", expect.stringMatching(/curl|wget/)]]);
      expect(check["startPeriod"]).toBe(platform.services[name]?.probe.startPeriodSec ?? 30);
      expect(check["startPeriod"]).toBeLessThanOrEqual(300);
    }
  });

  it("E12: gives each as long to end as it asked for, within what Fargate gives", () => {
    for (const [name, { stopGraceSec }] of Object.entries(platform.services)) {
      expect([name, container(ecs, name)["stopTimeout"]]).toEqual([name, stopGraceSec]);
      expect(stopGraceSec).toBeLessThanOrEqual(FARGATE_STOP_MAX_SEC);
    }
    expect(container(ecs, "chat-proc")["stopTimeout"]).toBe(120);
  });

  it("E14: lets a busy processor protect its own task, in this cluster", () => {
    const protect = policy("chat-proc_task_role_policy").filter(({ Action }) =>
      Action.includes("ecs:UpdateTaskProtection"),
    );
    expect(protect.map(({ Resource }) => Resource)).toEqual([
      ["arn:aws:ecs:eu-west-1:111122223333:task/${data.terraform_remote_state.foundation.outputs.cluster_name}/*"],
    ]);
    const others = ["chat-ingress", "metrics"].flatMap((name) => policy(`${name}_task_role_policy`));
    expect(others.flatMap(({ Action }) => Action)).not.toContain("ecs:UpdateTaskProtection");
  });

  it("E15: starts each task with one role and runs it with another, both its own", () => {
    const roles = ecs
      .resources("aws_ecs_task_definition")
      .flatMap(({ address }) => [
        ecs.references(address, "execution_role_arn")[0],
        ecs.references(address, "task_role_arn")[0],
      ]);
    expect(new Set(roles).size).toBe(roles.length);
  });

  it("E16: names secrets by ARN, opens those and no others, and has none in a variable", () => {
    for (const name of Object.keys(platform.services)) {
      const all = Object.values(ecs.containers(`aws_ecs_task_definition.${name}_task_definition`));
      const used = all.flatMap((each) =>
        list(each["secrets"]).map(({ valueFrom }) => (valueFrom as string).split(":").slice(0, 7).join(":")),
      );
      const opened = Object.keys(objectAt(json.ecs, "resource", "aws_iam_role_policy")).includes(
        `${name}_task_execution_policy`,
      )
        ? policy(`${name}_task_execution_policy`).filter(({ Action }) =>
            Action.includes("secretsmanager:GetSecretValue"),
          )
        : [];
      expect([name, opened.flatMap(({ Resource }) => Resource).length]).toEqual([name, new Set(used).size]);
    }
    expect(
      [ecs, phase].flatMap((plan) => plan.all.flatMap(({ address, values }) => secretLiterals(values, address))),
    ).toEqual([]);
  });

  it("E17: names the version of what Terraform writes, so that a new value rolls its readers", () => {
    const secrets = containers().flatMap((each) => list(each["secrets"]));
    const written = secrets.filter(({ name }) =>
      ["POSTGRES_PASSWORD", "REDIS_URL", "REDIS_PASSWORD"].includes(name as string),
    );
    expect(written.length).toBeGreaterThan(5);
    for (const { valueFrom } of written) expect(valueFrom).toMatch(/:::0{8}-(0{4}-){3}0{12}$/);
    const supplied = secrets.filter(({ name }) => name === "OPENAI_API_KEY");
    for (const { valueFrom } of supplied) expect(valueFrom).toMatch(/secret:[\w-]+$/);
  });

  it("E18: has a read-only root with named scratch, or the reason why not in the model", () => {
    for (const each of containers()) {
      const name = each["name"] as string;
      const readOnly = each["readonlyRootFilesystem"];
      expect([name, readOnly === true || modelled(name)?.writesRoot !== undefined]).toEqual([name, true]);
      if (isHelper(each)) expect([name, readOnly]).toEqual([name, true]);
    }
    const paths = list(container(ecs, "chat-ingress")["mountPoints"]).map(({ containerPath }) => containerPath);
    expect(paths).toEqual(["/tmp", "/home/appuser/.cache"]);
    const writable = containers().filter((each) => each["readonlyRootFilesystem"] !== true);
    expect([...new Set(writable.map(({ name }) => name))].sort()).toEqual([
      "chat-proc",
      "clamav",
      "py-code-exec",
      "web-ui",
    ]);
  });

  it("E18: opens scratch to its user before that starts", () => {
    const opener = container(ecs, "chat-ingress", "chat-ingress_scratch");
    expect(opener).toMatchObject({
      user: "0:0",
      essential: false,
      command: [expect.stringContaining("chmod 1777 '/tmp'")],
    });
    expect(container(ecs, "chat-ingress")["dependsOn"]).toContainEqual({
      containerName: "chat-ingress_scratch",
      condition: "SUCCESS",
    });
  });

  it("E19: runs as a user with no powers, or as the root that its image asks for with fewer", () => {
    for (const each of containers()) {
      const name = each["name"] as string;
      expect([name, each["privileged"] ?? false]).toEqual([name, false]);
      const { drop } = objectAt(each, "linuxParameters", "capabilities") as { drop?: readonly string[] };
      const user = each["user"] as string | undefined;
      expect([name, drop]).toEqual([name, user === undefined ? expect.arrayContaining(["NET_RAW", "MKNOD"]) : ["ALL"]]);
      expect(objectAt(each, "linuxParameters")["initProcessEnabled"]).toBe(true);
      expect([name, user === undefined]).toEqual([
        name,
        modelled(name.replace(/_.*/, ""))?.user === undefined && !isHelper(each),
      ]);
    }
    for (const { values } of definitions())
      expect([values["network_mode"], values["pid_mode"] ?? "", values["ipc_mode"] ?? ""]).toEqual(["awsvpc", "", ""]);
  });

  it("E20: logs without ever waiting for the log, to a group that is there", () => {
    for (const each of containers()) {
      const { logDriver, options } = objectAt(each, "logConfiguration");
      expect(logDriver).toBe("awslogs");
      expect(options).toMatchObject({ mode: "non-blocking", "max-buffer-size": "25m" });
      expect(options).not.toHaveProperty("awslogs-create-group");
    }
  });

  it("E21: keeps logs for the days of the environment, under our key", () => {
    for (const { address, values } of foundation
      .resources("aws_cloudwatch_log_group")
      .filter(({ address: of }) => of.includes(".logs_"))) {
      expect([address, values["retention_in_days"]]).toEqual([address, staging.environment.logRetentionDays]);
      expect(foundation.references(address, "kms_key_id")).toContain("aws_kms_key.key.arn");
    }
  });

  it("E22: pulls what the release has fixed, and keeps to it for all tasks of a deployment", () => {
    for (const each of containers()) expect(each["image"]).toMatch(/(@sha256:[0-9a-f]{64}|:[\w.-]*\d[\w.-]*)$/);
    for (const each of containers().filter((of) => !isHelper(of))) expect(each["versionConsistency"]).toBe("enabled");
  });

  it("E23: leaves the number of tasks to what scales them", () => {
    const scaled = Object.entries(platform.services).filter(([, { scale }]) => scale.max > scale.min);
    expect(scaled.length).toBeGreaterThan(0);
    for (const [name] of scaled) {
      const { ignore_changes: ignored } = objectAt(
        json.ecs,
        "resource",
        "aws_ecs_service",
        `${name}_service`,
        "lifecycle",
      );
      expect(ignored).toContain("desired_count");
    }
  });

  it("E24: waits for steady tasks where somebody waits for them, and nowhere else", () => {
    const waits = (name: string) => service(name)["wait_for_steady_state"];
    // ingress runs the schema's job, which proc waits for; of metrics there may be one alone.
    expect(["chat-ingress", "metrics", "chat-proc", "web-ui"].map(waits)).toEqual([true, true, false, false]);
    for (const { values } of phase.resources("aws_ecs_service")) expect(values["wait_for_steady_state"]).toBe(true);
  });

  it("E25: rolls, and never lets ECS own the weights of a rule of ours", () => {
    for (const { values } of services()) {
      expect(values["deployment_controller"]).toEqual([{ type: "ECS" }]);
      expect(list(values["deployment_configuration"])).toEqual([]);
    }
  });

  it("E26: takes Fargate's capacity by its provider", () => {
    for (const { values } of services())
      expect(values["capacity_provider_strategy"]).toEqual([{ base: 0, capacity_provider: "FARGATE", weight: 1 }]);
    expect(foundation.resource("aws_ecs_cluster_capacity_providers.cluster_capacity").values).toMatchObject({
      capacity_providers: ["FARGATE", "FARGATE_SPOT"],
    });
  });

  it("E27: hands the service's tags to its tasks", () => {
    for (const { values } of services())
      expect(values).toMatchObject({ propagate_tags: "SERVICE", enable_ecs_managed_tags: true });
  });

  it("E28: answers for its name with the tasks that run now", () => {
    const addresses = [ecs, phase].flatMap((plan) => plan.resources("aws_service_discovery_service"));
    expect(addresses).toHaveLength(services().length);
    for (const { values } of addresses) {
      const [dns] = list(values["dns_config"]);
      expect(dns).toMatchObject({ routing_policy: "MULTIVALUE", dns_records: [{ ttl: 10, type: "A" }] });
      expect(values["health_check_custom_config"]).toEqual([{ failure_threshold: 1 }]);
    }
  });

  it("has clamav in the task of the ingress, reached at its own door", () => {
    expect(container(phase, "chat-ingress", "clamav")).toMatchObject({ essential: true });
    const variables = list(container(phase, "chat-ingress")["environment"]);
    expect(variables).toContainEqual({ name: "CLAMAV_HOST", value: "127.0.0.1" });
    expect(container(phase, "chat-ingress")["dependsOn"]).toContainEqual({
      containerName: "clamav",
      condition: "HEALTHY",
    });
  });

  it("lets the processor start exactly one family with exactly its two roles, and tells it which", () => {
    const own = policy("chat-proc_task_role_policy");
    const of = (action: string) => own.filter(({ Action }) => Action.includes(action)).map(({ Resource }) => Resource);
    expect(of("ecs:RunTask")).toEqual([
      ["arn:aws:ecs:eu-west-1:111122223333:task-definition/kdcube-staging-py-code-exec:*"],
    ]);
    expect(of("iam:PassRole")).toEqual([
      ["${aws_iam_role.py-code-exec_task_execution.arn}", "${aws_iam_role.py-code-exec_task_role.arn}"],
    ]);
    const told = list(container(ecs, "chat-proc")["environment"]);
    expect(told).toContainEqual({ name: "EXEC_RUNTIME_MODE", value: "fargate" });
    expect(told).toContainEqual({ name: "FARGATE_CONTAINER_NAME", value: "py-code-exec" });
    expect(ecs.resources("aws_ecs_service").map(({ address }) => address)).not.toContain(
      "aws_ecs_service.py-code-exec_service",
    );
  });

  it("runs the schema's job before its owner, and its owner's deployment before who waits for it", () => {
    expect(container(ecs, "chat-ingress")["dependsOn"]).toContainEqual({
      containerName: "postgres-setup",
      condition: "SUCCESS",
    });
    expect(container(ecs, "chat-ingress", "postgres-setup")["essential"]).toBe(false);
    const { depends_on: after } = objectAt(json.ecs, "resource", "aws_ecs_service", "chat-proc_service");
    expect(after).toContain("aws_ecs_service.chat-ingress_service");
  });

  it("writes out what ECS would add, in its order, so that no later plan finds it", () => {
    const written = Object.values(objectAt(json.ecs, "resource", "aws_ecs_task_definition")).flatMap(
      (definition) =>
        // An expression of Terraform's may hold quotes of its own.
        JSON.parse(
          textAt(objectAt(definition), "container_definitions").replaceAll(/\$\{[^}]*\}/g, "known at apply"),
        ) as JsonObject[],
    );
    for (const each of written) {
      expect(Object.keys(each)).toEqual(
        expect.arrayContaining([
          "cpu",
          "environment",
          "essential",
          "mountPoints",
          "portMappings",
          "systemControls",
          "volumesFrom",
        ]),
      );
      for (const key of ["environment", "secrets"]) {
        const names = list(each[key]).map(({ name }) => name as string);
        expect(names).toEqual([...names].sort());
      }
    }
  });

  it("turns shells off in production", () => {
    for (const { values } of services()) expect(values["enable_execute_command"]).toBe(false);
  });
});
