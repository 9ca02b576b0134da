import { STORE_PORTS, storesOf } from "../model/store";
import { bucketsOf, OBJECT_STORE, OBJECT_STORE_PORT } from "../rendering/object-store";
import type { Check, CheckInput } from "./check";
import { at } from "./check";

/** 44 · In mode infra the platform's services are processes of the laptop, and reach a store by a port of the laptop. */
export const reachStoresFromProcesses: Check = {
  id: 44,
  title: "in mode infra each database, each cache and the object store have a port on the laptop",
  severity: "breaks",
  run: (input) => {
    const { devenv } = input.environment;
    if (devenv?.mode !== "infra") return [];
    return servers(input)
      .filter(({ name }) => devenv.hostPorts?.[name] === undefined)
      .map(({ name, port }) =>
        at(["devenv", "hostPorts", name]).is(
          `missing; processes on the laptop reach ${name} by a port of it, such as ${port}`,
        ),
      );
  },
};

const servers = ({ platform, platform: { stores } }: CheckInput): { name: string; port: number }[] => [
  ...storesOf(stores, "postgres").map(({ name }) => ({ name, port: STORE_PORTS.postgres })),
  ...storesOf(stores, "redis").map(({ name }) => ({ name, port: STORE_PORTS.redis })),
  ...(bucketsOf(platform).length > 0 ? [{ name: OBJECT_STORE, port: OBJECT_STORE_PORT }] : []),
];
