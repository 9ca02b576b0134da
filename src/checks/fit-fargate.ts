import { FARGATE_SIZES, fargateProblem } from "../model/size";
import type { Size } from "../model/size";
import type { Check, CheckInput, Fault } from "./check";
import { at, inPlatform } from "./check";
import { helpersOnEcs, servicesOnEcs } from "./walk";

/** 13 · Fargate takes certain pairs of cpu and memory; another is refused only when the task is registered. */
export const fitFargate: Check = {
  id: 13,
  title: "what runs on Fargate has a size that Fargate has",
  severity: "breaks",
  run: (input) => [...services(input), ...helpers(input)],
};

/** Services that share a task get the next size that holds them together, so only their sum has a limit. */
function services(input: CheckInput): Fault[] {
  const onEcs = servicesOnEcs(input).filter(
    ([, { alongside, capacity }]) => alongside === undefined && capacity !== "ec2",
  );
  return onEcs.flatMap(([name, service]) => {
    const companions = Object.values(input.platform.services).filter(({ alongside }) => alongside === name);
    const problem =
      companions.length === 0
        ? fargateProblem(service.size)
        : tooLarge([service, ...companions].map(({ size }) => size));
    return problem ? [at(["services", name, "size", problem.field]).is(problem.text)] : [];
  });
}

function tooLarge(sizes: readonly Size[]): { field: keyof Size; text: string } | undefined {
  const largest = FARGATE_SIZES[FARGATE_SIZES.length - 1];
  const limits = { cpu: largest?.cpu ?? 0, memoryMiB: largest?.memoryMiB.at(-1) ?? 0 };
  for (const field of ["cpu", "memoryMiB"] as const) {
    const sum = sizes.reduce((total, size) => total + size[field], 0);
    if (sum > limits[field]) {
      return { field, text: `with the services alongside it comes to ${sum}; Fargate allows ${limits[field]} at most` };
    }
  }
  return undefined;
}

/** A repeatable job is the first container of another's task and brings no size of its own. */
const helpers = (input: CheckInput): Fault[] =>
  helpersOnEcs(input).flatMap(({ kind, name, workload }) => {
    if (kind === "job" && input.platform.jobs[name]?.repeatable) return [];
    const problem = fargateProblem(workload.size);
    return problem ? [inPlatform(`${kind} ${name}, size.${problem.field}: ${problem.text}`)] : [];
  });
