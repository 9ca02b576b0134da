import type { RenderedContainer } from "../../../model/rendered";
import type { Input } from "./rule";
import { rule, inSettings, inService, running, named, shown } from "./rule";

export const sayHowCodeRunsOnFargate = rule({
  id: 81,
  group: "storage",
  title: "a processor that runs code as tasks has all that starting one needs",
  severity: "breaks",
  consequence:
    "each run of code ends with fargate_disabled or fargate_config_missing, or with a container that the task does not have",
  fix: "keep settings.storage s3 on ECS; leave FARGATE_… to the model",
  source: "documents",
  looksAt:
    "FARGATE_… and EXEC_RUNTIME_MODE of the processor, containers of the task that it names, KDCUBE_STORAGE_PATH, AWS_REGION",
  idle: (input) => (fargateProcessors(input).length === 0 ? "no processor runs code as tasks" : undefined),
  run: (input) =>
    fargateProcessors(input).flatMap((each) => {
      const { environment } = each;
      const missing = NEEDED.filter((variable) => !environment[variable]);
      const task = /aws_ecs_task_definition\.([\w-]+?)_/.exec(environment["FARGATE_TASK_DEFINITION"] ?? "")?.[1];
      const containers = input.rendered.containers
        .filter(({ on, unit }) => on === "ecs" && unit === task)
        .map(({ name }) => name);
      const container = environment["FARGATE_CONTAINER_NAME"] ?? "";
      return [
        ...(missing.length === 0 ? [] : [inService("chat-proc", `${named(each)} has no ${missing.join(", ")}`)]),
        ...(environment["FARGATE_EXEC_ENABLED"] === "1"
          ? []
          : [
              inService(
                "chat-proc",
                `FARGATE_EXEC_ENABLED of ${named(each)} is ${shown(environment["FARGATE_EXEC_ENABLED"])}`,
              ),
            ]),
        ...(containers.includes(container)
          ? []
          : [
              inService(
                "chat-proc",
                `FARGATE_CONTAINER_NAME is ${shown(container)}, and the task ${shown(task)} has ${shown(containers.join(", "))}`,
              ),
            ]),
        ...(environment["KDCUBE_STORAGE_PATH"]?.startsWith("s3://")
          ? []
          : [
              inSettings(
                "storage",
                `KDCUBE_STORAGE_PATH of ${named(each)} is ${shown(environment["KDCUBE_STORAGE_PATH"])}; tasks see a bucket alone`,
              ),
            ]),
      ];
    }),
});

const NEEDED = [
  "FARGATE_CLUSTER",
  "FARGATE_TASK_DEFINITION",
  "FARGATE_CONTAINER_NAME",
  "FARGATE_SUBNETS",
  "FARGATE_SECURITY_GROUPS",
  "AWS_REGION",
];

const fargateProcessors = (input: Input): RenderedContainer[] =>
  running(input, "chat-proc").filter(
    ({ on, environment }) =>
      environment["EXEC_RUNTIME_MODE"] === "fargate" ||
      (on === "ecs" && environment["EXEC_RUNTIME_MODE"] === undefined),
  );
