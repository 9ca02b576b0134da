import { putMetrics } from "../../../model/grant";
import { service, type Service } from "../../../model/service";
import { metricsEgress, metricsVariables } from "../environment/metrics";
import { exporterConnections } from "../gateway/capacity";
import type { Kdcube } from "../input";
import { PORTS } from "../ports";
import { confined, confinedScratch } from "../user";

/** Adds up what all instances leave in Redis, and exports it (seed 000 "Metrics"). Two would count everything twice. */
export const metrics = (input: Kdcube): Service => {
  const { metrics: of, gateway } = input.settings;
  return service({
    image: "kdcube-metrics",
    ports: { http: PORTS.metrics },
    probe: { http: { port: "http", path: "/health" } },
    size: { cpu: 256, memoryMiB: 512 },
    instances: "one",
    deploy: "recreate",
    needs: { redis: "healthy" },
    envFile: ".env.metrics",
    ...metricsVariables(input),
    mounts: confinedScratch,
    user: confined,
    grants: of.cloudWatch ? [putMetrics(of.namespace)] : [],
    egress: [...new Set([443, ...metricsEgress(input)])],
    connections: exporterConnections(gateway, of.postgresPool),
  });
};
