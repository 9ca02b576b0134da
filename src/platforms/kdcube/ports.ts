/**
 * One number for each listener. Variables, probes, routes and security groups all read it here: the real deployment
 * ran metrics on 8002 behind a proxy that looked for 8090 (kdcube reference §7.1).
 */
export const PORTS = {
  "chat-ingress": 8010,
  "chat-proc": 8020,
  metrics: 8090,
  "web-ui": 80,
  "web-proxy": 80,
  proxylogin: 80,
  clamav: 3310,
} as const;
