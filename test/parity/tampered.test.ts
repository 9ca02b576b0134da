import type { Place } from "../../src/parity/places";
import { ROOT } from "../helpers/source-files";
import { columnsIn, unexplainedIn, whereOf } from "./columns";
import { first, inBundle, inCompose, inContainer, inDocker, inResource, lines, rowsWith, variables } from "./tampering";
import type { Block, Edit, Pair } from "./tampering";

type Target = Place["target"];

const columns = columnsIn(ROOT, "kdcube/prod");
const PLAIN = "hunter2-in-plain-sight";

function found(target: Target, edit: Edit) {
  const rows = rowsWith(columns, target, edit);
  expect(JSON.stringify(rows)).not.toContain(PLAIN);
  return unexplainedIn(rows);
}

const TAMPERED: readonly (readonly [string, Target, Edit, readonly string[]])[] = [
  // A variable that is lost.
  ["a lost variable", "ec2-compose", inBundle(".env.proc", /^REDIS_DB=.*\n/m, ""), ["chat-proc variable REDIS_DB"]],
  [
    "a lost variable",
    "ecs",
    inContainer("chat-proc", (of) => variables(of, (list) => list.filter(({ name }) => name !== "REDIS_DB"))),
    ["chat-proc variable REDIS_DB"],
  ],
  [
    "a lost variable",
    "devenv",
    inDocker("chat-proc", (of) => lines(of, (list) => list.filter((line) => !line.startsWith("REDIS_DB=")))),
    ["chat-proc variable REDIS_DB"],
  ],
  // One that nobody asked for, and one that says something else.
  ["a variable too many", "ec2-compose", inBundle(".env.proc", /^/, "DEBUG=1\n"), ["chat-proc variable DEBUG"]],
  [
    "a variable too many",
    "ecs",
    inContainer("chat-proc", (of) => variables(of, (list) => [...list, { name: "DEBUG", value: "1" }])),
    ["chat-proc variable DEBUG"],
  ],
  [
    "another value",
    "ec2-compose",
    inBundle(".env.proc", "LOG_LEVEL=INFO", "LOG_LEVEL=DEBUG"),
    ["chat-proc variable LOG_LEVEL"],
  ],
  [
    "another address",
    "ecs",
    inContainer("chat-ingress", (of) =>
      variables(of, (list) => list.map((each) => (each.name === "CLAMAV_HOST" ? { ...each, value: "clamav" } : each))),
    ),
    ["chat-ingress variable CLAMAV_HOST"],
  ],
  [
    "another database",
    "ecs",
    inContainer("chat-proc", (of) =>
      variables(of, (list) =>
        list.map((each) =>
          each.name === "POSTGRES_HOST"
            ? { ...each, value: list.find(({ name }) => name === "REDIS_HOST")!.value }
            : each,
        ),
      ),
    ),
    ["chat-proc variable POSTGRES_HOST"],
  ],
  // Ports.
  [
    "another port",
    "ec2-compose",
    inCompose("chat-proc", "0.0.0.0:8020:8020", "0.0.0.0:8021:8020"),
    ["chat-proc port 8020"],
  ],
  [
    "another port",
    "ecs",
    inContainer("chat-proc", (of) => first(of, "portMappings", { containerPort: 8021, hostPort: 8021 })),
    ["chat-proc port 8020", "chat-proc port 8021"],
  ],
  [
    "a port for everybody",
    "devenv",
    inDocker("chat-proc", (of) => first(of, "ports", { ip: "0.0.0.0" })),
    ["chat-proc port 8020"],
  ],
  // Images.
  ["another image", "ec2-compose", inCompose("web-ui", /(image: .*):.*/, "$1:latest"), ["web-ui image"]],
  [
    "another image",
    "ecs",
    inContainer("web-ui", (of) => ({ ...of, image: `${of["image"] as string}-rc` })),
    ["web-ui image"],
  ],
  [
    "another image",
    "devenv",
    inResource("devenv", "docker_image", "images_kdcube-web-ui", (of) => ({ ...of, name: "kdcube-web-ui:old" })),
    ["web-ui image"],
  ],
  // Secrets in plain sight: nothing prints them.
  [
    "a secret in plain text",
    "ec2-compose",
    (made) => {
      const { envFiles, ...rest } = JSON.parse(made.bundle["secrets.json"]!) as { envFiles: Record<string, Block> };
      const others = { ...envFiles[".env.proc"] };
      delete others["REDIS_PASSWORD"];
      const manifest = { ...rest, envFiles: { ...envFiles, ".env.proc": others } };
      const proc = `REDIS_PASSWORD=${PLAIN}\n${made.bundle[".env.proc"]}`;
      return { ...made, bundle: { ...made.bundle, "secrets.json": JSON.stringify(manifest), ".env.proc": proc } };
    },
    ["chat-proc variable REDIS_PASSWORD", "chat-proc secret REDIS_PASSWORD"],
  ],
  [
    "a secret in plain text",
    "ecs",
    inContainer("chat-proc", (of) => ({
      ...variables(of, (list) => [...list, { name: "REDIS_PASSWORD", value: PLAIN }]),
      secrets: (of["secrets"] as Pair[]).filter(({ name }) => name !== "REDIS_PASSWORD"),
    })),
    ["chat-proc variable REDIS_PASSWORD", "chat-proc secret REDIS_PASSWORD"],
  ],
  [
    "a secret in plain text",
    "devenv",
    inDocker("chat-proc", (of) =>
      lines(of, (list) => list.map((line) => line.replace("${var.redis_password}", PLAIN))),
    ),
    [
      "chat-proc variable REDIS_PASSWORD",
      "chat-proc variable REDIS_URL",
      "chat-proc secret REDIS_PASSWORD",
      "chat-proc secret REDIS_URL",
    ],
  ],
  [
    "a secret's value where its name should be",
    "ecs",
    inContainer("metrics", (of) => first(of, "secrets", { valueFrom: PLAIN })),
    ["metrics secret REDIS_PASSWORD"],
  ],
  [
    "somebody else's secret",
    "ec2-compose",
    inBundle("secrets.json", /kdcube-prod-redis-password/g, "kdcube-staging-redis-password"),
    ["chat-ingress secret REDIS_PASSWORD", "chat-proc secret REDIS_PASSWORD", "metrics secret REDIS_PASSWORD"],
  ],
  // Size.
  [
    "less memory",
    "ec2-compose",
    inCompose("chat-proc", "mem_limit: 4096m", "mem_limit: 2048m"),
    ["chat-proc size memory"],
  ],
  [
    "less memory",
    "ecs",
    inResource("ecs", "aws_ecs_task_definition", "chat-proc_task_definition", (of) => ({ ...of, memory: "2048" })),
    ["chat-proc size memory"],
  ],
  ["less memory", "devenv", inDocker("chat-proc", (of) => ({ ...of, memory: 1024 })), ["chat-proc size memory"]],
  ["a processor less", "ec2-compose", inCompose("chat-proc", "cpus: 2", "cpus: 1"), ["chat-proc size cpu"]],
  ["no limit of processes", "ec2-compose", inCompose("chat-proc", /.*pids_limit.*\n/, ""), ["chat-proc size pids"]],
  [
    "fewer at most",
    "ecs",
    inResource("ecs", "aws_appautoscaling_target", "chat-proc_scaling", (of) => ({ ...of, max_capacity: 3 })),
    ["chat-proc size instances"],
  ],
  // Routes and timeouts.
  [
    "a lost route",
    "ec2-compose",
    inResource("ec2-compose", "aws_lb_listener_rule", "routes_route-900", () => undefined),
    ["web-ui route /", "web-ui timeout /"],
  ],
  [
    "a lost route",
    "ecs",
    inResource("ecs", "aws_lb_listener_rule", "web-ui_rules_route-900", () => undefined),
    ["web-ui route /", "web-ui timeout /"],
  ],
  [
    "a lost route",
    "devenv",
    inDocker("web-proxy", (of) =>
      first(of, "upload", {
        content: (first(of, "upload", {})["upload"] as Block[])
          .map(({ content }) => (content as string).replace(/ {4}location ~ \^\/sse\/ \{[^}]*\}\n/, ""))
          .join(""),
      }),
    ),
    [
      "chat-ingress route /sse/",
      "chat-ingress route /sse/ body",
      "chat-ingress timeout /sse/",
      "web-proxy file /usr/local/openresty/nginx/conf/nginx.conf",
    ],
  ],
  [
    "a route that leads elsewhere",
    "ecs",
    inResource(
      "ecs",
      "aws_lb_listener_rule",
      "web-ui_rules_route-900",
      (of) => JSON.parse(JSON.stringify(of).replace("web-ui_targets", "chat-proc_targets")) as Block,
    ),
    ["chat-proc route /", "chat-proc timeout /", "web-ui route /", "web-ui timeout /"],
  ],
  [
    "another order of rows",
    "ecs",
    inResource("ecs", "aws_lb_listener_rule", "web-ui_rules_route-900", (of) => ({ ...of, priority: 3 })),
    ["web-ui route /"],
  ],
  [
    "an internal path that nobody refuses",
    "ecs",
    inResource("foundation", "aws_lb_listener_rule", "routes_route-40", () => undefined),
    ["(edge) route /metrics"],
  ],
  // How it ends.
  [
    "a longer drain",
    "ec2-compose",
    inCompose("chat-proc", /stop_grace_period: .*/, "stop_grace_period: 5m"),
    ["chat-proc drain stop"],
  ],
  ["a longer drain", "ecs", inContainer("chat-proc", (of) => ({ ...of, stopTimeout: 90 })), ["chat-proc drain stop"]],
  ["a longer drain", "devenv", inDocker("chat-proc", (of) => ({ ...of, stop_timeout: 300 })), ["chat-proc drain stop"]],
  [
    "a longer goodbye of the load balancer",
    "ecs",
    inResource("ecs", "aws_lb_target_group", "chat-proc_targets", (of) => ({ ...of, deregistration_delay: "900" })),
    ["chat-proc drain deregistration"],
  ],
  // Health.
  ["a slower look", "ec2-compose", inCompose("web-ui", "interval: 30s", "interval: 60s"), ["web-ui health interval"]],
  [
    "another path of the load balancer's look",
    "ec2-compose",
    inResource("ec2-compose", "aws_lb_target_group", "routes_targets-chat-proc", (of) => ({
      ...of,
      health_check: { ...(of["health_check"] as Block), path: "/" },
    })),
    ["chat-proc health balancer"],
  ],
  // Mounts.
  [
    "files that are somewhere else",
    "ec2-compose",
    inCompose("chat-proc", "/files/exec-workspace", "/files/other"),
    ["chat-proc mount /exec-workspace"],
  ],
  [
    "files that are not encrypted on the way",
    "ecs",
    inResource(
      "ecs",
      "aws_ecs_task_definition",
      "chat-proc_task_definition",
      (of) =>
        JSON.parse(
          JSON.stringify(of).replace('"transit_encryption":"ENABLED"', '"transit_encryption":"DISABLED"'),
        ) as Block,
    ),
    ["chat-proc mount /exec-workspace"],
  ],
  // Who it is.
  [
    "a writable root",
    "ecs",
    inContainer("metrics", (of) => ({ ...of, readonlyRootFilesystem: false })),
    ["metrics user root"],
  ],
  ["another user", "ec2-compose", inCompose("metrics", /user: .*/, "user: 0:0"), ["metrics user user"]],
  [
    "another log",
    "ec2-compose",
    inCompose("metrics", "/kdcube-prod/metrics", "/kdcube-prod/other"),
    ["metrics log to"],
  ],
  // What no reader knows, and what nobody asked for.
  [
    "a setting that nobody knows",
    "ec2-compose",
    inCompose("metrics", "init: true", "init: true\n    privileged: true"),
    ["metrics setting privileged"],
  ],
  [
    "a setting that nobody knows",
    "ecs",
    inContainer("metrics", (of) => ({ ...of, privileged: true })),
    ["metrics setting privileged"],
  ],
  [
    "a setting that nobody knows",
    "devenv",
    inDocker("metrics", (of) => ({ ...of, privileged: true })),
    ["metrics setting privileged"],
  ],
];

