import { one, set, type Case, type View } from "../views";

const watch = (change: object) => (view: View) =>
  view.rendered.watches.push({
    name: "crowded",
    namespace: "KDCube/Metrics",
    metric: "ingress/sse/saturation_percent",
    dimensions: { tenant: "acme", project: "assistant", env: "staging" },
    threshold: 70,
    ...change,
  });

const unit = (view: View, name: string) => view.rendered.units.find((each) => each.name === name)!;

export const runningCases: readonly Case[] = [
  {
    id: 112,
    fine: "staging",
    by: watch({ metric: "proc/queue/wait_ms_p95" }),
    says: /crowded watches proc\/queue\/wait_ms_p95/,
  },
  {
    id: 113,
    fine: "staging",
    by: watch({ dimensions: { Environment: "staging" } }),
    says: /looks at Environment=staging, written is/,
  },
  {
    id: 114,
    fine: "staging",
    by: watch({ threshold: 0.7 }),
    says: /has the threshold 0.7 on ingress\/sse\/saturation_percent/,
  },
  {
    id: 115,
    fine: "prod",
    by: set("metrics", "METRICS_SCHEDULER_ENABLED", "0"),
    says: /METRICS_SCHEDULER_ENABLED of metrics on ECS is 0/,
  },
  {
    id: 116,
    fine: "staging",
    by: set("metrics", "METRICS_CLOUDWATCH_NAMESPACE", "Other"),
    says: /writes into Other, and its role does not allow it/,
  },
  {
    id: 117,
    fine: "prod",
    by: (view) => (view.rendered.services.find(({ name }) => name === "metrics")!.desired = 2),
    says: /^2 of it run/,
  },
  {
    id: 122,
    fine: "prod",
    by: (view) => (one(view, "chat-ingress", "ecs").stopSec = 600),
    says: /asks for 600 s; Fargate gives 120/,
  },
  {
    id: 124,
    fine: "staging",
    by: (view) => (one(view, "chat-ingress").health = "curl -f http://127.0.0.1:8010/monitoring/health"),
    says: /is probed at \/monitoring\/health/,
  },
  {
    id: 125,
    fine: "dev",
    by: (view) => (one(view, "web-proxy").health = "curl -f http://127.0.0.1:80/proxy-health"),
    says: /is probed with curl, and its image has wget/,
  },
  {
    id: 130,
    fine: "proxied",
    by: (view) =>
      view.rendered.rules.forEach(({ targets }) => targets.forEach((target) => (target.healthPath = "/chatbot/chat"))),
    says: /\/chatbot\/chat of web-proxy on ECS is not answered by the proxy itself/,
  },
  {
    id: 131,
    fine: "prod",
    by: set("chat-proc", "OPENAI_API_KEY", "sk-test"),
    says: /OPENAI_API_KEY of chat-proc on the host stands in its variables/,
  },
  {
    id: 132,
    fine: "staging",
    by: (view) =>
      unit(view, "chat-proc").startAllows.forEach(
        (each) => (each.resources = each.resources.filter((arn) => !arn.includes("redis-url"))),
      ),
    says: /chat-proc on ECS starts with redis-url, which may not be opened/,
  },
  {
    id: 133,
    fine: "staging",
    by: (view) => (one(view, "chat-proc").secrets["DB_PASSWORD"] = "postgres-password"),
    says: /is given DB_PASSWORD, which no code reads/,
  },
  {
    id: 137,
    fine: "host",
    by: set("web-ui", "FRONTEND_CONFIG_JSON", '{"auth":{}}'),
    says: /FRONTEND_CONFIG_JSON of web-ui on the host is not what the model says/,
  },
  {
    id: 140,
    fine: "prod",
    by: (view) => (one(view, "chat-proc", "compose").environment = {}),
    says: /has none of its \d+ variables/,
  },
  {
    id: 142,
    fine: "prod",
    by: (view) => (one(view, "web-ui", "compose").environment["NODE_ENV"] = "<filled in by compose>"),
    says: /NODE_ENV of web-ui on the host is left to be filled in/,
  },
  {
    id: 146,
    fine: "prod",
    by: (view) => (one(view, "chat-ingress", "ecs").environment["CB_RELAY_IDENTITY"] = "other"),
    says: /CB_RELAY_IDENTITY: chat-ingress on ECS: other/,
  },
  {
    id: 147,
    fine: "prod",
    by: set("chat-proc", "KDCUBE_STORAGE_PATH", "file:///kdcube-storage"),
    says: /of chat-proc on the host is file/,
  },
  {
    id: 149,
    fine: "prod",
    by: (view) => view.rendered.containers.push({ ...one(view, "metrics", "ecs"), on: "compose", unit: "host" }),
    says: /the host runs metrics, and so does ECS/,
  },
  {
    id: 150,
    fine: "prod",
    by: (view) => view.rendered.containers.push({ ...one(view, "postgres-setup"), workspace: "kdcube-prod-ecs-proc" }),
    says: /postgres-setup runs in kdcube-prod-ec2-compose and kdcube-prod-ecs-proc/,
  },
];
