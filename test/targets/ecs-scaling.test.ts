import type { Driver } from "../../src/model/scale";
import { synthesize } from "../../src/synthesize";
import type { JsonObject } from "../helpers/json";
import { stacksAt } from "../helpers/moving";
import { deploymentNamed } from "../helpers/workspaces";

const target = (state: "standby" | "warm" | 10 | "moved" | "retired"): JsonObject | undefined => {
  const before = { metrics: "retired" } as const;
  const json = stacksAt({ ...before, ingress: state })["ecs-ingress"]!.json;
  return json.resource?.["aws_appautoscaling_target"]?.["chat-ingress_scaling"] as JsonObject | undefined;
};
const service = (state: "warm" | 10): JsonObject =>
  stacksAt({ metrics: "retired", ingress: state })["ecs-ingress"]!.json.resource?.["aws_ecs_service"]?.[
    "chat-ingress_service"
  ] as JsonObject;

/** Staging's processor with these drivers. */
function procWith(on: Driver[]): Record<string, Record<string, JsonObject>> {
  const deployment = deploymentNamed("kdcube/staging");
  const proc = deployment.platform.services["chat-proc"]!;
  const services = { ...deployment.platform.services, "chat-proc": { ...proc, scale: { min: 2, max: 6, on } } };
  const { workspaces } = synthesize([{ ...deployment, platform: { ...deployment.platform, services } }]);
  const ecs = workspaces.find(({ workspace }) => workspace.stack === "ecs")!;
  return ecs.json.resource as unknown as Record<string, Record<string, JsonObject>>;
}

describe("while a phase moves", () => {
  it("scaling does not exist before its tasks do", () => expect(target("standby")).toBeUndefined());

  it("it keeps its hands off as long as the number is Terraform's", () => {
    expect(target("warm")).toMatchObject({
      suspended_state: {
        dynamic_scaling_in_suspended: true,
        dynamic_scaling_out_suspended: true,
        scheduled_scaling_suspended: true,
      },
    });
    expect(service("warm")).toMatchObject({ desired_count: 2 });
    expect(service("warm")["lifecycle"]).toBeUndefined();
  });

  it.each([10, "moved", "retired"] as const)("it moves the number at %s, and Terraform leaves that alone", (state) => {
    expect(target(state)).toMatchObject({ suspended_state: { dynamic_scaling_out_suspended: false } });
    expect(service(10)).toMatchObject({ lifecycle: { ignore_changes: ["desired_count"] } });
  });

  it("what has no room stays Terraform's for ever", () => {
    const json = stacksAt({ metrics: "retired", ingress: "retired", proc: "retired", edge: "retired" })["ecs-edge"]!
      .json;
    expect(json.resource?.["aws_appautoscaling_target"]).toBeUndefined();
    const web = json.resource?.["aws_ecs_service"]?.["web-ui_service"] as JsonObject;
    expect([web["desired_count"], web["lifecycle"]]).toEqual([2, undefined]);
  });
});

describe("drivers", () => {
  it("by schedule move the lower bound, which a plan then leaves alone", () => {
    const resources = procWith([{ cpu: 60 }, { schedule: "cron(0 19 ? * MON-FRI *)", min: 1 }]);
    expect(resources["aws_appautoscaling_scheduled_action"]?.["chat-proc_scaling_schedule-1"]).toMatchObject({
      schedule: "cron(0 19 ? * MON-FRI *)",
      timezone: "UTC",
      scalable_target_action: { min_capacity: "1", max_capacity: "6" },
    });
    expect(resources["aws_appautoscaling_target"]?.["chat-proc_scaling"]).toMatchObject({
      lifecycle: { ignore_changes: ["min_capacity"] },
    });
    // At night one is enough, so one is no alarm.
    const alarms = resources["aws_cloudwatch_metric_alarm"];
    expect(alarms?.["chat-proc_alarms_chat-proc-running-tasks"]).toMatchObject({ threshold: 1 });
  });

  it("by resources alone may take instances away themselves, and need no alarm of ours", () => {
    const resources = procWith([{ cpu: 60 }]);
    expect(resources["aws_appautoscaling_policy"]?.["chat-proc_scaling_cpu"]).toMatchObject({
      target_tracking_scaling_policy_configuration: { target_value: 60, disable_scale_in: false },
    });
    const names = Object.keys(resources["aws_cloudwatch_metric_alarm"] ?? {});
    expect(names.filter((name) => name.startsWith("chat-proc_scaling"))).toEqual([]);
  });
});
