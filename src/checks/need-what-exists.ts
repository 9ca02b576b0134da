import type { Check } from "./check";
import { has, isDisabled, unknownName, unknownService, workloadsOf } from "./walk";

/** 6 · What waits for something that never starts waits for ever. */
export const needWhatExists: Check = {
  id: 6,
  title: "what is needed is a service, a job or a store of the platform",
  severity: "breaks",
  run: (input) => {
    const { services, jobs, stores } = input.platform;
    const known = { ...services, ...jobs, ...stores };
    return workloadsOf(input.platform).flatMap(({ kind, name, workload }) =>
      Object.keys(workload.needs)
        .filter((need) => !has(known, need))
        .map((need) => {
          const where = `${kind} ${name}, needs`;
          if (isDisabled(input.environment, need)) return unknownService(input, where, need);
          return unknownName(where, "service, job or store", need, Object.keys(known));
        }),
    );
  },
};
