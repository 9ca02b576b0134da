import { AppautoscalingPolicy } from "@cdktf/provider-aws/lib/appautoscaling-policy";
import { AppautoscalingScheduledAction } from "@cdktf/provider-aws/lib/appautoscaling-scheduled-action";
import { AppautoscalingTarget } from "@cdktf/provider-aws/lib/appautoscaling-target";
import { Construct } from "constructs";
import { COOLDOWN_SEC, type InGate, type OutCondition, type ResourceTarget, type Scaling } from "../model/scaling";
import { metricAlarm } from "./alarm";

export interface ServiceScalingProps {
  /** Also what its alarms and policies begin with. */
  readonly name: string;
  readonly clusterName: string;
  readonly serviceName: string;
  readonly min: number;
  readonly max: number;
  readonly scaling: Scaling;
  /** Registered, and keeps its hands off. */
  readonly suspended: boolean;
  /** What an alarm's description ends with. */
  readonly runbook: string;
}

const RESOURCE_METRICS = {
  cpu: "ECSServiceAverageCPUUtilization",
  memory: "ECSServiceAverageMemoryUtilization",
} as const;

/** Moves the number of a service's tasks between two bounds: out when any driver asks, in when none objects. */
export class ServiceScaling extends Construct {
  private readonly target: AppautoscalingTarget;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: ServiceScalingProps,
  ) {
    super(scope, id);
    const { scaling, suspended } = props;
    this.target = new AppautoscalingTarget(this, "Resource", {
      serviceNamespace: "ecs",
      scalableDimension: "ecs:service:DesiredCount",
      resourceId: `service/${props.clusterName}/${props.serviceName}`,
      minCapacity: props.min,
      maxCapacity: props.max,
      // Said in both states: a block that is left out would leave the last state as it was.
      suspendedState: {
        dynamicScalingInSuspended: suspended,
        dynamicScalingOutSuspended: suspended,
        scheduledScalingSuspended: suspended,
      },
      // A schedule moves the lower bound by the hour; a plan would put it back.
      ...(scaling.schedules.length > 0 && { lifecycle: { ignoreChanges: ["min_capacity"] } }),
    });
    for (const target of scaling.targets) this.track(target);
    if (scaling.out.length > 0) this.outPolicy(scaling.out);
    if (scaling.in) this.inPolicy(scaling.in);
    scaling.schedules.forEach(({ schedule, min }, index) => {
      new AppautoscalingScheduledAction(this, `schedule-${index + 1}`, {
        name: `${props.name}-schedule-${index + 1}`,
        ...this.of(),
        schedule,
        timezone: "UTC",
        scalableTargetAction: { minCapacity: String(min), maxCapacity: String(props.max) },
      });
    });
  }

  private track({ resource, percent, scalesIn }: ResourceTarget): void {
    new AppautoscalingPolicy(this, resource, {
      name: `${this.props.name}-${resource}`,
      ...this.of(),
      policyType: "TargetTrackingScaling",
      targetTrackingScalingPolicyConfiguration: {
        predefinedMetricSpecification: { predefinedMetricType: RESOURCE_METRICS[resource] },
        targetValue: percent,
        disableScaleIn: !scalesIn,
        scaleOutCooldown: COOLDOWN_SEC.out,
        scaleInCooldown: COOLDOWN_SEC.in,
      },
    });
  }

  private outPolicy(conditions: readonly OutCondition[]): void {
    const policy = this.step("out", 1);
    for (const { key, measure, above, forMinutes } of conditions) {
      const word = key.replace(/[^A-Za-z0-9]+/g, "-");
      metricAlarm(this, `out-${word}`, {
        name: `${this.props.name}-scale-out-${word}`,
        description: `${this.props.name}: one task more while ${key} is above ${above}. ${this.props.runbook}`,
        watched: measure,
        is: ">",
        threshold: above,
        periods: forMinutes,
        missing: "notBreaching",
        actions: [policy.arn],
      });
    }
  }

  private inPolicy({ expression, measures, forMinutes }: InGate): void {
    const policy = this.step("in", -1);
    metricAlarm(this, "in-all", {
      name: `${this.props.name}-scale-in`,
      description: `${this.props.name}: one task less while all its drivers are low. ${this.props.runbook}`,
      watched: { expression, label: "all drivers are low", over: measures },
      is: ">=",
      threshold: 1,
      periods: forMinutes,
      missing: "notBreaching",
      actions: [policy.arn],
    });
  }

  private step(direction: "in" | "out", by: 1 | -1): AppautoscalingPolicy {
    return new AppautoscalingPolicy(this, direction, {
      name: `${this.props.name}-${direction}`,
      ...this.of(),
      policyType: "StepScaling",
      stepScalingPolicyConfiguration: {
        adjustmentType: "ChangeInCapacity",
        metricAggregationType: "Average",
        cooldown: COOLDOWN_SEC[direction],
        // Both alarms go off at or above their threshold: the gate's expression is 1 when it holds.
        stepAdjustment: [{ scalingAdjustment: by, metricIntervalLowerBound: "0" }],
      },
    });
  }

  private of() {
    const { serviceNamespace, scalableDimension, resourceId } = this.target;
    return { serviceNamespace, scalableDimension, resourceId };
  }
}
