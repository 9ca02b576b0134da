import pc from "picocolors";
import { chainOf } from "../checks/timeouts";
import { loadNamed } from "../config/load";
import { describe } from "../deployment";
import { FARGATE_STOP_MAX_SEC } from "../model/drain";
import { ALB_IDLE_MAX_SEC } from "../model/proxy";
import type { Chain, Hop, Idle } from "../model/timeouts";
import { platformNamed } from "../platforms/registry";
import { indent, bareTable } from "./workspaces-table";

const UNKNOWN = "?";
const NONE = "–";

const HEAD = ["SERVICE", "TURN", "READS", "IDLE", "KEEP-ALIVE", "DEREGISTERS", "STOPS", "DRAIN"];

/** Every timeout between a user and the work, from the inside out, in seconds, and where one would cut another. */
export function timeoutsCommand(root: string, target: string): string {
  const loaded = loadNamed(root, target);
  const { environment } = loaded;
  const deployment = describe(loaded, platformNamed(environment.platform, environment.file));
  const chain = chainOf(deployment);
  return [
    bareTable(
      HEAD,
      chain.hops.map((hop) => row(hop, chain.idle)),
    ),
    explanation(chain),
    ...warnings(chain),
  ].join("\n\n");
}

function row(hop: Hop, idle: Idle | undefined): string[] {
  const behind = idle && hop.behindBalancer;
  return [
    pc.bold(hop.service),
    seconds(hop.turnSec),
    seconds(hop.readSec),
    behind ? seconds(idle.sec) : NONE,
    behind ? keepAlive(hop, idle) : seconds(hop.keepAliveSec),
    seconds(hop.deregistrationSec),
    seconds(hop.stopSec),
    seconds(hop.drainSec),
  ];
}

const seconds = (value: number | undefined): string => (value === undefined ? NONE : String(value));

function keepAlive({ keepAliveSec }: Hop, { sec }: Idle): string {
  if (keepAliveSec === undefined) return pc.yellow(UNKNOWN);
  return keepAliveSec > sec ? pc.green(String(keepAliveSec)) : pc.red(String(keepAliveSec));
}

function explanation({ idle, hops }: Chain): string {
  const route = idle?.route ? ` of route ${idle.route.order} ${idle.route.path}` : "";
  const why =
    idle?.from === "routes" ? `follows from the longest silence${route}` : "edge.idleTimeoutSec of the environment";
  const unknown = hops.some(({ keepAliveSec, behindBalancer }) => behindBalancer && keepAliveSec === undefined);
  const lines = [
    "Seconds. A turn is told over streams: those of its service, in READS, must last as long.",
    ...(idle
      ? [`READS < IDLE < KEEP-ALIVE. IDLE ${idle.sec} of ${ALB_IDLE_MAX_SEC}: ${why}.`]
      : ["No load balancer here: nothing is idle for it, nothing is drained."]),
    ...(unknown ? [`KEEP-ALIVE ${UNKNOWN}: nobody says what the image does; it must be more than IDLE.`] : []),
    ...(idle ? [`DRAIN is DEREGISTERS and STOPS; Fargate gives ${FARGATE_STOP_MAX_SEC} to stop.`] : []),
  ];
  return lines.map((line) => pc.dim(line)).join("\n");
}

const warnings = ({ broken }: Chain): string[] =>
  broken.length === 0
    ? []
    : [`${pc.bold("Where it does not hold")}\n${indent(broken.map(({ text }) => pc.yellow(text)).join("\n"))}`];
