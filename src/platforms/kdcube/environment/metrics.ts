import { addressOf, portOf, region } from "../../../model/reference";
import { use } from "../../../model/secret";
import type { Kdcube } from "../input";
import { aws, gateway, logging, postgres, redis } from "./shared";
import { flag, together, type Variables } from "./variables";

/** .env.metrics (kdcube reference §3.4). */
export const metricsVariables = (input: Kdcube): Variables =>
  together(
    // The processor's slice: the exporter measures against the processor's capacity.
    gateway(input, "proc"),
    redis("metrics"),
    logging(input, "metrics"),
    aws,
    exporter(input),
    cloudWatch(input),
    pushgateway(input),
    input.settings.metrics.mode === "proxy" ? proxied(input) : {},
    input.settings.metrics.postgresPool ? postgres : {},
  );

const exporter = ({ settings: { metrics: of } }: Kdcube): Partial<Variables> => ({
  environment: {
    METRICS_PORT: portOf("metrics"),
    METRICS_MODE: of.mode,
    // Off in the code's own default, and then nothing is ever exported.
    METRICS_SCHEDULER_ENABLED: flag(!of.runOnce),
    METRICS_RUN_ONCE: flag(of.runOnce),
    METRICS_EXPORT_INTERVAL_SEC: of.intervalSec,
    METRICS_EXPORT_ON_START: flag(of.exportOnStart),
    METRICS_PROM_SCRAPE_TTL_SEC: of.scrapeTtlSec,
    METRICS_REQUEST_TIMEOUT_SEC: of.requestTimeoutSec,
    METRICS_ENABLE_PG_POOL: flag(of.postgresPool),
    ...(of.mapping ? { METRICS_MAPPING_JSON: JSON.stringify(of.mapping) } : {}),
  },
});

const cloudWatch = (input: Kdcube): Partial<Variables> => {
  const { metrics: of } = input.settings;
  return {
    environment: {
      METRICS_EXPORT_CLOUDWATCH: flag(of.cloudWatch),
      ...(of.cloudWatch
        ? {
            METRICS_CLOUDWATCH_NAMESPACE: of.namespace,
            METRICS_CLOUDWATCH_REGION: region,
            METRICS_CLOUDWATCH_DIMENSIONS_JSON: JSON.stringify(dimensions(input)),
          }
        : {}),
    },
  };
};

const pushgateway = (input: Kdcube): Partial<Variables> => {
  const { pushgateway: of } = input.settings.metrics;
  return {
    environment: {
      METRICS_EXPORT_PROMETHEUS_PUSH: flag(of !== undefined),
      ...(of
        ? {
            METRICS_PROM_PUSHGATEWAY_URL: of.url,
            METRICS_PROM_JOB_NAME: of.job,
            METRICS_PROM_GROUPING_LABELS_JSON: JSON.stringify(of.labels ?? dimensions(input)),
          }
        : {}),
    },
  };
};

/** Everything is counted per tenant and project; an alarm must name these and no others. */
export const dimensions = ({ settings, environment }: Kdcube): Readonly<Record<string, string>> =>
  settings.metrics.dimensions ?? { tenant: settings.tenant, project: settings.project, env: environment };

const proxied = ({ settings: { metrics: of } }: Kdcube): Partial<Variables> => ({
  environment: {
    METRICS_INGRESS_BASE_URL: ["http://", addressOf("chat-ingress")],
    METRICS_PROC_BASE_URL: ["http://", addressOf("chat-proc")],
    METRICS_AUTH_HEADER_NAME: of.authHeader,
    ...(of.headers ? { METRICS_HEADERS_JSON: JSON.stringify(of.headers) } : {}),
  },
  secrets: { METRICS_AUTH_HEADER_VALUE: use("metrics-auth-header") },
});

/** Where what it exports goes to, besides AWS. */
export const metricsEgress = ({ settings }: Kdcube): number[] => {
  const { pushgateway: of } = settings.metrics;
  if (!of) return [];
  const { port, protocol } = new URL(of.url);
  return [port ? Number(port) : protocol === "https:" ? 443 : 80];
};
