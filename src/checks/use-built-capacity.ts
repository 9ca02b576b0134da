import { capacityOf } from "../model/scale";
import type { Check, CheckInput, Fault } from "./check";
import { at } from "./check";
import { servicesOnEcs } from "./walk";

/** 16 · Capacity that is not there, or that is two for one task, leaves the tasks waiting for ever. */
export const useBuiltCapacity: Check = {
  id: 16,
  title: "a service on ECS runs on capacity that its cluster has, and its whole task on one",
  severity: "breaks",
  run: (input) => servicesOnEcs(input).flatMap(([name]) => faultsOf(input, name)),
};

function faultsOf({ environment, platform }: CheckInput, name: string): Fault[] {
  const { adopt, aws } = environment;
  const capacity = capacityOf(platform.services, name);
  const own = environment.services[name]?.capacity;
  const spot = at(["services", name, "capacity"]);
  const host = platform.services[name]?.alongside;
  if (host !== undefined) {
    if (own === undefined || own === capacity) return [];
    return [spot.is(`${own}, but it runs in the task of ${host}, which is on ${capacity}; remove it`)];
  }
  if (capacity !== "fargate" && adopt?.cluster !== undefined) {
    return [
      spot.is(
        `${capacity} needs a provider of ours, and the cluster ${adopt.cluster} is adopted; allowed there: fargate`,
      ),
    ];
  }
  if (capacity === "ec2" && aws?.capacity === undefined) {
    return [spot.is("ec2, but there are no instances: add aws.capacity {instanceType, min, max}, or take fargate")];
  }
  return [];
}
