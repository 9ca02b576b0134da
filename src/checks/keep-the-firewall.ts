import type { Check } from "./check";
import { at } from "./check";

/** 58 · Without a firewall the application itself meets every known attack first. */
export const keepTheFirewall: Check = {
  id: 58,
  title: "in production the load balancer has a web application firewall",
  severity: "degrades",
  run: ({ environment: { target, profile, edge, adopt } }) =>
    target === "devenv" || profile !== "production" || adopt?.loadBalancer || edge.firewall?.enabled !== false
      ? []
      : [at("edge.firewall.enabled").is("false in production; right only where another firewall stands in front")],
};
