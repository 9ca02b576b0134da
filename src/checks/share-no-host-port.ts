import { knownNames } from "../config/suggest";
import { formatPath } from "../config/tree";
import { bucketsOf, OBJECT_STORE } from "../rendering/object-store";
import type { Check, CheckInput, Fault } from "./check";
import { at } from "./check";

/** 9 · The second container on one port of the laptop does not start. */
export const shareNoHostPort: Check = {
  id: 9,
  title: "each port of the laptop is given out once, on devenv alone",
  severity: "breaks",
  run: (input) => (input.environment.target === "devenv" ? [...twice(input), ...noStore(input)] : elsewhere(input)),
};

interface HostPort {
  readonly path: readonly string[];
  readonly port: number;
}

function hostPorts({ environment: { devenv, services } }: CheckInput): HostPort[] {
  const ofStores = Object.entries(devenv?.hostPorts ?? {}).map(([name, port]) => ({
    path: ["devenv", "hostPorts", name],
    port,
  }));
  const ofServices = Object.entries(services)
    .filter(([, { enabled }]) => enabled !== false)
    .flatMap(([service, { hostPorts: ports = {} }]) =>
      Object.entries(ports).map(([name, port]) => ({ path: ["services", service, "hostPorts", name], port })),
    );
  return [...ofStores, ...ofServices];
}

function twice(input: CheckInput): Fault[] {
  const first = new Map<number, HostPort>();
  return hostPorts(input).flatMap((each) => {
    const before = first.get(each.port);
    if (before)
      return [at(each.path).is(`host port ${each.port} is taken by ${formatPath(before.path)}; choose another`)];
    first.set(each.port, each);
    return [];
  });
}

function noStore({ environment, platform }: CheckInput): Fault[] {
  const { stores } = platform;
  const reachable = [
    ...Object.keys(stores).filter((name) => ["postgres", "redis"].includes(stores[name]?.kind ?? "")),
    ...(bucketsOf(platform).length > 0 ? [OBJECT_STORE] : []),
  ];
  return Object.keys(environment.devenv?.hostPorts ?? {})
    .filter((name) => !reachable.includes(name))
    .map((name) =>
      at(["devenv", "hostPorts", name]).isNamed(`no store ${name} has a port; ${knownNames(name, reachable)}`),
    );
}

/** Ports of the laptop mean nothing where there is no laptop. */
const elsewhere = ({ environment: { services, target } }: CheckInput): Fault[] =>
  Object.entries(services)
    .filter(([, { hostPorts: ports }]) => ports !== undefined)
    .map(([name]) =>
      at(["services", name, "hostPorts"]).isNamed(
        `target ${target} opens no ports on a laptop; only devenv does: remove it`,
      ),
    );
