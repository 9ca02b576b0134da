import type { Measure } from "../model/metric";
import type { Traffic } from "../model/service";
import type { Alarms } from "./alarms";

export interface TargetGroupAlarmsProps {
  /** The service, with its port where it has several. */
  readonly thing: string;
  readonly traffic: Traffic;
  readonly loadBalancer: string;
  readonly targetGroup: string;
  /** From the start until a target must answer. */
  readonly patienceSec: number;
}

/** What callers of one target group notice of a bad release. Gives the alarms' names. */
export function targetGroupAlarms(alarms: Alarms, props: TargetGroupAlarmsProps): string[] {
  const { thing } = props;
  const of = measuring(props);
  const errors = alarms.add({
    thing,
    what: "5xx",
    severity: "page",
    runbook: "service-5xx",
    says: "more than 1 % of the requests fail, in two of three minutes",
    watched: {
      // An answer of a target is to a request that was counted for its group; where there is none, nothing failed here.
      expression: "100 * errors / requests",
      label: "per cent that failed",
      over: { errors: of("HTTPCode_Target_5XX_Count", "Sum"), requests: of("RequestCount", "Sum") },
    },
    is: ">",
    threshold: 1,
    periods: 3,
    datapoints: 2,
    missing: "notBreaching",
  });
  // One that is only starting must not count as sick.
  const unhealthyMin = Math.max(3, Math.ceil(props.patienceSec / 60) + 1);
  const unhealthy = alarms.add({
    thing,
    what: "unhealthy-hosts",
    severity: "ticket",
    runbook: "service-unhealthy-hosts",
    says: `a target fails its health check for ${unhealthyMin} minutes`,
    watched: of("UnHealthyHostCount", "Maximum"),
    is: ">=",
    threshold: 1,
    periods: unhealthyMin,
    missing: "notBreaching",
  });
  // A stream's response time is how long somebody talked.
  if (props.traffic !== "request") return [errors, unhealthy];
  const slow = alarms.add({
    thing,
    what: "response-time",
    severity: "ticket",
    runbook: "service-response-time",
    says: "one request in twenty takes longer than 2 s, for five minutes",
    watched: of("TargetResponseTime", "p95"),
    is: ">",
    threshold: 2,
    periods: 5,
    missing: "notBreaching",
  });
  return [errors, unhealthy, slow];
}

/** Nobody answers: what a first deployment begins with, so it takes no deployment back. */
export function healthyHostsAlarm(alarms: Alarms, props: TargetGroupAlarmsProps): void {
  alarms.add({
    thing: props.thing,
    what: "healthy-hosts",
    severity: "page",
    runbook: "service-healthy-hosts",
    says: "no target passes its health check for two minutes",
    watched: measuring(props)("HealthyHostCount", "Minimum"),
    is: "<",
    threshold: 1,
    periods: 2,
    missing: "breaching",
  });
}

const measuring =
  ({ loadBalancer, targetGroup }: TargetGroupAlarmsProps) =>
  (metric: string, stat: string): Measure => ({
    namespace: "AWS/ApplicationELB",
    metric,
    stat,
    dimensions: { LoadBalancer: loadBalancer, TargetGroup: targetGroup },
  });
