import type { ITerraformDependable } from "cdktf";
import type { Construct } from "constructs";
import { hasReached } from "../../migration/resolve";
import type { Phase } from "../../migration/plan";
import type { Measure } from "../../model/metric";
import { leastCount } from "../../model/scale";
import { healthCheckOf, patienceSec } from "../../model/probe";
import type { Service } from "../../model/service";
import { Alarms, type Topics } from "../alarms";
import { healthyHostsAlarm, targetGroupAlarms, type TargetGroupAlarmsProps } from "../target-group-alarms";

/** Are tasks of it meant to run now? What runs once waits until it has moved. */
export function runsTasks({ instances }: Service, phase: Phase | undefined): boolean {
  return !phase || hasReached(phase, instances === "one" ? "moved" : "warm");
}

/** The service's own use of a resource, in per cent of what its tasks are given. */
export const resourceMeasure = (
  { clusterName, serviceName }: ServiceNames,
  resource: "cpu" | "memory",
  stat = "Average",
): Measure => ({
  namespace: "AWS/ECS",
  metric: resource === "cpu" ? "CPUUtilization" : "MemoryUtilization",
  stat,
  dimensions: { ClusterName: clusterName, ServiceName: serviceName },
});

export interface ServiceNames {
  readonly clusterName: string;
  readonly serviceName: string;
}

export interface ServiceAlarmsProps extends ServiceNames {
  readonly words: readonly [string, ...string[]];
  readonly topics: Topics;
  readonly service: Service;
  readonly loadBalancer: string;
  readonly targetGroups: readonly { readonly port: number; readonly arnSuffix: string }[];
}

/** Alarms that a bad release sets off, made before the service whose deployments they take back. Gives their names. */
export function rollbackAlarms(scope: Construct, name: string, props: ServiceAlarmsProps): string[] {
  const alarms = new Alarms(scope, "rollback", props.words, props.topics);
  return groupsOf(name, props).flatMap((group) => targetGroupAlarms(alarms, group));
}

/** The others, made when the service stands: a task that has not started yet is not missing. */
export function serviceAlarms(
  scope: Construct,
  name: string,
  props: ServiceAlarmsProps & { readonly after: readonly ITerraformDependable[] },
): void {
  const alarms = new Alarms(scope, "alarms", props.words, props.topics, props.after);
  for (const resource of ["cpu", "memory"] as const) {
    alarms.add({
      thing: name,
      what: resource,
      severity: "ticket",
      runbook: `service-${resource}`,
      says: `${resource} above 80 % for five minutes`,
      watched: resourceMeasure(props, resource),
      is: ">",
      threshold: 80,
      periods: 5,
      missing: "breaching",
    });
  }
  insights(alarms, name, props);
  for (const group of groupsOf(name, props)) healthyHostsAlarm(alarms, group);
}

const groupsOf = (name: string, props: ServiceAlarmsProps): TargetGroupAlarmsProps[] =>
  props.targetGroups.map(({ port, arnSuffix }, index) => ({
    thing: index === 0 ? name : `${name}-${port}`,
    traffic: props.service.traffic,
    loadBalancer: props.loadBalancer,
    targetGroup: arnSuffix,
    patienceSec: patienceSec(healthCheckOf(props.service.probe, props.service.ports)),
  }));

/** What Container Insights alone knows. */
function insights(alarms: Alarms, name: string, { service, clusterName, serviceName }: ServiceAlarmsProps): void {
  const of = (metric: string): Measure => ({
    namespace: "ECS/ContainerInsights",
    metric,
    stat: "Average",
    dimensions: { ClusterName: clusterName, ServiceName: serviceName },
  });
  const least = leastCount(service.scale);
  if (least > 0) {
    alarms.add({
      thing: name,
      what: "running-tasks",
      severity: "page",
      runbook: "service-running-tasks",
      says: `fewer than ${least} tasks run for five minutes`,
      watched: of("RunningTaskCount"),
      is: "<",
      threshold: least,
      periods: 5,
      missing: "breaching",
    });
  }
  alarms.add({
    thing: name,
    what: "ephemeral-storage",
    severity: "ticket",
    runbook: "service-ephemeral-storage",
    says: "the disk of its tasks is more than 80 % full for five minutes",
    watched: of("TaskEphemeralStorageUtilization"),
    is: ">",
    threshold: 80,
    periods: 5,
    missing: "notBreaching",
  });
}
