import { PROXY_KEEP_ALIVE_SEC, type ProxySettings } from "../../../model/proxy";
import { proxyConfig } from "../../../model/reference";
import { service, type Service } from "../../../model/service";
import { cookieNames } from "../environment/auth";
import { webProxyVariables } from "../environment/web-proxy";
import type { Kdcube } from "../input";
import { PORTS } from "../ports";
import { UNMASK } from "../routes";

/** Where the image's OpenResty looks (kdcube reference §1.0); a baked configuration gives way to this one. */
const CONFIGURATION = "/usr/local/openresty/nginx/conf/nginx.conf";
/** Not `/`, which is somebody else's to answer, nor a path of the UI: the proxy is well when they are not. */
const HEALTH = "/proxy-health";

/** OpenResty before everything, where the edge is a proxy (seed 001 §1, optional). */
export const webProxy = (input: Kdcube): Service =>
  service({
    image: "kdcube-web-proxy",
    ports: { http: PORTS["web-proxy"] },
    // The image has no curl.
    probe: { http: { port: "http", path: HEALTH, tool: "wget" } },
    size: { cpu: 256, memoryMiB: 512 },
    traffic: "stream",
    keepAliveSec: PROXY_KEEP_ALIVE_SEC,
    writesRoot: "OpenResty keeps logs, its process id and bodies below its own prefix",
    // It looks its upstreams up with each request, so it needs none of them; this order only spares a first error.
    needs: {
      "chat-ingress": "started",
      "chat-proc": "started",
      "web-ui": "started",
      ...(input.settings.auth.type === "delegated" ? { proxylogin: "started" as const } : {}),
    },
    ...webProxyVariables(input),
    mounts: [{ kind: "config", path: CONFIGURATION, content: proxyConfig(settings(input)) }],
  });

/** kdcube reference §2.2, "Global", and §2.3 for the headers and the login guard. */
function settings({ profile, settings: { auth } }: Kdcube): ProxySettings {
  const { access, id } = cookieNames(auth);
  return {
    port: PORTS["web-proxy"],
    healthPath: HEALTH,
    bodyMiB: 100,
    headers: {
      "Referrer-Policy": "strict-origin-when-cross-origin",
      "X-Content-Type-Options": "nosniff",
      // The UI shows widgets of bundles in frames of its own.
      "X-Frame-Options": "SAMEORIGIN",
      ...(profile === "production" ? { "Strict-Transport-Security": "max-age=31536000" } : {}),
    },
    ...(auth.type === "delegated" ? { login: { unmask: UNMASK, cookies: [access, id] } } : {}),
  };
}
