import type { Check } from "./check";
import { has, referencesOf, unknownName, unknownService, workloadsOf } from "./walk";

/** 5 · A task that is not there has no definition to be started from. */
export const referToTasks: Check = {
  id: 5,
  title: "whatever names a task names one that exists, and a task names the service that starts it",
  severity: "breaks",
  run: (input) => {
    const { platform } = input;
    const uses = [
      ...referencesOf(platform).flatMap(({ where, reference }) =>
        reference.ref === "task" ? [[where, reference.task] as const] : [],
      ),
      ...workloadsOf(platform).flatMap(({ kind, name, workload }) => [
        ...workload.grants.flatMap((grant) =>
          grant.grant === "runTask" ? [[`${kind} ${name}, grant runTask`, grant.task] as const] : [],
        ),
        ...workload.mounts.flatMap((mount) =>
          mount.kind === "dockerSocket" && mount.startsTask !== undefined
            ? [[`${kind} ${name}, docker socket`, mount.startsTask] as const]
            : [],
        ),
      ]),
    ];
    const unknown = uses
      .filter(([, task]) => !has(platform.tasks, task))
      .map(([where, task]) => unknownName(where, "task", task, Object.keys(platform.tasks)));
    const starters = Object.entries(platform.tasks)
      .filter(([, { startedBy }]) => !has(platform.services, startedBy))
      .map(([name, { startedBy }]) => unknownService(input, `task ${name}, started by`, startedBy));
    return [...unknown, ...starters];
  },
};
