import type { RenderedContainer } from "../../../model/rendered";
import { unitOf, allowing } from "./network";
import type { Fault, Input } from "./rule";
import { rule, inService, inRelease, running, runningOn, named } from "./rule";

export const haveTheImageThatRunsCode = rule({
  id: 80,
  group: "storage",
  title: "the image that runs code is the release's, and who starts it may have it",
  severity: "breaks",
  consequence: "every run of code ends with 'image not found'",
  fix: "leave PY_CODE_EXEC_IMAGE to the release",
  source: "documents",
  looksAt: "PY_CODE_EXEC_IMAGE, the image of the task on ECS, what the host's role may pull",
  run: (input) =>
    running(input, "chat-proc").flatMap((each) => {
      const image = each.environment["PY_CODE_EXEC_IMAGE"] ?? "";
      const model = input.platform.images[input.platform.tasks["py-code-exec"]?.image ?? ""];
      if (!model || image === "") return [inService("chat-proc", `${named(each)} has no PY_CODE_EXEC_IMAGE`)];
      const known =
        image.startsWith("<") ||
        image.endsWith(`${model.repository}:${model.tag}`) ||
        image.includes(`@${model.digest}`);
      return [
        ...(known
          ? []
          : [
              inRelease(
                ["images"],
                `PY_CODE_EXEC_IMAGE of ${named(each)} is ${image}, and the release has ${model.repository}:${model.tag}`,
              ),
            ]),
        ...taskFaults(input, each, image),
        ...(each.on === "compose" &&
        model.ours &&
        image.includes(".dkr.ecr.") &&
        !mayPull(input, each, model.repository)
          ? [inService("chat-proc", `the host may not pull ${model.repository}`)]
          : []),
      ];
    }),
});

const taskFaults = (input: Input, proc: RenderedContainer, image: string): Fault[] =>
  proc.on !== "ecs"
    ? []
    : runningOn(input, "ecs", "py-code-exec")
        .filter((task) => task.workspace === proc.workspace && task.image !== image)
        .map((task) => inService("chat-proc", `PY_CODE_EXEC_IMAGE is ${image}, the task's image ${task.image}`));

const mayPull = (input: Input, container: RenderedContainer, repository: string): boolean =>
  allowing(unitOf(input, container)?.allows ?? [], "ecr:BatchGetImage").some(({ resources }) =>
    resources.some((resource) => resource.endsWith(`repository/${repository}`)),
  );
