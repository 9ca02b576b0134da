import { jobsInTask } from "../../src/targets/ecs/jobs";
import { objectAt, textAt } from "../helpers/json";
import { deploymentNamed, workspaceNamed, workspacesOf } from "../helpers/workspaces";

const deployment = deploymentNamed("kdcube/staging");
const { platform } = deployment;
const definitions = Object.entries(
  objectAt(workspaceNamed(workspacesOf([deployment]), "ecs").json, "resource", "aws_ecs_task_definition"),
).map(([name, definition]) => ({
  task: name.replace(/_task_definition$/, ""),
  containers: textAt(objectAt(definition), "container_definitions"),
}));

/** The tasks that read a secret, by the model: a service's own, and that of whom its task runs a job for. */
function readers(secret: string): string[] {
  const reads = (name: string): boolean => {
    const workload = platform.services[name] ?? platform.jobs[name] ?? platform.tasks[name];
    return Object.values(workload?.secrets ?? {}).some((use) => use.secret === secret);
  };
  const situation = { platform, home: "ecs" as const };
  return definitions
    .map(({ task }) => task)
    .filter((task) => [task, ...jobsInTask(situation, task)].some(reads))
    .sort();
}

const written = Object.entries(platform.secrets).filter(([, { kind }]) => kind !== "supplied");

describe.each(written.map(([name]) => name))("the version of %s", (name) => {
  it("stands in the definitions of exactly its readers, so a new one rolls these and no other", () => {
    const naming = definitions.filter(({ containers }) => containers.includes(`.outputs.secret_version_${name}}`));
    expect(naming.map(({ task }) => task).sort()).toEqual(readers(name));
  });
});

it("are read by somebody", () => expect(written.flatMap(([name]) => readers(name)).length).toBeGreaterThan(4));
