import type { Check } from "./check";
import { inPlatform } from "./check";
import { has, workloadsOf } from "./walk";

/** 32 · A variable that is both plain and secret is refused by ECS, and leaks where it is not. */
export const setVariablesOnce: Check = {
  id: 32,
  title: "a variable is either plain or secret",
  severity: "breaks",
  run: ({ platform }) =>
    workloadsOf(platform).flatMap(({ kind, name, workload }) =>
      Object.keys(workload.secrets)
        .filter((variable) => has(workload.environment, variable))
        .map((variable) => inPlatform(`${kind} ${name} sets ${variable} as a variable and as a secret; keep one`)),
    ),
};
