import { unitOf, allowing } from "./network";
import { rule, inService, runningOn, shown } from "./rule";

export const letTheProcessorStartTasks = rule({
  id: 82,
  group: "storage",
  title: "the processor's role may start the family that runs code and pass on exactly its two roles",
  severity: "breaks",
  consequence: "each run of code ends with AccessDenied; or the processor can give itself any role of the account",
  fix: "keep the grant runTask of the processor",
  source: "documents",
  looksAt: "ecs:RunTask and iam:PassRole of the processor's task role, family and roles of the task",
  idle: (input) =>
    runningOn(input, "ecs", "chat-proc").some(({ environment }) => environment["EXEC_RUNTIME_MODE"] === "fargate")
      ? undefined
      : "no processor starts tasks on ECS",
  run: (input) =>
    runningOn(input, "ecs", "chat-proc").flatMap((each) => {
      const exec = input.rendered.units.find(
        ({ name, workspace }) => name === "py-code-exec" && workspace === each.workspace,
      );
      const allows = unitOf(input, each)?.allows ?? [];
      const starts = allowing(allows, "ecs:RunTask").flatMap(({ resources }) => resources);
      const passes = allowing(allows, "iam:PassRole")
        .flatMap(({ resources }) => resources)
        .sort();
      const family = exec?.family ?? "";
      return [
        ...(exec && starts.length > 0 && starts.every((resource) => resource.endsWith(`:task-definition/${family}:*`))
          ? []
          : [
              inService(
                "chat-proc",
                `its role may start ${shown(starts.join(", "))}, and must be allowed ${shown(family)}`,
              ),
            ]),
        ...(exec && passes.join() === exec.roles.join()
          ? []
          : [
              inService(
                "chat-proc",
                `its role may pass on ${shown(passes.join(", "))}, and must be allowed exactly ${shown(exec?.roles.join(", "))}`,
              ),
            ]),
      ];
    }),
});
