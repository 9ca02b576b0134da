import type { Deployment } from "../deployment";
import { judgeEngine } from "./engine";
import type { Facts, LaptopFacts } from "./facts";
import { about, inOrder, type Finding } from "./finding";
import { judgeImages } from "./images";
import { judgeKeys } from "./keys";
import { judgeLeftovers } from "./leftovers";
import { judgePaths } from "./paths";
import { judgePorts } from "./ports";
import { judgeDisk, judgeMemory } from "./room";
import { judgeTerraform } from "./terraform";

/** What the machine lacks for this environment, and what it has. Looks at nothing but the facts. */
export function judge(deployment: Deployment, { terraform, laptop }: Facts): Finding[] {
  const rest = laptop ? ofLaptop(deployment, laptop) : [noLaptop(deployment)];
  return inOrder([judgeTerraform(terraform), ...rest]);
}

function ofLaptop(deployment: Deployment, facts: LaptopFacts): Finding[] {
  const { engine, ports, disk } = facts;
  return [
    judgeEngine(engine),
    ...judgePorts(deployment, engine, ports),
    ...judgeImages(deployment, deployment.environment.file, facts),
    ...judgePaths(deployment, facts),
    judgeDisk(disk, engine),
    judgeMemory(deployment, engine),
    ...judgeLeftovers(deployment, facts),
    ...judgeKeys(deployment, facts),
  ];
}

const noLaptop = ({ environment: { target } }: Deployment): Finding =>
  about("rest").fine("rest", `not looked at: it is about a laptop, and target ${target} has none`);
