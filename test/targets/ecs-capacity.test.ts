import type { Environment } from "../../src/config/schema";
import type { Platform } from "../../src/model/platform";
import { hostPathOf } from "../../src/model/reference";
import { synthesize } from "../../src/synthesize";
import { a, inputWith } from "../checks/platform";
import type { JsonObject } from "../helpers/json";
import { objectAt, textAt } from "../helpers/json";

/** The two workspaces of an environment on ECS, with what a test says otherwise. */
function shopWith(services: Platform["services"], change: Partial<Environment> = {}) {
  const { environment, platform } = inputWith({ platform: { services, tasks: {} }, environment: change });
  const { workspaces } = synthesize([{ environment, platform, notes: [] }]);
  const json = (stack: string): JsonObject =>
    workspaces.find(({ workspace }) => workspace.stack === stack)?.json as unknown as JsonObject;
  const [ecs, foundation] = [json("ecs"), json("foundation")];
  const service = (name: string): JsonObject => objectAt(ecs, "resource", "aws_ecs_service", `${name}_service`);
  const definition = (name: string): JsonObject =>
    objectAt(ecs, "resource", "aws_ecs_task_definition", `${name}_task_definition`);
  const containers = (name: string): JsonObject[] =>
    JSON.parse(textAt(definition(name), "container_definitions")) as JsonObject[];
  const actions = (policy: string): string[] =>
    (
      JSON.parse(textAt(objectAt(ecs, "resource", "aws_iam_role_policy", policy), "policy")) as {
        Statement: { Action: string[] }[];
      }
    ).Statement.flatMap(({ Action }) => Action);
  return { ecs, foundation, service, definition, containers, actions };
}

const { aws: plain } = inputWith({}).environment;
const withInstances = { aws: { ...plain!, capacity: { instanceType: "m7i.large", min: 1, max: 3 } } };
const readOnly = { uid: 1000, gid: 1000, readOnlyRoot: true };

describe("capacity", () => {
  it("is Fargate's by its provider", () => {
    expect(shopWith({ api: a() }).service("api")["capacity_provider_strategy"]).toEqual([
      { base: 0, capacity_provider: "FARGATE", weight: 1 },
    ]);
  });

  it.each([
    [0, 1],
    [1, 1],
    [2, 2],
    [5, 2],
  ])("of Fargate Spot with %d at least keeps %d where nobody takes them away", (min, base) => {
    const { service } = shopWith({ api: a({ capacity: "fargate-spot", scale: { min, max: 6 } }) });
    expect(service("api")["capacity_provider_strategy"]).toEqual([
      { base, capacity_provider: "FARGATE", weight: 0 },
      { base: 0, capacity_provider: "FARGATE_SPOT", weight: 1 },
    ]);
  });

  it("is a launch type in a cluster of others, which may have no providers", () => {
    const { service, foundation } = shopWith({ api: a() }, { adopt: { cluster: "theirs", stores: {}, secrets: {} } });
    expect(service("api")).toMatchObject({ launch_type: "FARGATE" });
    expect(service("api")).not.toHaveProperty("capacity_provider_strategy");
    expect(objectAt(foundation, "data", "aws_ecs_cluster", "cluster")).toMatchObject({
      cluster_name: "theirs",
      lifecycle: { postcondition: [{ condition: '${self.status == "ACTIVE"}' }] },
    });
    expect(objectAt(foundation, "resource")).not.toHaveProperty("aws_ecs_cluster");
    expect(objectAt(foundation, "resource")).not.toHaveProperty("aws_ecs_cluster_capacity_providers");
  });
});

