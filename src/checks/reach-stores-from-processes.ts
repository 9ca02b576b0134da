import { STORE_PORTS, storesOf } from "../model/store";
import { bucketsOf, OBJECT_STORE, OBJECT_STORE_PORT } from "../rendering/object-store";
import { laptopServices } from "../model/laptop";
import type { Check, CheckInput, Fault } from "./check";
import { at } from "./check";

/** 44 · In mode infra the platform's own services are processes of the laptop, and reach all else by a port of it. */
export const reachStoresFromProcesses: Check = {
  id: 44,
  title: "in mode infra each store and each service in a container has a port on the laptop",
  severity: "breaks",
  run: (input) => {
    const { devenv } = input.environment;
    if (devenv?.mode !== "infra") return [];
    const missing = (path: string[], name: string, port: number): Fault =>
      at(path).is(`missing; processes on the laptop reach ${name} by a port of it, such as ${port}`);
    const stores = servers(input)
      .filter(({ name }) => devenv.hostPorts?.[name] === undefined)
      .map(({ name, port }) => missing(["devenv", "hostPorts", name], name, port));
    const services = Object.entries(laptopServices(input.platform, "infra")).flatMap(([name, { ports }]) =>
      Object.entries(ports)
        .filter(([port]) => input.environment.services[name]?.hostPorts?.[port] === undefined)
        .map(([port, number]) => missing(["services", name, "hostPorts", port], name, number)),
    );
    return [...stores, ...services];
  },
};

const servers = ({ platform, platform: { stores } }: CheckInput): { name: string; port: number }[] => [
  ...storesOf(stores, "postgres").map(({ name }) => ({ name, port: STORE_PORTS.postgres })),
  ...storesOf(stores, "redis").map(({ name }) => ({ name, port: STORE_PORTS.redis })),
  ...(bucketsOf(platform).length > 0 ? [{ name: OBJECT_STORE, port: OBJECT_STORE_PORT }] : []),
];
