import type { Check } from "./check";
import { inPlatform } from "./check";

/** 30 · One name is one address inside a place, and one construct inside a stack. */
export const nameThingsOnce: Check = {
  id: 30,
  title: "no service, job, task or store shares its name with another",
  severity: "breaks",
  run: ({ platform: { services, jobs, tasks, stores } }) => {
    const kinds = new Map<string, string[]>();
    for (const [kind, record] of Object.entries({ service: services, job: jobs, task: tasks, store: stores })) {
      for (const name of Object.keys(record)) kinds.set(name, [...(kinds.get(name) ?? []), kind]);
    }
    return [...kinds]
      .filter(([, each]) => each.length > 1)
      .map(([name, each]) => inPlatform(`${name} names a ${each.join(" and a ")}; rename one of them`));
  },
};