describe("a service on instances", () => {
  const { service, definition, containers, ecs } = shopWith(
    {
      api: a({
        capacity: "ec2",
        size: { cpu: 300, memoryMiB: 700 },
        environment: { CERTS: hostPathOf("/certs"), FILES: hostPathOf("/files") },
        mounts: [
          { kind: "dockerSocket" },
          { kind: "hostPath", path: "/certs", hostPath: "/etc/ssl/certs", readOnly: true },
          { kind: "shared", path: "/files", store: "shared" },
        ],
      }),
      side: a({ alongside: "api" }),
      web: a({ mounts: [{ kind: "dockerSocket", startsTask: "code" }] }),
    },
    withInstances,
  );

  it("takes the foundation's provider, spread over zones, and no platform version", () => {
    expect(service("api")).toMatchObject({
      capacity_provider_strategy: [
        { capacity_provider: "${data.terraform_remote_state.foundation.outputs.capacity_provider}", weight: 1 },
      ],
      ordered_placement_strategy: [{ field: "attribute:ecs.availability-zone", type: "spread" }, { field: "memory" }],
    });
    expect(service("api")).not.toHaveProperty("platform_version");
    expect(definition("api")).toMatchObject({ requires_compatibilities: ["EC2"], network_mode: "awsvpc" });
    expect(definition("web")).toMatchObject({ requires_compatibilities: ["FARGATE"] });
  });

  it("has any size, that of all its containers", () => {
    expect(definition("api")).toMatchObject({ cpu: "556", memory: "1212" });
  });

  it("finds the engine and the host's directory there, and names the latter as the host does", () => {
    const [api] = containers("api").filter(({ name }) => name === "api");
    expect(api?.["mountPoints"]).toEqual([
      { sourceVolume: "api_host-var-run-docker_2e_sock", containerPath: "/var/run/docker.sock", readOnly: false },
      { sourceVolume: "api_host-certs", containerPath: "/certs", readOnly: true },
      { sourceVolume: "shared", containerPath: "/files", readOnly: false },
    ]);
    expect(definition("api")["volume"]).toEqual([
      { name: "api_host-certs", host_path: "/etc/ssl/certs" },
      { name: "api_host-var-run-docker_2e_sock", host_path: "/var/run/docker.sock" },
      expect.objectContaining({ name: "shared" }),
    ]);
    expect(api?.["environment"]).toEqual([{ name: "CERTS", value: "/etc/ssl/certs" }]);
  });

  it("is the only one with a socket: who starts a task has ECS start it", () => {
    expect(containers("web").map((each) => each["mountPoints"])).toEqual([[]]);
    expect(JSON.stringify(objectAt(ecs, "resource"))).not.toContain("web_host");
  });
});

