import { workspacesOf } from "../../src/migration/workspaces";
import { deploymentNamed, inStates } from "../helpers/workspaces";

/** The names of the workspaces, and what each phase waits for beside the foundation. */
function ordered(...[ingress, proc]: ("planned" | "warm" | "moved" | "retired")[]) {
  const states = { metrics: "retired", edge: "planned", ingress: ingress!, proc: proc! } as const;
  const { environment, migration } = inStates(deploymentNamed("kdcube/prod"), states);
  const workspaces = workspacesOf(environment, migration);
  return {
    names: workspaces.map(({ stack }) => stack),
    after: (stack: string): string[] =>
      (workspaces.find((each) => each.stack === stack)?.dependsOn ?? []).map((name) =>
        name.replace("kdcube-prod-", ""),
      ),
  };
}

describe("a phase whose service waits for a job", () => {
  it("applies after the phase whose task runs it", () => {
    const { names, after } = ordered("retired", "retired");
    expect(after("ecs-ingress")).toEqual(["ecs-proc", "foundation"]);
    expect(names.indexOf("ecs-proc")).toBeLessThan(names.indexOf("ecs-ingress"));
  });

  it("applies after the host, and so after that phase, while it has not let go", () => {
    const { names, after } = ordered("moved", "moved");
    expect(after("ecs-ingress")).toEqual(["ec2-compose", "foundation"]);
    expect(after("ec2-compose")).toContain("ecs-proc");
    expect(names.indexOf("ecs-proc")).toBeLessThan(names.indexOf("ecs-ingress"));
  });

  it("waits for no phase while the host runs the job", () => {
    expect(ordered("moved", "warm").after("ecs-ingress")).toEqual(["ec2-compose", "foundation"]);
    expect(ordered("warm", "planned").after("ecs-ingress")).toEqual(["ec2-compose", "foundation"]);
  });
});
