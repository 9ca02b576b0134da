import type { Column, Place } from "../../src/parity/places";
import { ROOT } from "../helpers/source-files";
import { shop } from "../rendering/shop";
import { columnOf, columnsIn, unexplainedIn, whereOf } from "./columns";
import { inBundle, inCompose, inContainer, inDocker, inResource, rowsWith, type Block, type Edit } from "./tampering";

type Target = Place["target"];

const columns = columnsIn(ROOT, "kdcube/prod");
const found = (target: Target, edit: Edit, all: readonly Column[] = columns): string[] =>
  unexplainedIn(rowsWith(all, target, edit))
    .map(whereOf)
    .sort();

const CACHE = "/home/appuser/.cache";
const tmpfsOnLaptop = (change: (options: string) => string): Edit =>
  inDocker("metrics", (of) => ({ ...of, tmpfs: { [CACHE]: change((of["tmpfs"] as Record<string, string>)[CACHE]!) } }));
const linux = (change: (of: Block) => Block): Edit =>
  inContainer("metrics", (of) => ({ ...of, linuxParameters: change(of["linuxParameters"] as Block) }));
const inRule = (type: "ingress" | "egress", name: string, change: (rule: Block) => Block | undefined): Edit =>
  inResource("foundation", `aws_vpc_security_group_${type}_rule`, name, change);

const inGroup = (group: string): Edit =>
  inResource("ecs", "aws_ecs_service", "metrics_service", (of) => ({
    ...of,
    network_configuration: { ...(of["network_configuration"] as Block), security_groups: [group] },
  }));

const TAMPERED: readonly (readonly [string, Target, Edit, readonly string[]])[] = [
  // Capabilities.
  [
    "a dropped capability that is kept",
    "ec2-compose",
    inCompose("chat-proc", /.*NET_RAW\n/, ""),
    ["chat-proc user capabilities"],
  ],
  [
    "all capabilities kept",
    "ec2-compose",
    inCompose("metrics", /.*cap_drop:\n.*\n/, ""),
    ["metrics user capabilities"],
  ],
  [
    "a capability that is given",
    "ec2-compose",
    inCompose("metrics", /^( *)cap_drop:/m, "$1cap_add:\n$1  - NET_ADMIN\n$1cap_drop:"),
    ["metrics setting cap_add"],
  ],
  [
    "all capabilities kept",
    "ecs",
    linux(({ capabilities, ...rest }) => (void capabilities, rest)),
    ["metrics user capabilities"],
  ],
  [
    "a capability that is given",
    "ecs",
    linux((of) => ({ ...of, capabilities: { ...(of["capabilities"] as Block), add: ["SYS_PTRACE"] } })),
    ["metrics setting add"],
  ],
  [
    "a capability that is given",
    "devenv",
    inDocker("metrics", (of) => ({ ...of, capabilities: { add: ["CAP_NET_ADMIN"] } })),
    ["metrics setting capabilities"],
  ],
  // Scratch in memory.
  ["scratch that is root's", "ec2-compose", inCompose("metrics", "uid=1000,", ""), [`metrics mount ${CACHE}`]],
  ["scratch of another mode", "ec2-compose", inCompose("metrics", "1777", "0700"), [`metrics mount ${CACHE}`]],
  ["scratch without programs", "ec2-compose", inCompose("metrics", ",exec", ""), [`metrics mount ${CACHE}`]],
  ["less scratch", "ec2-compose", inCompose("metrics", "size=256m", "size=64m"), [`metrics mount ${CACHE}`]],
  [
    "scratch that is root's",
    "devenv",
    tmpfsOnLaptop((all) => all.replace(",gid=1000", "")),
    [`metrics mount ${CACHE}`],
  ],
  [
    "scratch without an end",
    "devenv",
    tmpfsOnLaptop((all) => all.replace("size=256m,", "")),
    [`metrics mount ${CACHE}`],
  ],
  // Networks of a compose project.
  [
    "a network too many",
    "ec2-compose",
    inCompose("metrics", "- default", "- default\n      - clamav"),
    ["chat-ingress network reached by", "clamav network reached by", "metrics network reached by"],
  ],
  [
    "a network that is lost",
    "ec2-compose",
    inCompose("chat-ingress", "- clamav", "- default"),
    ["chat-ingress network reached by", "clamav network reached by"],
  ],
  [
    "a network that lets its members through",
    "ec2-compose",
    inBundle("docker-compose.yaml", 'enable_icc: "false"', 'enable_icc: "true"'),
    ["chat-proc network reached by", "metrics network reached by", "web-ui network reached by"],
  ],
  [
    "a network of another kind",
    "ec2-compose",
    inBundle("docker-compose.yaml", "name: kdcube-prod_clamav", "name: kdcube-prod_clamav\n    external: true"),
    ["chat-ingress setting network clamav external", "clamav setting network clamav external"],
  ],
  [
    "the host's own network",
    "ec2-compose",
    inCompose("metrics", /^( *)networks:\n.*\n/m, "$1network_mode: host\n"),
    ["metrics setting network_mode"],
  ],
  // A port that nobody outside of its project asks for.
  [
    "a published port",
    "ec2-compose",
    inCompose("clamav", /^( *)pids_limit/m, '$1ports:\n$1  - "0.0.0.0:3310:3310"\n$1pids_limit'),
    ["clamav port 3310"],
  ],
  // Networks of a laptop.
  [
    "another network",
    "devenv",
    inDocker("metrics", (of) => ({ ...of, networks_advanced: [] })),
    ["chat-ingress", "chat-proc", "metrics", "web-proxy", "web-ui"].map((name) => `${name} network reached by`),
  ],
  [
    "the laptop's own network",
    "devenv",
    inDocker("metrics", (of) => ({ ...of, network_mode: "host" })),
    ["metrics network reached by"],
  ],
  // Security groups.
  [
    "a service that the load balancer reaches, and the internet",
    "ecs",
    inRule("ingress", "security_web-ui-from-load-balancer-80", ({ referenced_security_group_id: id, ...rest }) => {
      void id;
      return { ...rest, cidr_ipv4: "0.0.0.0/0" };
    }),
    ["web-ui network reached by"],
  ],
  [
    "a group that lets another service in",
    "ecs",
    inRule("ingress", "security_redis-from-metrics-6379", (rule) => ({
      ...rule,
      security_group_id: "${aws_security_group.security_chat-proc.id}",
    })),
    ["chat-proc network reached by"],
  ],
  [
    "a service in the group of another",
    "ecs",
    inGroup("${data.terraform_remote_state.foundation.outputs.security_group_id_chat-proc}"),
    ["metrics network reached by"],
  ],
  ["a service in a group of nobody's", "ecs", inGroup("sg-0123456789abcdef0"), ["metrics network reached by"]],
];

