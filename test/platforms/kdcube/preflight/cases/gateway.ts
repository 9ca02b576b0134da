import { inJson, one, set, type Case } from "../views";

/** Anything inside the parsed configuration, for a test that spoils it. */
type Open = { [key: string]: Open } & { [key: string]: unknown };
const gateway = (change: (config: Open) => void) =>
  inJson("chat-ingress", "GATEWAY_CONFIG_JSON", (value) => change(value));

export const gatewayCases: readonly Case[] = [
  {
    id: 1,
    fine: "staging",
    by: gateway((config) => ((config as Record<string, unknown>)["tenant"] = "TENANT_ID")),
    says: /chat-ingress on ECS has TENANT_ID as its tenant/,
  },
  { id: 2, fine: "prod", by: set("metrics", "GATEWAY_CONFIG_JSON", "{}"), says: /do not have the same/ },
  {
    id: 3,
    fine: "proxied",
    by: set("postgres-setup", "TENANT_ID", "default"),
    says: /TENANT_ID of postgres-setup on ECS: default/,
  },
  { id: 4, fine: "staging", by: set("metrics", "GATEWAY_COMPONENT", "metrics"), says: /is metrics, and must be proc/ },
  {
    id: 5,
    fine: "dev",
    by: gateway((config) => ((config["pools"] as Record<string, unknown>)["pg_max_connections"] = 100)),
    says: /pools of chat-ingress on the laptop has pg_max_connections beside its slices/,
  },
  {
    id: 6,
    fine: "staging",
    by: gateway((config) => delete (config["limits"]?.["ingress"] as Record<string, unknown>)["max_queue_size"]),
    says: /nothing under ingress and 100 under proc/,
  },
  {
    id: 7,
    fine: "staging",
    by: gateway(
      (config) => ((config["backpressure"]?.["proc"] as Record<string, unknown>)["paid_pressure_threshold"] = 0.5),
    ),
    says: /thresholds 0.6, 0.85, 0.5, 0.98 do not rise/,
  },
  {
    id: 10,
    fine: "prod",
    by: (view) => (view.rendered.databases[0]!.parameters["max_connections"] = "60"),
    says: /connections to postgres at most \(.*, of 60; 48 is the most/,
  },
  {
    id: 11,
    fine: "prod",
    by: gateway(
      (config) => ((config["pools"]?.["ingress"] as Record<string, unknown>)["redis_max_connections"] = 2000),
    ),
    says: /and cache.m7g.large takes 65000/,
  },
  {
    id: 18,
    fine: "prod",
    by: (view) => (one(view, "metrics").secrets["REDIS_URL"] = "other-url"),
    says: /metrics on ECS: other-url/,
  },
  {
    id: 19,
    fine: "staging",
    by: (view) => (view.platform.secrets["redis-password"] = { kind: "supplied", description: "typed" }),
    says: /redis-password stands in REDIS_URL and is not generated/,
  },
  {
    id: 20,
    fine: "staging",
    by: (view) =>
      (view.rendered.secretTexts["redis-url"] = view.rendered.secretTexts["redis-url"]!.replace("rediss", "redis")),
    says: /has the scheme redis, and redis takes rediss/,
  },
  { id: 21, fine: "staging", by: (view) => (view.rendered.caches[0]!.shards = 3), says: /^3 shards/ },
  { id: 22, fine: "dev", by: (view) => (view.rendered.caches[0]!.eviction = "allkeys-lru"), says: /is allkeys-lru/ },
  {
    id: 23,
    fine: "prod",
    by: set("postgres-setup", "POSTGRES_PORT", undefined),
    says: /postgres-setup on the host is nothing/,
  },
  {
    id: 24,
    fine: "staging",
    by: set("chat-proc", "POSTGRES_SSL", "false"),
    says: /is false, and postgres takes TLS alone/,
  },
  {
    id: 25,
    fine: "staging",
    by: (view) => (view.rendered.databases[0]!.version = "15.1"),
    says: /PostgreSQL 15.1 has no pgvector/,
  },
  {
    id: 26,
    fine: "staging",
    by: (view) => view.rendered.services.forEach((service) => (service.startsAfter = [])),
    says: /chat-proc on ECS does not wait for postgres-setup/,
  },
  {
    id: 28,
    fine: "staging",
    by: (view) => (view.rendered.openings = view.rendered.openings.filter(({ group }) => group !== "postgres")),
    says: /port 5432 is not open for/,
  },
  {
    id: 29,
    fine: "prod",
    by: (view) => (view.rendered.secretTexts["postgres-password"] = "postgres"),
    says: /the samples' postgres/,
  },
];
