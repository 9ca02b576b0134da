import { exportedMetrics } from "../../../src/platforms/kdcube/exported-metrics";
import { putMetrics } from "../../../src/model/grant";
import { inputOf, partsOf } from "./fixtures";

const on = { metrics: { cloudWatch: true } };

/** Kdcube reference §5.4, the seed era's code: what it publishes, letter by letter. */
const PUBLISHED: [name: string, unit: string][] = [
  ["ingress/sse/total_connections", "Count"],
  ["ingress/sse/max_connections", "Count"],
  ["ingress/sse/sessions", "Count"],
  ["ingress/sse/saturation_percent", "Percent"],
  ["proc/queue/total", "Count"],
  ["proc/queue/utilization_percent", "Percent"],
  ["proc/pressure_ratio_percent", "Percent"],
  ["proc/queue/avg_wait_seconds/anonymous", "Seconds"],
  ["proc/queue/avg_wait_seconds/registered", "Seconds"],
  ["proc/queue/avg_wait_seconds/paid", "Seconds"],
  ["proc/queue/avg_wait_seconds/privileged", "Seconds"],
  ["throttling/rate_limit_429", "Count"],
  ["throttling/backpressure_503", "Count"],
];

describe("what the exporter publishes", () => {
  it("is exactly what its code publishes, as CloudWatch spells it", () => {
    const metrics = exportedMetrics(inputOf({ settings: on }));
    expect(Object.values(metrics).map(({ name, unit }) => [name, unit])).toEqual(PUBLISHED);
  });

  it("is nothing while it does not publish there", () => {
    expect(exportedMetrics(inputOf({}))).toEqual({});
  });

  it("has the name space and the dimensions that the exporter is told, and that it may write to", () => {
    const settings = { metrics: { cloudWatch: true, namespace: "Acme/Chat", dimensions: { Environment: "acme-1" } } };
    const { services, metrics = {} } = partsOf({ settings });
    const variables = services["metrics"]?.environment ?? {};
    for (const metric of Object.values(metrics)) {
      expect(metric.namespace).toBe(variables["METRICS_CLOUDWATCH_NAMESPACE"]);
      expect(metric.dimensions).toEqual(JSON.parse(variables["METRICS_CLOUDWATCH_DIMENSIONS_JSON"] as string));
      expect(services["metrics"]?.grants).toEqual([putMetrics(metric.namespace)]);
    }
    expect(Object.keys(metrics)).toHaveLength(PUBLISHED.length);
  });

  it("takes a mapped name and unit, with slashes for dots", () => {
    const mapping = { "proc.queue.total": { name: "chat.proc.depth", unit: "None" } };
    const metrics = exportedMetrics(inputOf({ settings: { metrics: { cloudWatch: true, mapping } } }));
    expect(metrics["proc.queue.total"]).toMatchObject({ name: "chat/proc/depth", unit: "None" });
  });

  it("has nothing of the processor in mode proxy, which cannot ask it", () => {
    const metrics = exportedMetrics(inputOf({ settings: { metrics: { cloudWatch: true, mode: "proxy" } } }));
    expect(Object.keys(metrics).filter((key) => key.startsWith("proc."))).toEqual([]);
    expect(Object.keys(metrics)).toContain("ingress.sse.saturation_percent");
  });
});

describe("what drives the numbers", () => {
  const driversOf = (settings: object, service: string): unknown[] =>
    (partsOf({ settings }).services[service]?.scale.on ?? []).map((driver) =>
      "metric" in driver ? driver.metric : Object.keys(driver)[0],
    );

  it("is what users feel, where it is exported", () => {
    expect(driversOf(on, "chat-ingress")).toEqual(["cpu", "memory", "ingress.sse.saturation_percent"]);
    expect(driversOf(on, "chat-proc")).toEqual([
      "cpu",
      "memory",
      "proc.queue.utilization_percent",
      "proc.pressure_ratio_percent",
      "proc.queue.avg_wait_seconds.anonymous",
      "proc.queue.avg_wait_seconds.registered",
      "proc.queue.avg_wait_seconds.paid",
      "proc.queue.avg_wait_seconds.privileged",
    ]);
  });

  it("is the machine alone where nothing is", () => {
    expect(driversOf({}, "chat-ingress")).toEqual(["cpu", "memory"]);
    expect(driversOf({}, "chat-proc")).toEqual(["cpu", "memory"]);
  });
});
