import { check } from "../../../src/platforms/kdcube/checks";
import { connectionsOf, hourlyAdvice } from "../../../src/platforms/kdcube/gateway/capacity";
import { gatewaySchema } from "../../../src/platforms/kdcube/gateway/schema";
import { EVERY_CHOICE, inputOf, partsOf, variablesOf } from "./fixtures";

type Section = Record<string, Record<string, unknown>>;
type Parsed = Record<string, Section> & { profile: string };

const configOf = (gateway: object = {}, profile: "development" | "production" = "development"): Parsed => {
  const env = variablesOf(partsOf({ settings: { gateway }, profile }), "chat-ingress");
  return JSON.parse(env["GATEWAY_CONFIG_JSON"] as string) as Parsed;
};
const problems = (gateway: object) =>
  (gatewaySchema.safeParse(gateway).error?.issues ?? []).map(({ path, message }) => `${path.join(".")}: ${message}`);

describe("GATEWAY_CONFIG_JSON", () => {
  it("is byte for byte the same for ingress, processor and metrics, whatever is chosen", () => {
    for (const choice of EVERY_CHOICE) {
      const parts = partsOf(choice);
      const texts = ["chat-ingress", "chat-proc", "metrics"].map(
        (name) => variablesOf(parts, name)["GATEWAY_CONFIG_JSON"],
      );
      expect(new Set(texts).size).toBe(1);
    }
  });

  it("has the keys that the gateway reads, and small enough for a parameter", () => {
    const text = variablesOf(partsOf(), "metrics")["GATEWAY_CONFIG_JSON"] as string;
    expect(text.length).toBeLessThan(4096);
    expect(JSON.parse(text)).toEqual({
      tenant: "acme",
      project: "chat",
      profile: "development",
      service_capacity: { ingress: capacity, proc: capacity },
      backpressure: { ingress: backpressure, proc: backpressure },
      rate_limits: { ingress: rateLimits, proc: rateLimits },
      pools: {
        ingress: { pg_pool_min_size: 0, pg_pool_max_size: 4, redis_max_connections: 20, pg_max_connections: 200 },
        proc: { pg_pool_min_size: 0, pg_pool_max_size: 8, redis_max_connections: 40, pg_max_connections: 200 },
      },
      limits: {
        ingress: { max_sse_connections_per_instance: 200, max_queue_size: 100 },
        proc: { max_integrations_ops_concurrency: 200, max_queue_size: 100 },
      },
      redis: { heartbeat_ttl: 30, sse_stats_ttl_seconds: 60, sse_stats_max_age_seconds: 120 },
    });
  });

  it("puts nothing beside the slices, where it would be dropped", () => {
    const config = configOf();
    for (const section of ["service_capacity", "backpressure", "rate_limits", "pools", "limits"])
      expect(Object.keys(config[section]!)).toEqual(["ingress", "proc"]);
  });

  it("limits the queue in the ingress, where turns are enqueued, and in the processor, where the seeds name it", () => {
    const { limits } = configOf({ maxQueueSize: 7 });
    expect([limits!["ingress"]!["max_queue_size"], limits!["proc"]!["max_queue_size"]]).toEqual([7, 7]);
  });

  it("takes its profile from the environment unless told otherwise", () => {
    expect(configOf({}, "production").profile).toBe("production");
    expect(configOf({ profile: "load_test" }, "production").profile).toBe("load_test");
  });

  it("writes the gateway's own names for the flat sections", () => {
    const config = configOf({
      monitoring: { queueAnalyticsEnabled: false },
      circuitBreakers: { auth: { failureThreshold: 3 }, rateLimit: { halfOpenMaxCalls: 2 } },
      guardedRestPatterns: ["^/api/.*$"],
    });
    expect(config["monitoring"]).toEqual({ queue_analytics_enabled: false });
    expect(config["circuit_breakers"]).toEqual({ auth_failure_threshold: 3, rate_limit_half_open_max_calls: 2 });
    expect(config["guarded_rest_patterns"]).toEqual(["^/api/.*$"]);
  });

  it("gives the exporter the processor's slice, never one called metrics", () => {
    const parts = partsOf();
    const components = ["chat-ingress", "chat-proc", "metrics"].map(
      (name) => variablesOf(parts, name)["GATEWAY_COMPONENT"],
    );
    expect(components).toEqual(["ingress", "proc", "proc"]);
  });
});

