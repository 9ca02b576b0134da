import type { Construct } from "constructs";
import { hasReached } from "../../migration/resolve";
import type { Phase } from "../../migration/plan";
import type { Platform } from "../../model/platform";
import { runbookLink } from "../../model/runbook";
import { scales } from "../../model/scale";
import { scalingOf } from "../../model/scaling";
import type { Service } from "../../model/service";
import { ServiceScaling } from "../../modules/service-scaling";
import { resourceMeasure, type ServiceNames } from "./alarms";

export interface EcsScalingProps extends ServiceNames {
  readonly platform: Platform;
  readonly service: Service;
  readonly phase: Phase | undefined;
  /** The running service's name: what there is to scale. */
  readonly running: string;
}

/**
 * What moves the number of tasks. It is registered from warm on, so that the step that gives traffic adds nothing; but
 * up to there the number is Terraform's, and it keeps its hands off.
 */
export function ecsScaling(scope: Construct, id: string, props: EcsScalingProps): void {
  const { service, phase, platform } = props;
  if (!scales(service) || (phase && !hasReached(phase, "warm"))) return;
  new ServiceScaling(scope, id, {
    name: props.serviceName,
    clusterName: props.clusterName,
    serviceName: props.running,
    min: service.scale.min,
    max: service.scale.max,
    scaling: scalingOf(service.scale, {
      metrics: platform.metrics ?? {},
      resource: (resource) => resourceMeasure(props, resource),
    }),
    suspended: phase !== undefined && !hasReached(phase, "shared"),
    runbook: runbookLink("scaling"),
  });
}
