import type { Deployment } from "../deployment";
import { formatPath } from "../config/tree";
import { laptopServices } from "../model/laptop";
import type { EngineFact, PortFact } from "./facts";
import { about, type Finding } from "./finding";
import { whyNotThisMachine } from "./engine";
import { isOurs } from "./ours";

/** A port of the laptop that the engine will open, and the line of the environment file that says so. */
export interface WantedPort {
  readonly port: number;
  readonly path: string;
}

/** In mode infra the services are the reader's own processes, which may be listening already. */
export function portsOf({ environment, platform }: Pick<Deployment, "environment" | "platform">): WantedPort[] {
  const ofStores = Object.entries(environment.devenv?.hostPorts ?? {}).map(([store, port]) => ({
    port,
    path: formatPath(["devenv", "hostPorts", store]),
  }));
  const running = Object.keys(laptopServices(platform, environment.devenv?.mode ?? "all"));
  const ofServices = running.flatMap((service) =>
    Object.entries(environment.services[service]?.hostPorts ?? {}).map(([name, port]) => ({
      port,
      path: formatPath(["services", service, "hostPorts", name]),
    })),
  );
  return [...ofStores, ...ofServices].sort((a, b) => a.port - b.port);
}

/** A container that is paused keeps its ports; one that ended has let go of them. */
const HOLDING = new Set(["running", "paused", "restarting"]);

const { fine, fault, advice } = about("ports");

export function judgePorts(
  deployment: Deployment,
  engine: EngineFact,
  seen: Readonly<Record<number, PortFact>>,
): Finding[] {
  const wanted = portsOf(deployment);
  const unseen = whyNotThisMachine(engine);
  if (unseen !== undefined && wanted.length > 0) return [advice("ports", unseen)];
  return wanted.map((each) => judgePort(deployment, each, engine, seen[each.port]));
}

/** Containers first: an engine without its proxy processes holds a port that can still be bound. */
function judgePort(deployment: Deployment, { port, path }: WantedPort, engine: EngineFact, fact?: PortFact): Finding {
  const what = `port ${port}`;
  const change = `change ${path} in ${deployment.environment.file}`;
  const containers = engine.kind === "answers" ? engine.containers : [];
  const holder = containers.find(({ hostPorts, status }) => HOLDING.has(status) && hostPorts.includes(port));
  if (holder && isOurs(deployment, holder)) return fine(what, `ours: ${holder.name}`);
  if (holder) return fault(what, `taken by container ${holder.name}`, `docker stop ${holder.name}, or ${change}`);
  if (fact?.kind !== "taken") return fine(what, "free");
  return fault(what, fact.by === undefined ? "taken" : `taken by ${fact.by}`, `stop what listens there, or ${change}`);
}
