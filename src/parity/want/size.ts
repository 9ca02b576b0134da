import { groupOf } from "../../model/calls";
import { capacityOf, scales } from "../../model/scale";
import type { Service, Workload } from "../../model/service";
import { fargateSizeFor, type Size } from "../../model/size";
import { mebibytes, units } from "../facts";
import type { RuleId } from "../rules";
import { as, not, same, type Asked, type Kind, type Named, type Want } from "./want";

/** What it may use. A task is as large as all that runs in it. */
export function sizeWants(asked: Asked, workload: Workload, kind: Kind): Named {
  const { target } = asked.place;
  const { cpu, memoryMiB } = workload.size;
  const own: Named = { cpu: same(units(cpu), "size"), memory: same(mebibytes(memoryMiB), "size") };
  const pids = "no limit";
  switch (target) {
    case "devenv":
      return { ...own, cpu: as(units(cpu), `weight ${cpu}`, ["cpu-weight"], "size"), pids: not(pids, "pids-of-host") };
    case "ec2-compose":
      return {
        ...own,
        cpu: as(units(cpu), `${cpu / 1024} of a processor`, ["cpu-of-host"], "size"),
        pids: as(pids, "4096", ["pids-of-host"]),
      };
    case "ecs":
      return { ...taskSize(asked, workload, kind), pids: not(pids, "pids-of-host") };
  }
}

function taskSize(asked: Asked, { size }: Workload, kind: Kind): Named {
  const { services } = asked.place.deployment.platform;
  const sized = (task: Size, rules: readonly RuleId[]): Named => ({
    cpu: as(units(size.cpu), units(task.cpu), rules, "size"),
    memory: as(mebibytes(size.memoryMiB), mebibytes(task.memoryMiB), rules, "size"),
  });
  if (kind === "task") return sized(size, []);
  if (kind === "job") {
    const owners = Object.keys(services).filter((name) => asked.name in (services[name]?.needs ?? {}));
    const sizes = owners.map((name) => sizeOfTask(asked, groupOf(asked.place.deployment.platform, name)));
    const oneOf = (text: (each: Size) => string) => (fact: string) => sizes.some((each) => text(each) === fact);
    const first = sizes[0] ?? size;
    const { cpu, memory } = sized(first, ["size-of-owner"]);
    return {
      cpu: { ...(cpu as Want), holds: oneOf((each) => units(each.cpu)) },
      memory: { ...(memory as Want), holds: oneOf((each) => mebibytes(each.memoryMiB)) },
    };
  }
  const group = groupOf(asked.place.deployment.platform, asked.name);
  const task = sizeOfTask(asked, group);
  const alone = task.cpu === size.cpu && task.memoryMiB === size.memoryMiB;
  return sized(task, alone ? [] : ["size-of-task"]);
}

function sizeOfTask({ place }: Asked, group: string): Size {
  const { platform } = place.deployment;
  const sizes = Object.entries(platform.services).flatMap(([name, { size }]) =>
    groupOf(platform, name) === group ? [size] : [],
  );
  const [only] = sizes;
  if (only && sizes.length === 1) return only;
  const sum = {
    cpu: sizes.reduce((total, { cpu }) => total + cpu, 0),
    memoryMiB: sizes.reduce((total, { memoryMiB }) => total + memoryMiB, 0),
  };
  return capacityOf(platform.services, group) === "ec2" ? sum : fargateSizeFor(sum);
}

/** How many there are: a machine has one of each. */
export function instanceWants({ place, name }: Asked, kind: "service" | "job"): Named {
  const { platform } = place.deployment;
  if (kind === "job")
    return { instances: place.target === "ecs" ? not("1", "size-of-owner", "scale") : same("1", "scale") };
  const owner = platform.services[groupOf(platform, name)] as Service;
  const { min, max } = owner.scale;
  const text = scales(owner) && min !== max ? `${min} to ${max}` : String(min);
  if (place.target === "ecs") return { instances: same(text, "scale") };
  return { instances: as(text, "1", text === "1" ? [] : ["one-of-each"], "scale") };
}
