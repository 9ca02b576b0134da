import pc from "picocolors";
import { ConfigError } from "../config/errors";
import { startOf } from "../config/extends";
import { blame, findEnvironments, loadNamed, type LoadedEnvironment } from "../config/load";
import { describe, type Deployment } from "../deployment";
import { composeServices, ownerOf, type Situation } from "../migration/ownership";
import type { Migration, Phase } from "../migration/plan";
import { hasReached } from "../migration/resolve";
import { backward, nextStep, type Step } from "../migration/steps";
import { drainSec } from "../model/drain";
import type { Platform } from "../model/platform";
import { workspacesOf } from "../migration/workspaces";
import { platformNamed } from "../platforms/registry";
import { deployCommand } from "./deploy-command";
import { bareTable } from "./workspaces-table";

/** Who serves what share, in which order workspaces apply, the next step, and the line of the file that takes it. */
export function phasesCommand(root: string, target: string): string {
  const loaded = loadNamed(root, target);
  const { platform } = loaded.environment;
  const { file } = loaded.environment;
  const deployment = describe(loaded, platformNamed(platform, file));
  const { migration } = deployment;
  if (!migration) {
    const text = `${target} does not move: it has no migration; add migration: {to: ecs, phases: […]} to plan one`;
    throw new ConfigError([{ ...startOf(file), path: "migration", text }]);
  }
  return [
    servicesTable(deployment, migration),
    `${pc.bold("Applies in this order")}\n${order(deployment)}`,
    next(loaded, deployment, deployCommand(deployment, findEnvironments(root)), migration),
  ].join("\n\n");
}

function servicesTable({ platform }: Deployment, migration: Migration): string {
  const situation: Situation = { platform, home: "compose", migration };
  const onHost = composeServices(situation);
  const rows = migration.phases.flatMap((phase) =>
    phase.services.map((service) => [
      pc.bold(phase.name),
      state(phase),
      service,
      hostText(onHost[service], phase),
      ecsText(phase),
      ownerOf(situation, service),
    ]),
  );
  const staying = migration.stays.map((service) => ["–", "stays", service, "100 %", "–", "compose"]);
  return bareTable(["PHASE", "STATE", "SERVICE", "COMPOSE", "ECS", "ANSWERS FOR ITS ADDRESS"], [...rows, ...staying]);
}

const state = (phase: Phase): string => (phase.state === "shared" ? `shared ${phase.share}` : phase.state);

function hostText(present: "running" | "stopped" | undefined, phase: Phase): string {
  if (present === undefined) return "gone";
  if (present === "stopped") return "stopped, stands by";
  if (hasReached(phase, "moved")) return "0 %, stands by";
  return phase.kind === "consumer" && hasReached(phase, "warm")
    ? `${100 - phase.share} % and its part of the queue`
    : `${100 - phase.share} %`;
}

function ecsText(phase: Phase): string {
  if (phase.state === "planned") return "–";
  if (phase.state === "standby") return "no tasks";
  const queue = phase.kind === "consumer" && !hasReached(phase, "moved") ? " and its part of the queue" : "";
  return `${phase.share} %${queue}`;
}

const order = ({ environment, migration }: Deployment): string =>
  workspacesOf(environment, migration)
    .map(({ name }, index) => `  ${index + 1}. ${name}`)
    .join("\n");

function next(loaded: LoadedEnvironment, { platform }: Deployment, command: string, migration: Migration): string {
  const step = nextStep(migration);
  if (!step && migration.stays.length > 0) {
    return `${pc.bold("Next")}\n  nothing: every phase is retired, and the host stays for ${migration.stays.join(", ")}`;
  }
  if (!step && migration.host === "present") {
    const spot = blame(loaded.source, ["migration"], "");
    const place = pc.cyan(`${spot.file}:${spot.line}:${spot.column}`);
    return `${pc.bold("Next")}\n  every phase is retired, so the host can go\n  ${place} add ${pc.green("host: removed")} under migration`;
  }
  if (!step)
    return `${pc.bold("Next")}\n  nothing: all of it is on ECS and the host is gone; the target of this environment may become ecs`;
  const index = migration.phases.findIndex(({ name }) => name === step.phase);
  const now = migration.phases[index] as Phase;
  const back = backward(now);
  const key = now.state === step.state ? "share" : "state";
  const spot = blame(loaded.source, ["migration", "phases", index, key], "");
  return [
    pc.bold("Next"),
    `  ${step.phase}: ${state(now)} → ${pc.green(stepText(step))}`,
    `  ${pc.cyan(`${spot.file}:${spot.line}:${spot.column}`)} ${change(now, step)}`,
    `  npm start && ${command}`,
    ...(step.state === "retired" ? [`  ${pc.dim(drainText(platform, now))}`] : []),
    ...(back ? [`  ${pc.dim(`or one step back: ${step.phase}: ${state(now)} → ${stepText(back)}`)}`] : []),
  ].join("\n");
}

/** Until then the host may still answer what it began. */
function drainText({ services, routes }: Platform, { services: names }: Phase): string {
  const longest = Math.max(...names.map((name) => (services[name] ? drainSec(name, services[name], routes) : 0)));
  return `not before ${longest} s after it moved: what began on the host may last that long`;
}

const stepText = ({ state: to, share }: Step): string => (share === undefined ? to : `${to} ${share}`);

function change(now: Phase, { state: to, share }: Step): string {
  if (now.state === to) return `share: ${now.share} → share: ${share}`;
  if (share !== undefined) return `state: ${now.state} → state: ${to}, share: ${share}`;
  return now.state === "shared"
    ? `state: shared, share: ${now.share} → state: ${to}`
    : `state: ${now.state} → state: ${to}`;
}
