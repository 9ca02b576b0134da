import { synthesize } from "../../src/synthesize";
import type { JsonObject } from "../helpers/json";
import { holds } from "../helpers/metric-math";
import { deploymentNamed } from "../helpers/workspaces";

describe("errors of the load balancer's own", () => {
  const { workspaces } = synthesize([deploymentNamed("kdcube/staging")]);
  const { json } = workspaces.find(({ workspace }) => workspace.stack === "foundation")!;
  const alarm = json.resource?.["aws_cloudwatch_metric_alarm"]?.["alarms_load-balancer-5xx"] as JsonObject;
  const queries = alarm["metric_query"] as { readonly id: string; readonly expression?: string }[];
  const expression = queries.find(({ id }) => id === "result")?.expression ?? "";

  it.each([
    ["nobody is served, so no request is counted", { errors: 500, requests: undefined }, true],
    ["targets stand there, and none is chosen", { errors: 500, requests: 0 }, true],
    ["more than one in a hundred fails", { errors: 11, requests: 1000 }, true],
    ["fewer than one in a hundred fails", { errors: 11, requests: 2000 }, false],
    ["few fail, of few", { errors: 10, requests: 10 }, false],
    ["no error was counted", { errors: undefined, requests: 1000 }, undefined],
  ])("when %s", (_, values, expected) => {
    expect(holds(expression, values)).toBe(expected);
  });
});
