import type { Measure } from "../../model/metric";
import type { LoadBalancer } from "../../modules/load-balancer";
import type { Network } from "../../modules/network";
import type { Alarms } from "../alarms";

/** ACM renews 60 days ahead; fewer than this left means that it did not. Source: AWS, recommended alarms, ACM. */
const CERTIFICATE_DAYS = 44;

/** What the public door itself gets wrong; what services behind it do is theirs. */
export function edgeAlarms(alarms: Alarms, { arnSuffix, certificateArn }: LoadBalancer): void {
  const of = (metric: string): Measure => ({
    namespace: "AWS/ApplicationELB",
    metric,
    stat: "Sum",
    dimensions: { LoadBalancer: arnSuffix },
  });
  const common = { thing: "load-balancer", is: ">", missing: "notBreaching" } as const;
  alarms.add({
    ...common,
    what: "5xx",
    severity: "page",
    runbook: "load-balancer-5xx",
    says: "it answers more than ten requests a minute, and more than 1 % of all, with an error of its own",
    watched: {
      // A request that finds no target is not counted as one, so in a total outage there are errors and no requests: no
      // data, by which nothing may be divided. MAX over a list passes by what is missing; FILL fills no empty series.
      // Source: AWS, Elastic Load Balancing, CloudWatch metrics for your Application Load Balancer.
      expression: "IF(errors > 10 AND 100 * errors > MAX([errors * 0, requests]), 1, 0)",
      label: "too many errors of its own",
      over: { errors: of("HTTPCode_ELB_5XX_Count"), requests: of("RequestCount") },
    },
    threshold: 0,
    periods: 5,
    datapoints: 3,
  });
  alarms.add({
    ...common,
    what: "rejected-connections",
    severity: "page",
    runbook: "load-balancer-rejected-connections",
    says: "it has no room for new connections, for three minutes",
    watched: of("RejectedConnectionCount"),
    threshold: 0,
    periods: 3,
  });
  alarms.add({
    ...common,
    what: "target-connection-errors",
    severity: "ticket",
    runbook: "load-balancer-target-connection-errors",
    says: "more than five connections a minute to services fail, for three minutes",
    watched: of("TargetConnectionErrorCount"),
    threshold: 5,
    periods: 3,
  });
  if (certificateArn === undefined) return;
  alarms.add({
    thing: "certificate",
    what: "expiry",
    severity: "ticket",
    runbook: "certificate-expiry",
    says: `it ends in ${CERTIFICATE_DAYS} days or fewer, and should have been renewed`,
    watched: {
      namespace: "AWS/CertificateManager",
      metric: "DaysToExpiry",
      stat: "Minimum",
      dimensions: { CertificateArn: certificateArn },
    },
    is: "<=",
    threshold: CERTIFICATE_DAYS,
    periodSec: 86_400,
    periods: 1,
    missing: "breaching",
  });
}

/** The ways out. Source of the thresholds: AWS, recommended alarms, NAT gateway. */
export function networkAlarms(alarms: Alarms, { natGatewayIds }: Network): void {
  for (const [zone, id] of Object.entries(natGatewayIds)) {
    const of = (metric: string): Measure => ({
      namespace: "AWS/NATGateway",
      metric,
      stat: "Sum",
      dimensions: { NatGatewayId: id },
    });
    const common = { thing: `nat-${zone}`, is: ">", missing: "missing" } as const;
    alarms.add({
      ...common,
      what: "port-allocation",
      severity: "page",
      runbook: "nat-port-allocation",
      says: "it has no port left for new connections to one destination, for a quarter of an hour",
      watched: of("ErrorPortAllocation"),
      threshold: 0,
      periods: 15,
    });
    alarms.add({
      ...common,
      what: "packets-dropped",
      severity: "ticket",
      runbook: "nat-packets-dropped",
      says: "it drops more than 0.01 % of the packets, for five minutes",
      watched: {
        expression: "100 * dropped / (inside + outside)",
        label: "per cent of packets dropped",
        over: {
          dropped: of("PacketsDropCount"),
          inside: of("PacketsInFromSource"),
          outside: of("PacketsInFromDestination"),
        },
      },
      threshold: 0.01,
      periods: 5,
    });
  }
}
