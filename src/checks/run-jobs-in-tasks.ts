import type { Check } from "./check";
import { inPlatform } from "./check";
import { helpersOnEcs } from "./walk";

/** 39 · On ECS a job is the first container of a task, which starts whenever a task does. */
export const runJobsInTasks: Check = {
  id: 39,
  title: "a job on ECS may run again, and a service needs it",
  severity: "breaks",
  run: (input) => {
    const { services, jobs } = input.platform;
    return helpersOnEcs(input)
      .filter(({ kind }) => kind === "job")
      .flatMap(({ name }) => {
        const needed = Object.values(services).some(({ needs }) => name in needs);
        if (!jobs[name]?.repeatable) {
          return [
            inPlatform(
              `job ${name} is not repeatable: a job that runs once is not built on ECS yet; make it repeatable`,
            ),
          ];
        }
        return needed
          ? []
          : [inPlatform(`job ${name} is needed by no service, so no task on ECS would run it; let one need it`)];
      });
  },
};