describe("what was rendered differently than it is meant", () => {
  it.each(TAMPERED)("tells %s on %s", (_what, target, edit, where) => {
    expect(found(target, edit).map(whereOf).sort()).toEqual(where.map((each) => `${target} ${each}`).sort());
  });

  it("tells a container that nobody has asked for, with all that it was given", () => {
    const edit = inBundle("docker-compose.yaml", /^services:\n/m, "services:\n  miner:\n    image: miner:1\n");
    const all = found("ec2-compose", edit);
    expect(all.map(({ subject }) => subject)).toEqual(all.map(() => "miner"));
    expect(all.map(whereOf)).toContain("ec2-compose miner image");
  });

  it("tells both sides", () => {
    const edit = inCompose("chat-proc", "mem_limit: 4096m", "mem_limit: 2048m");
    expect(found("ec2-compose", edit)[0]?.verdict).toEqual({
      is: "unexplained",
      wanted: "4096 MiB",
      found: "2048 MiB",
    });
  });

  it("tells an idle timeout that is too short for a row, and lets a longer one be", () => {
    const idle = (seconds: number): Edit =>
      inResource("foundation", "aws_lb", "load-balancer", (of) => ({ ...of, idle_timeout: seconds }));
    expect(found("ecs", idle(900))).toEqual([]);
    expect(found("ecs", idle(600)).map(whereOf)).toContain("ecs chat-ingress timeout /sse/");
  });
});
