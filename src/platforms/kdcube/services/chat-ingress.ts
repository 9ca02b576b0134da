import { readWrite } from "../../../model/grant";
import type { Grant } from "../../../model/grant";
import { service, type Service } from "../../../model/service";
import { fromCheckout } from "../environment/checkout";
import { ingressVariables } from "../environment/ingress";
import { driversFor } from "../exported-metrics";
import { connectionsOf } from "../gateway/capacity";
import type { Kdcube } from "../input";
import { PORTS } from "../ports";
import { cognitoOf } from "../settings/auth";
import { storageMounts } from "../stores";
import { confined, confinedScratch } from "../user";

/** REST, server-sent events and sockets: takes a turn, puts it in the queue, streams what comes back (seed 000). */
export const chatIngress = (input: Kdcube): Service =>
  service({
    image: "kdcube-chat-ingress",
    ports: { http: PORTS["chat-ingress"] },
    // 503 while it drains, so a leaving instance gets no new streams (kdcube reference §5.1).
    probe: { http: { port: "http", path: "/health" }, startPeriodSec: 60 },
    size: { cpu: 1024, memoryMiB: 2048 },
    traffic: "stream",
    scale: { min: 1, max: 1, on: driversFor(input, "ingress") },
    stopGraceSec: 60,
    // It streams the processor's turns.
    turnSec: input.settings.proc.taskTimeoutSec,
    // As its own server is started (kdcube reference §5.2, seed era).
    keepAliveSec: 3600,
    needs: {
      "postgres-setup": "completed",
      redis: "healthy",
      ...(input.settings.ingress.antivirus ? { clamav: "healthy" as const } : {}),
    },
    envFile: ".env.ingress",
    ...ingressVariables(input),
    mounts: [...storageMounts(input.settings), ...confinedScratch],
    user: confined,
    asProcess: fromCheckout(),
    grants: ingressGrants(input),
    egress: [443, ...(input.settings.email ? [input.settings.email.port] : [])],
    connections: connectionsOf(input.settings.gateway.ingress),
  });

/** The bucket, and Cognito where a service user looks things up (kdcube reference §6.2). */
function ingressGrants({ settings }: Kdcube): Grant[] {
  const cognito = cognitoOf(settings.auth);
  return [
    ...(settings.storage === "s3" ? [readWrite("storage")] : []),
    ...(cognito?.serviceUser ? [{ grant: "manageUsers", userPoolId: cognito.userPoolId } as const] : []),
  ];
}
