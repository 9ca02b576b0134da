import { service, type Service } from "../../../model/service";
import { webProxyVariables } from "../environment/web-proxy";
import type { Kdcube } from "../input";
import { PORTS } from "../ports";

/** OpenResty before everything, where the edge is a proxy (seed 001 §1, optional). */
export const webProxy = (input: Kdcube): Service =>
  service({
    image: "kdcube-web-proxy",
    ports: { http: PORTS["web-proxy"] },
    // The one path that needs neither a session nor the processor (kdcube reference §5.1). The image has no curl.
    probe: { http: { port: "http", path: "/config.json", tool: "wget" } },
    size: { cpu: 256, memoryMiB: 512 },
    traffic: "stream",
    // nginx looks its upstreams up once, when it starts, and ends if one is missing (kdcube reference §2.3).
    needs: {
      "chat-ingress": "started",
      "chat-proc": "started",
      "web-ui": "started",
      ...(input.settings.auth.type === "delegated" ? { proxylogin: "started" as const } : {}),
    },
    ...webProxyVariables(input),
  });
