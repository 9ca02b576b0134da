import type { Construct } from "constructs";
import type { Measure } from "../../model/metric";
import type { Platform } from "../../model/platform";
import { healthCheckOf, patienceSec } from "../../model/probe";
import { Alarms } from "../alarms";
import { foundationOutputs as out, type Reader } from "../outputs";
import { healthyHostsAlarm, targetGroupAlarms } from "../target-group-alarms";

export interface HostAlarmsProps {
  readonly words: readonly [string, ...string[]];
  readonly foundation: Reader;
  readonly platform: Platform;
  readonly instanceId: string;
  /** Service → its target group, of those that run. */
  readonly targetGroups: readonly (readonly [service: string, arnSuffix: string])[];
}

/** Alarms on the host itself, and on what callers notice of the services that it runs. */
export function hostAlarms(scope: Construct, id: string, props: HostAlarmsProps): void {
  const { foundation, platform } = props;
  const alarms = new Alarms(scope, id, props.words, {
    page: foundation.text(out.topicArnPage),
    ticket: foundation.text(out.topicArnTicket),
  });
  instance(alarms, props.instanceId);
  for (const [name, targetGroup] of props.targetGroups) {
    const service = platform.services[name];
    if (!service) throw new Error(`${name} has a target group and is no service`);
    const group = {
      // The same service has alarms of the same kind on ECS while it moves.
      thing: `host-${name}`,
      traffic: service.traffic,
      loadBalancer: foundation.text(out.loadBalancerArnSuffix),
      targetGroup,
      patienceSec: patienceSec(healthCheckOf(service.probe, service.ports)),
    };
    targetGroupAlarms(alarms, group);
    healthyHostsAlarm(alarms, group);
  }
}

function instance(alarms: Alarms, instanceId: string): void {
  const of = (metric: string, stat: string): Measure => ({
    namespace: "AWS/EC2",
    metric,
    stat,
    dimensions: { InstanceId: instanceId },
  });
  alarms.add({
    thing: "host",
    what: "cpu",
    severity: "ticket",
    runbook: "host-cpu",
    says: "CPU above 80 % for a quarter of an hour",
    watched: of("CPUUtilization", "Average"),
    is: ">",
    threshold: 80,
    periodSec: 300,
    periods: 3,
    missing: "missing",
  });
  alarms.add({
    thing: "host",
    what: "status",
    severity: "page",
    runbook: "host-status",
    says: "AWS's own check of the machine or of its system fails for ten minutes",
    watched: of("StatusCheckFailed", "Maximum"),
    is: ">=",
    threshold: 1,
    periodSec: 300,
    periods: 2,
    missing: "missing",
  });
  alarms.add({
    thing: "host",
    what: "volume-status",
    severity: "page",
    runbook: "host-status",
    says: "a volume cannot be reached for ten minutes",
    watched: of("StatusCheckFailed_AttachedEBS", "Maximum"),
    is: ">=",
    threshold: 1,
    periods: 10,
    missing: "missing",
  });
}
