import type { Deployment } from "../deployment";
import { workspacesOf } from "../migration/workspaces";
import { whyNotLookedAt } from "./engine";
import type { ContainerFact, LabelledFact, LaptopFacts, RunningEngine, StateFact, StateResource } from "./facts";
import { about, type Finding } from "./finding";
import { isOurs } from "./ours";

const { fine, fault, advice } = about("leftovers");

type State = Extract<StateFact, { kind: "read" }>;

/** What an earlier start left half-made, or out of Terraform's sight. */
export function judgeLeftovers(deployment: Deployment, { engine, state }: Pick<LaptopFacts, "engine" | "state">) {
  if (engine.kind !== "answers") return [advice("leftovers", whyNotLookedAt)];
  if (state.kind === "not read") return [advice("leftovers", `not looked at: ${state.path} ${state.why}`)];
  const ours = oursOf(deployment, engine);
  const findings = [
    ...ours.containers.flatMap((container) => judgeContainer(deployment, container, state)),
    ...ours.networks.flatMap((network) => unknownTo(state, network, "network")),
    ...ours.volumes.flatMap((volume) => unknownTo(state, volume, "volume")),
  ];
  return findings.length > 0 ? findings : [fine("leftovers", noneOf(ours.containers.length))];
}

const noneOf = (containers: number): string =>
  containers === 0 ? "none" : `none; containers of this environment, all in its state: ${containers}`;

function oursOf(deployment: Deployment, { containers, networks, volumes }: RunningEngine) {
  const own = <T extends LabelledFact>(all: readonly T[]): T[] =>
    all.filter((each) => isOurs(deployment, each)).sort((a, b) => (a.name < b.name ? -1 : 1));
  return { containers: own(containers), networks: own(networks), volumes: own(volumes) };
}

function judgeContainer(deployment: Deployment, container: ContainerFact, state: State): Finding[] {
  const known = state.resources.find(({ id }) => id === container.id);
  if (!known) return unknownTo(state, container, "container");
  const [what, log] = [`container ${container.name}`, `docker logs ${container.name}`];
  // No plan finds anything wrong with either of these.
  if (container.status === "paused") return [fault(what, "is paused", `docker unpause ${container.name}`)];
  if (container.unhealthy && !known.tainted)
    return [fault(what, "is unhealthy", `${log}; then ${replace(deployment, known)}`)];
  const ended = endOf(container, known);
  if (ended === undefined) return [];
  // Terraform takes a job that failed for one that is done; what should run and does not it makes anew by itself.
  if (known.ends && !known.tainted) return [fault(what, ended, `${log}; then ${replace(deployment, known)}`)];
  return [advice(what, `${ended}; the next apply makes it anew`, log)];
}

function endOf({ status, exitCode }: ContainerFact, { ends }: StateResource): string | undefined {
  if (status === "created") return "was made and never started";
  if (status === "exited" && !(ends && exitCode === 0)) return `ended with exit code ${exitCode ?? "unknown"}`;
  return undefined;
}

function replace({ environment, migration }: Deployment, { address }: StateResource): string {
  const [workspace] = workspacesOf(environment, migration);
  return `terraform -chdir=cdktf.out/stacks/${workspace?.name} apply -replace=${address}`;
}

/** A name that is taken ends an apply; a volume does not: the engine gives out the one that is there. */
function unknownTo(state: State, { id, name }: LabelledFact, kind: "container" | "network" | "volume"): Finding[] {
  if (state.resources.some((resource) => resource.id === id)) return [];
  const what = `${kind} ${name}`;
  const where = `not in ${state.path}`;
  if (kind === "volume") return [advice(what, `${where}; an apply takes its data over`, `docker volume rm ${name}`)];
  const remove = kind === "container" ? `docker rm -f ${name}` : `docker network rm ${name}`;
  return [fault(what, `${where}: left behind, or another checkout's`, remove)];
}