describe("the instances", () => {
  const { foundation } = shopWith({ api: a({ capacity: "ec2" }) }, withInstances);
  const one = (type: string): JsonObject => objectAt(Object.values(objectAt(foundation, "resource", type))[0]);

  it("are emptied before they end, and none with a task is ended", () => {
    expect(objectAt(one("aws_ecs_capacity_provider"), "auto_scaling_group_provider")).toMatchObject({
      managed_draining: "ENABLED",
      managed_termination_protection: "ENABLED",
      managed_scaling: { status: "ENABLED", target_capacity: 100 },
    });
    expect(one("aws_autoscaling_group")).toMatchObject({ protect_from_scale_in: true, min_size: 1, max_size: 3 });
    expect(one("aws_ecs_cluster_capacity_providers")["capacity_providers"]).toEqual([
      "FARGATE",
      "FARGATE_SPOT",
      "${aws_ecs_capacity_provider.instances_provider.name}",
    ]);
  });

  it("are private, encrypted, called by nobody, and tell their tasks nothing", () => {
    const template = one("aws_launch_template");
    expect(template).toMatchObject({
      metadata_options: { http_tokens: "required", http_put_response_hop_limit: 1 },
      network_interfaces: [{ associate_public_ip_address: "false" }],
      block_device_mappings: [{ ebs: { encrypted: "true", volume_type: "gp3" } }],
    });
    expect(template["image_id"]).toMatch(/^resolve:ssm:\/aws\/service\/ecs\/optimized-ami\/amazon-linux-2023\//);
    const script = Buffer.from(textAt(template, "user_data"), "base64").toString();
    expect(script).toContain("ECS_CLUSTER=shop-test\n");
    expect(script).toContain("ECS_AWSVPC_BLOCK_IMDS=true\n");
    const ingress = Object.keys(objectAt(foundation, "resource", "aws_vpc_security_group_ingress_rule"));
    expect(ingress.filter((name) => name.startsWith("instances"))).toEqual([]);
  });

  it("may mount the files of the tasks on them, and no others'", () => {
    const { foundation: mounting } = shopWith(
      { api: a({ capacity: "ec2", mounts: [{ kind: "shared", path: "/files", store: "shared" }] }) },
      withInstances,
    );
    const rule = (kind: string, name: string): JsonObject =>
      objectAt(mounting, "resource", `aws_vpc_security_group_${kind}_rule`, name);
    expect(rule("egress", "instances_security-to-shared")).toMatchObject({
      from_port: 2049,
      security_group_id: "${aws_security_group.instances_security.id}",
      referenced_security_group_id: "${aws_security_group.security_shared.id}",
    });
    expect(rule("ingress", "instances_shared-from-security")).toMatchObject({
      from_port: 2049,
      security_group_id: "${aws_security_group.security_shared.id}",
    });
    expect(JSON.stringify(objectAt(foundation, "resource"))).not.toContain("instances_security-to");
  });

  it("are not there when nobody asks for them", () => {
    expect(objectAt(shopWith({ api: a() }).foundation, "resource")).not.toHaveProperty("aws_autoscaling_group");
  });
});

describe("a shell in a container", () => {
  const told = { services: { api: { exec: true } } };

  it("is off in production, and on where its service says so", () => {
    const { service } = shopWith({ api: a(), web: a() }, told);
    expect(service("api")["enable_execute_command"]).toBe(true);
    expect(service("web")["enable_execute_command"]).toBe(false);
  });

  it("is on in development, and off where its service says so", () => {
    const { service } = shopWith(
      { api: a(), web: a() },
      { profile: "development", services: { web: { exec: false } } },
    );
    expect(service("api")["enable_execute_command"]).toBe(true);
    expect(service("web")["enable_execute_command"]).toBe(false);
  });

  it("comes with the channels, its log and the key, and with nothing where it is off", () => {
    const { actions, ecs } = shopWith({ api: a(), web: a() }, told);
    expect(actions("api_task_role_policy")).toEqual(
      expect.arrayContaining(["ssmmessages:OpenDataChannel", "logs:PutLogEvents", "kms:Decrypt"]),
    );
    expect(Object.keys(objectAt(ecs, "resource", "aws_iam_role_policy"))).not.toContain("web_task_role_policy");
  });

  it("has somewhere to write under a read-only root, and needs it nowhere else", () => {
    const { containers } = shopWith({ api: a({ user: readOnly }), web: a({ user: readOnly }) }, told);
    const paths = (name: string): unknown[] =>
      containers(name).flatMap((each) => (each["mountPoints"] as JsonObject[]).map((mount) => mount["containerPath"]));
    expect(paths("api")).toEqual(["/managed-agents", "/var/lib/amazon/ssm", "/var/log/amazon/ssm"]);
    expect(paths("web")).toEqual([]);
  });
});

describe("what a container gives up", () => {
  const drop = (change: Parameters<typeof a>[0]): unknown =>
    objectAt(
      shopWith({ api: a(change) })
        .containers("api")
        .at(-1),
      "linuxParameters",
      "capabilities",
    )["drop"];

  it("is everything for a user of its own, but for a low port", () => {
    const user = { uid: 1000, gid: 1000 };
    expect(drop({ user, ports: { http: 8080 } })).toEqual(["ALL"]);
    expect(drop({ user, ports: { http: 80 } })).toEqual(expect.arrayContaining(["SETUID", "NET_RAW"]));
    expect(drop({ user, ports: { http: 80 } })).not.toContain("NET_BIND_SERVICE");
  });

  it("leaves root what it takes to become another user", () => {
    expect(drop({})).toEqual(["AUDIT_WRITE", "MKNOD", "NET_RAW", "SETFCAP", "SETPCAP"]);
  });
});
