import { App, TerraformStack } from "cdktf";
import { EcsService, type EcsServiceProps } from "../../src/modules/ecs-service";
import { objectAt, type JsonObject } from "../helpers/json";

/** One service as Terraform is given it. */
function rendered(change: Partial<EcsServiceProps>): JsonObject {
  const stack = new TerraformStack(new App(), "test");
  new EcsService(stack, "api", {
    name: "shop-test-api",
    clusterArn: "cluster",
    taskDefinitionArn: "definition",
    capacity: { on: "fargate", strategy: [{ capacityProvider: "FARGATE", base: 0, weight: 1 }] },
    desiredCount: 1,
    countIsOurs: true,
    oneAtATime: false,
    waitForSteadyState: false,
    subnetIds: ["subnet"],
    securityGroupId: "group",
    loadBalancers: [],
    graceSec: 60,
    rebalance: true,
    exec: false,
    rollbackAlarms: [],
    registryArn: undefined,
    dependsOn: [],
    ...change,
  });
  const services = objectAt(stack.toTerraform() as JsonObject, "resource", "aws_ecs_service");
  return objectAt(Object.values(services)[0]);
}

describe("a service on ECS", () => {
  it("goes back when one of its alarms goes off, and has no word of alarms without any", () => {
    expect(rendered({ rollbackAlarms: ["errors", "latency"] })["alarms"]).toEqual({
      alarm_names: ["errors", "latency"],
      enable: true,
      rollback: true,
    });
    expect(rendered({})).not.toHaveProperty("alarms");
  });

  it.each([
    [true, false, "ENABLED"],
    [false, false, "DISABLED"],
    [true, true, "DISABLED"],
  ])("with rebalancing %p and one at a time %p is %s", (rebalance, oneAtATime, said) =>
    expect(rendered({ rebalance, oneAtATime })["availability_zone_rebalancing"]).toBe(said),
  );

  it("waits for a cold start only where a load balancer looks", () => {
    expect(rendered({})).not.toHaveProperty("health_check_grace_period_seconds");
    const behind = { loadBalancers: [{ targetGroupArn: "group", container: "api", port: 80 }] };
    expect(rendered(behind)["health_check_grace_period_seconds"]).toBe(60);
  });
});
