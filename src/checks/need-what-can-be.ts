import type { Condition } from "../model/service";
import type { Check } from "./check";
import { inPlatform } from "./check";
import { has, workloadsOf } from "./walk";

/** 8 · A service never completes and a job is never healthy: who waits for that waits for ever. */
export const needWhatCanBe: Check = {
  id: 8,
  title: "a job is waited for until it completed, a service or store until it started or is healthy",
  severity: "breaks",
  run: ({ platform }) =>
    workloadsOf(platform).flatMap(({ kind, name, workload }) =>
      Object.entries(workload.needs).flatMap(([need, condition]) => {
        const isJob = has(platform.jobs, need);
        const allowed: readonly Condition[] = isJob ? ["completed"] : ["started", "healthy"];
        if (allowed.includes(condition) || !(isJob || has(platform.services, need) || has(platform.stores, need))) {
          return [];
        }
        const what = isJob ? "job" : has(platform.services, need) ? "service" : "store";
        return [
          inPlatform(`${kind} ${name}, needs: ${what} ${need} is never ${condition}; allowed: ${allowed.join(", ")}`),
        ];
      }),
    ),
};
