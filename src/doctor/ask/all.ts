import type { Deployment } from "../../deployment";
import { stateAddress } from "../../migration/workspaces";
import type { Facts, LaptopFacts } from "../facts";
import { imagesOf } from "../images";
import { hostPathsOf } from "../paths";
import { portsOf } from "../ports";
import { findTerraform } from "../terraform";
import { askEngine, type Patience } from "./engine";
import { laptopSecrets } from "../../rendering/object-store";
import { askDisk, askPaths, unfitIn, variablesIn } from "./machine";
import { askPort } from "./ports";
import { askState } from "./state";

export interface Machine {
  /** The checkout. */
  readonly root: string;
  readonly env: NodeJS.ProcessEnv;
  readonly patience?: Patience;
}

/** Looks at the machine, changes nothing on it, and has no opinion. */
export async function askAll(deployment: Deployment, machine: Machine): Promise<Facts> {
  const terraform = findTerraform(machine.env);
  if (deployment.environment.target !== "devenv") return { terraform };
  return { terraform, laptop: await askLaptop(deployment, machine) };
}

async function askLaptop(deployment: Deployment, { root, env, patience }: Machine): Promise<LaptopFacts> {
  const images = imagesOf(deployment);
  const { engine, dataFolder } = await askEngine(
    env,
    images.filter(({ build }) => !build),
    patience,
  );
  const ports = await Promise.all(portsOf(deployment).map(async ({ port }) => [port, await askPort(port)] as const));
  const built = images.flatMap(({ build }) => (build ? [build.context, build.dockerfile] : []));
  return {
    engine,
    ports: Object.fromEntries(ports),
    paths: askPaths(root, [...built, ...hostPathsOf(deployment).map(({ path }) => path)]),
    disk: askDisk(root, dataFolder),
    state: askState(root, stateAddress(deployment.environment, "devenv")),
    variables: variablesIn(env),
    unfit: unfitIn(laptopSecrets(deployment.platform), env),
  };
}
