import { referencesIn } from "../model/reference";
import { capacityOf } from "../model/scale";
import type { Workload } from "../model/service";
import type { Check, CheckInput, Fault } from "./check";
import { at } from "./check";
import { servicesOnEcs } from "./walk";

/** A family with a g behind its number, or a1: `m7g`, `c8gd`, `t4g`. Source: AWS, EC2, instance type names. */
const GRAVITON = /^(a1|[a-z]+\d+g[a-z]*)\./;

/** 71 · Instances that cannot run our images, or that nobody runs on, cost and do nothing. */
export const useInstancesWell: Check = {
  id: 71,
  title: "instances for ECS can run the images, and what runs on them finds there what it names",
  severity: "breaks",
  run: (input) => {
    const onEc2 = servicesOnEcs(input).filter(([name]) => capacityOf(input.platform.services, name) === "ec2");
    return [...instances(input, onEc2.length), ...onEc2.flatMap(([name, service]) => sharedPaths(name, service))];
  },
};

function instances({ environment: { aws, adopt } }: CheckInput, users: number): Fault[] {
  const { capacity } = aws ?? {};
  if (!capacity) return [];
  if (users === 0) {
    return [
      at("aws.capacity").isNamed("no service on ECS has capacity ec2, so nobody runs on it; set one, or remove this"),
    ];
  }
  const faults: Fault[] = [];
  if (adopt?.cluster !== undefined)
    faults.push(
      at("aws.capacity").isNamed(`the cluster ${adopt.cluster} is adopted and gets no instances; remove this`),
    );
  if (GRAVITON.test(capacity.instanceType))
    faults.push(
      at("aws.capacity.instanceType").is(
        `${capacity.instanceType} is ARM; tasks and images are amd64; take its i or a sibling, such as m7i.large`,
      ),
    );
  if (capacity.min > capacity.max)
    faults.push(at("aws.capacity.min").is(`${capacity.min} is above max ${capacity.max}; allowed: up to max`));
  return faults;
}

/**
 * Whoever hands a path to the engine needs it on the instance. Shared files are mounted by each task for itself, so
 * the engine would mount an empty directory of that name; with startsTask the work goes through ECS instead.
 */
function sharedPaths(name: string, { mounts, environment }: Workload): Fault[] {
  if (!mounts.some((mount) => mount.kind === "dockerSocket" && mount.startsTask === undefined)) return [];
  const named = Object.values(environment).flatMap((value) =>
    referencesIn(value).flatMap((reference) => (reference.ref === "hostPath" ? [reference.mountPath] : [])),
  );
  const shared = mounts.filter((mount) => mount.kind === "shared" && named.includes(mount.path));
  return shared.map((mount) =>
    at(["services", name, "capacity"]).is(
      `ec2: it gives ${mount.kind === "shared" ? mount.path : ""} to the engine, and shared files lie in no directory of an instance; give its socket startsTask, so that tasks start through ECS`,
    ),
  );
}
