import { composeJobs, composeServices, type Situation } from "../../migration/ownership";
import type { Workload } from "../../model/service";

/** Everything the host starts, services and jobs, by name: what its role must be able to do. */
export function hostWorkloads(situation: Situation): Record<string, Workload> {
  const { services, jobs } = situation.platform;
  const names = [...Object.keys(composeServices(situation)), ...composeJobs(situation)].sort();
  return Object.fromEntries(names.map((name) => [name, (services[name] ?? jobs[name]) as Workload]));
}
