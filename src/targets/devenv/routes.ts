import { doorOf } from "../../model/calls";
import { absent, type Absent } from "../../model/reference";
import { originOf } from "../../model/route";
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
  const { kind, proxy, domain } = stack.environment.edge;
  const door = doorOf(stack.platform, kind === "proxy" ? proxy : undefined);
  if (!door) return absent("no service answers / here");
  const number = stack.platform.services[door.service]?.ports[door.port];
  const host = hostPortsOf(stack, door.service).find(({ container }) => container === number)?.host;
  if (host === undefined)
    return absent(`${door.service} has no port on the laptop; set services.${door.service}.hostPorts`);
  return originOf(domain, host);
}