describe("isolation that was rendered differently than it is meant", () => {
  it.each(TAMPERED)("is told: %s on %s", (_what, target, edit, where) => {
    expect(found(target, edit)).toEqual(where.map((each) => `${target} ${each}`).sort());
  });
});

describe("calls between tasks on ECS", () => {
  // The worker is called by the api, and nothing on ECS mounts a file of the host or a secret as a file.
  const api = shop.services["api"]!;
  const mounts = api.mounts.filter(({ kind }) => kind !== "hostPath" && kind !== "secretFile");
  const calling = [columnOf({ ...shop, services: { ...shop.services, api: { ...api, mounts } } }, "ecs")];
  const rule = (type: "ingress" | "egress"): string =>
    `security_${type === "ingress" ? "worker-from-api" : "api-to-worker"}-8020`;

  it.each(["ingress", "egress"] as const)("are told where the %s is lost", (type) => {
    expect(found("ecs", (made) => made, calling)).toEqual([]);
    expect(
      found(
        "ecs",
        inRule(type, rule(type), () => undefined),
        calling,
      ),
    ).toEqual(["ecs worker network reached by"]);
  });
});

describe("secrets in parameters", () => {
  it("are told where the host would ask for a secret of that name", () => {
    const host = [columnOf(shop, "ec2-compose", { secrets: { kind: "ssm" } })];
    const edit = inBundle("secrets.json", /(shop-prod-db-password",\s*)"from": ?"parameter",\s*/, "$1");
    expect(found("ec2-compose", edit, host)).toEqual(["ec2-compose migrate secret DB_PASSWORD"]);
  });
});