describe("what the gateway refuses", () => {
  it.each([
    [
      "thresholds out of order",
      { backpressure: { anonymous: 0.9 } },
      "backpressure.anonymous: 0.9 is not below registered (0.85)",
    ],
    ["paid below registered", { backpressure: { paid: 0.7 } }, "backpressure.registered: 0.85 is above paid (0.7)"],
    ["hard not above paid", { backpressure: { hard: 0.9 } }, "backpressure.paid: 0.9 is not below hard (0.9)"],
    ["a pool larger than its most", { proc: { pgPoolMin: 9 } }, "proc.pgPoolMin: larger than pgPoolMax"],
  ])("%s", (_, gateway, text) => expect(problems(gateway)).toEqual([text]));

  it.each([
    ["a threshold above 1", { backpressure: { hard: 1.1 } }],
    ["no buffer at all", { backpressure: { buffer: 0 } }],
    ["17 workers", { proc: { processes: 17 } }],
    ["an allowance of nothing", { rateLimits: { paid: { hourly: 0 } } }],
    ["a role that does not exist", { rateLimits: { vip: { hourly: 1 } } }],
  ])("%s", (_, gateway) => expect(problems(gateway)).toHaveLength(1));

  it("lets registered equal paid", () => expect(problems({ backpressure: { registered: 0.9 } })).toEqual([]));
});

describe("capacity", () => {
  it("counts what one instance opens: workers times pool, and three Redis pools each", () => {
    const { gateway } = inputOf({
      settings: { gateway: { proc: { processes: 4 }, ingress: { processes: 2 } } },
    }).settings;
    expect(connectionsOf(gateway.ingress)).toEqual({ postgres: 8, redis: 120 });
    expect(connectionsOf(gateway.proc)).toEqual({ postgres: 32, redis: 480 });
  });

  it("only advises about allowances that one instance cannot serve", () => {
    expect(hourlyAdvice(gatewaySchema.parse({}))).toEqual([]);
    expect(hourlyAdvice(gatewaySchema.parse({ proc: { concurrent: 10, processes: 1 } }))).toEqual([
      "registered may send 2000 an hour, one proc instance does 1440",
    ]);
  });
});

const capacity = { concurrent_requests_per_process: 8, processes_per_instance: 2, avg_processing_time_seconds: 25 };
const backpressure = {
  capacity_buffer: 0.1,
  queue_depth_multiplier: 3,
  anonymous_pressure_threshold: 0.6,
  registered_pressure_threshold: 0.85,
  paid_pressure_threshold: 0.9,
  hard_limit_threshold: 0.98,
  capacity_source_component: "proc",
};
const rateLimits = {
  anonymous: { hourly: 120, burst: 10, burst_window: 60 },
  registered: { hourly: 2000, burst: 100, burst_window: 60 },
  paid: { hourly: 4000, burst: 150, burst_window: 60 },
  privileged: { hourly: -1, burst: 300, burst_window: 60 },
};

it("says that advice when an environment is described, and goes on", () => {
  const { settings } = inputOf({ settings: { gateway: { proc: { concurrent: 10, processes: 1 } } } });
  const advice = check({ ...inputOf({}), settings }).filter(({ severity }) => severity === "degrades");
  expect(advice).toEqual([
    {
      in: "settings",
      path: ["gateway"],
      severity: "degrades",
      text: "registered may send 2000 an hour, one proc instance does 1440",
    },
  ]);
});
