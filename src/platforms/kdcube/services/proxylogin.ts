import { service, type Service } from "../../../model/service";
import { proxyloginVariables } from "../environment/proxylogin";
import type { Kdcube } from "../input";
import { PORTS } from "../ports";
import type { Delegated } from "../settings/auth";

/** Logs people in at Cognito and keeps their tokens out of the browser (seed 001 §1, "if delegated auth is required"). */
export const proxylogin = (input: Kdcube, auth: Delegated): Service =>
  service({
    image: "proxylogin",
    ports: { http: PORTS.proxylogin },
    probe: { http: { port: "http", path: "/v1/health" } },
    size: { cpu: 256, memoryMiB: 512 },
    // Its own graceful end takes a minute; the one real task definition gave it half (kdcube reference §5.2).
    stopGraceSec: 70,
    needs: { redis: "healthy" },
    user: { uid: 2222, gid: 2222 },
    writesRoot: "where it writes is nowhere said; its source is another repository's",
    envFile: ".env.proxylogin",
    ...proxyloginVariables(input, auth),
    grants: [{ grant: "manageUsers", userPoolId: auth.userPoolId }, { grant: "sendEmail" }],
  });
