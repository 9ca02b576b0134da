import { portNumber } from "../../model/calls";
import { absent, type Absent } from "../../model/reference";
import { byOrder, matches } from "../../model/route";
import type { DockerPort } from "../../modules/docker-container";
import type { WorkspaceStack } from "../workspace-stack";

/*
 * A laptop has no load balancer: a service is reached on the port that the environment file gives it. Where the
 * platform has a proxy service, that one holds the route table, as its own image and configuration make it.
 */

/** The ports of a service that are bound on the laptop; those the environment file does not name stay inside. */
export function hostPortsOf({ platform, environment }: WorkspaceStack, service: string): DockerPort[] {
  const ports = platform.services[service]?.ports ?? {};
  return Object.entries(environment.services[service]?.hostPorts ?? {}).flatMap(([name, host]) => {
    const container = ports[name];
    return container === undefined ? [] : [{ container, host }];
  });
}

/** What a browser on the laptop types: the proxy where there is one, else the service that answers `/`. */
export function publicUrlOf(stack: WorkspaceStack): string | Absent {
  const { platform, environment } = stack;
  const root = [...platform.routes].sort(byOrder).find((route) => route.exposure === "public" && matches(route, "/"));
  const door = environment.edge.kind === "proxy" ? environment.edge.proxy : root?.service;
  if (door === undefined) return absent("no service answers / here");
  const number = portNumber(platform, door, environment.edge.kind === "proxy" ? undefined : root?.port);
  const host = hostPortsOf(stack, door).find(({ container }) => container === number)?.host;
  if (host === undefined) return absent(`${door} has no port on the laptop; set services.${door}.hostPorts`);
  return `http://${environment.edge.domain}${host === 80 ? "" : `:${host}`}`;
}
