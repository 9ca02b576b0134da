import type { ITerraformDependable } from "cdktf";
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
  readonly region: string;
  readonly instanceId: string;
  /** Under which name the host counts what the hypervisor cannot see. */
  readonly metrics: Pick<Measure, "namespace" | "dimensions">;
  /** Name → path of the disks that are watched. */
  readonly disks: Readonly<Record<string, string>>;
  /** What counts them: with no data yet an alarm would go off. */
  readonly agent: readonly ITerraformDependable[];
  /** Service → its target group, of those that run. */
  readonly targetGroups: readonly (readonly [service: string, arnSuffix: string])[];
}

/** Alarms on the host itself, and on what callers notice of the services that it runs. */
export function hostAlarms(scope: Construct, id: string, props: HostAlarmsProps): void {
  const { foundation, platform } = props;
  const topics = { page: foundation.text(out.topicArnPage), ticket: foundation.text(out.topicArnTicket) };
  const alarms = new Alarms(scope, id, props.words, topics);
  instance(alarms, props);
  room(new Alarms(scope, `${id}-agent`, props.words, topics, props.agent), props);
  releases(alarms, props);
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

function instance(alarms: Alarms, { instanceId, region }: HostAlarmsProps): void {
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
  // A failure below the machine, which moves it to other hardware; its addresses and disks stay as they are.
  alarms.add({
    thing: "host",
    what: "system-status",
    severity: "page",
    runbook: "host-status",
    says: "the hardware below it fails for two minutes; AWS moves it",
    watched: of("StatusCheckFailed_System", "Maximum"),
    is: ">=",
    threshold: 1,
    periods: 2,
    missing: "missing",
    does: [`arn:aws:automate:${region}:ec2:recover`],
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

/** How full it is. An agent that says nothing is as bad as a full disk: nobody would know of one. */
function room(alarms: Alarms, { metrics: { namespace }, instanceId, disks }: HostAlarmsProps): void {
  const common = { thing: "host", is: ">", threshold: 85, periodSec: 300, periods: 2, missing: "breaching" } as const;
  for (const [name, path] of Object.entries(disks))
    alarms.add({
      ...common,
      what: `disk-${name}`,
      severity: "page",
      runbook: "host-disk",
      says: `more than 85 % of ${path} is used, or nobody counts it, for ten minutes`,
      watched: {
        namespace,
        metric: "disk_used_percent",
        stat: "Maximum",
        dimensions: { InstanceId: instanceId, path },
      },
    });
  alarms.add({
    ...common,
    what: "memory",
    severity: "page",
    runbook: "host-memory",
    says: "more than 85 % of its memory is used, or nobody counts it, for ten minutes",
    watched: { namespace, metric: "mem_used_percent", stat: "Average", dimensions: { InstanceId: instanceId } },
  });
}

/** What became of a release, as the host's program counts it. */
function releases(alarms: Alarms, { metrics }: HostAlarmsProps): void {
  const of = (metric: string): Measure => ({ ...metrics, metric, stat: "Sum" });
  const common = { thing: "release", is: ">", threshold: 0, periods: 1, missing: "notBreaching" } as const;
  alarms.add({
    ...common,
    what: "rolled-back",
    severity: "page",
    runbook: "release-rolled-back",
    says: "it did not become healthy on the host, which went back to the last good one",
    watched: of("ReleaseRolledBack"),
  });
  alarms.add({
    ...common,
    what: "refused",
    severity: "ticket",
    runbook: "release-refused",
    says: "the host did not take it, and runs what it ran before",
    watched: of("ReleaseRefused"),
  });
}
