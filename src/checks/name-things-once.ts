import type { Check } from "./check";
import { bucketsOf, OBJECT_STORE, OBJECT_STORE_SECRET } from "../rendering/object-store";
import { inPlatform } from "./check";
import { has } from "./walk";

/** 30 · One name is one address inside a place, and one construct inside a stack. */
export const nameThingsOnce: Check = {
  id: 30,
  title: "no service, job, task or store shares its name with another",
  severity: "breaks",
  run: ({ environment, platform }) => {
    const { services, jobs, tasks, stores, secrets } = platform;
    const own = environment.target === "devenv" && bucketsOf(platform).length > 0;
    const laptop = own ? { "laptop's object store": { [OBJECT_STORE]: null } } : {};
    const kinds = new Map<string, string[]>();
    for (const [kind, record] of Object.entries({
      service: services,
      job: jobs,
      task: tasks,
      store: stores,
      ...laptop,
    }))
      for (const name of Object.keys(record)) kinds.set(name, [...(kinds.get(name) ?? []), kind]);
    const twice = [...kinds]
      .filter(([, each]) => each.length > 1)
      .map(([name, each]) => inPlatform(`${name} names a ${each.join(" and a ")}; rename one of them`));
    const secret = inPlatform(`secret ${OBJECT_STORE_SECRET} is the laptop's object store's; rename it`);
    return own && has(secrets, OBJECT_STORE_SECRET) ? [...twice, secret] : twice;
  },
};
