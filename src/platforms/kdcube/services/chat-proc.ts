import { protectTask, readWrite, runTask } from "../../../model/grant";
import { service, type Service } from "../../../model/service";
import { deliveryAsProcess, deliveryEgress, deliveryMounts } from "../delivery";
import { fromCheckout } from "../environment/checkout";
import { procVariables } from "../environment/proc";
import { driversFor } from "../exported-metrics";
import { connectionsOf } from "../gateway/capacity";
import { procImage } from "../images";
import type { Kdcube } from "../input";
import { PORTS } from "../ports";
import { execWorkspaceMount, storageMounts } from "../stores";

/** Queue worker: takes turns from Redis, runs bundles, serves integrations (seed 000 "Proc", seed 001 §3). */
export const chatProc = (input: Kdcube): Service =>
  service({
    image: procImage(input.settings.bundles),
    ports: { http: PORTS["chat-proc"] },
    // Clones and imports bundles before it answers.
    probe: { http: { port: "http", path: "/health" }, startPeriodSec: 120 },
    size: { cpu: 2048, memoryMiB: 4096 },
    consumes: "chat-turns",
    scale: { min: 1, max: 1, on: driversFor(input, "proc") },
    // The most that Fargate gives; a turn may take longer, so a busy task asks not to be stopped at all.
    stopGraceSec: 120,
    turnSec: input.settings.proc.taskTimeoutSec,
    needs: { "postgres-setup": "completed", redis: "healthy" },
    // For the same reason no `user` is set (kdcube reference check 88).
    writesRoot:
      "its entrypoint is root, makes a group for the engine's socket and a key in a home, then becomes appuser",
    envFile: ".env.proc",
    ...procVariables(input),
    mounts: [
      ...storageMounts(input.settings),
      execWorkspaceMount,
      ...deliveryMounts(input),
      { kind: "dockerSocket", startsTask: "py-code-exec" },
    ],
    grants: [...(input.settings.storage === "s3" ? [readWrite("storage")] : []), runTask("py-code-exec"), protectTask],
    asProcess: fromCheckout(deliveryAsProcess(input)),
    egress: [443, ...deliveryEgress(input)],
    connections: connectionsOf(input.settings.gateway.proc),
  });
