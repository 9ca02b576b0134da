import type { RenderedContainer, RenderedStatement, RenderedUnit } from "../../../model/rendered";
import type { Fault, Input } from "./rule";
import { inService, named, running } from "./rule";

/** Can a call pass from one security group to another on this port, at both ends that are ours to open? */
export const isOpen = ({ rendered }: Input, from: string, to: string, port: number): boolean =>
  (rendered.foreignGroups.includes(to) || passes(rendered.openings, to, "in", from, port)) &&
  (rendered.foreignGroups.includes(from) ||
    passes(rendered.openings, from, "out", to, port) ||
    passes(rendered.openings, from, "out", ANYWHERE, port));

export const ANYWHERE = "0.0.0.0/0";
export const LOAD_BALANCER = "load-balancer";

const passes = (
  openings: Input["rendered"]["openings"],
  group: string,
  direction: "in" | "out",
  peer: string,
  port: number,
): boolean =>
  openings.some(
    (each) =>
      each.group === group &&
      each.direction === direction &&
      each.peer === peer &&
      each.fromPort <= port &&
      port <= each.toPort,
  );

/** Does it leave the network on this port? */
export const reachesOut = ({ rendered }: Input, from: string, port: number): boolean =>
  rendered.openings.some(
    (each) => each.group === from && each.direction === "out" && each.fromPort <= port && port <= each.toPort,
  );

export const noGroups = ({ rendered }: Input): string | undefined =>
  rendered.openings.length === 0 ? "there are no security groups" : undefined;

/** A listener's port stands in its variable, its container, its probe, its target groups and the proxy's table. */
export function portFaults(input: Input, service: string, variable: string): Fault[] {
  return running(input, service).flatMap((container) => {
    const port = container.environment[variable];
    if (port === undefined) return [inService(service, `${named(container)} has no ${variable}`)];
    return places(input, container)
      .filter(([, other]) => other !== port)
      .map(([where, other]) =>
        inService(service, `${named(container)} has ${variable} ${port}, but ${where} ${other}`),
      );
  });
}

function places(input: Input, container: RenderedContainer): [string, string][] {
  const { on, name, ports, health } = container;
  const probed = /:(\d+)\//.exec(health ?? "")?.[1];
  const targets = input.rendered.rules
    .flatMap(({ targets: all }) => all)
    .filter((each) => each.on === on && each.service === name);
  return [
    ...ports.map((port): [string, string] => ["its container opens", String(port)]),
    ...(probed === undefined ? [] : [["its probe asks", probed] as [string, string]]),
    ...[...new Set(targets.map(({ port }) => port))].map((port): [string, string] => [
      "its target group sends to",
      String(port),
    ]),
    ...upstreams(input)
      .filter(({ host }) => host === name || host.startsWith(`${name}-${on}.`))
      .map(({ port }): [string, string] => ["the proxy passes on to", port]),
  ];
}

export interface Upstream {
  readonly proxy: RenderedContainer;
  readonly host: string;
  readonly port: string;
}

/** Whom each proxy passes requests on to. */
export const upstreams = (input: Input): Upstream[] =>
  running(input, "web-proxy").flatMap((proxy) =>
    Object.values(proxy.files).flatMap((text) =>
      [...text.matchAll(/set \$upstream ([^:;\s]+):(\d+);/g)].map(([, host = "", port = ""]) => ({
        proxy,
        host,
        port,
      })),
    ),
  );

/** The unit that a container is part of. */
export const unitOf = ({ rendered }: Input, { unit, workspace }: RenderedContainer): RenderedUnit | undefined =>
  rendered.units.find((each) => each.name === unit && each.workspace === workspace);

export const allowing = (statements: readonly RenderedStatement[], action: string): RenderedStatement[] =>
  statements.filter(({ actions }) => actions.includes(action));
