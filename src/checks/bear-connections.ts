import { bearable, DEFAULT_CLASS } from "../model/connections";
import { storesOf } from "../model/store";
import type { Check } from "./check";
import { at } from "./check";

/** 73 · Each connection is a process with memory of its own; more than the class has room for end in a swap or a kill. */
export const bearConnections: Check = {
  id: 73,
  title: "a database's instance class has the memory for the connections it is told to take",
  severity: "breaks",
  run: ({ environment, platform }) => {
    if (environment.target === "devenv") return [];
    return storesOf(platform.stores, "postgres").flatMap(({ name, maxConnections }) => {
      // What others run has the class and the limit that they gave it.
      if (environment.adopt?.stores[name]?.instance !== undefined) return [];
      const instanceClass = environment.stores[name]?.instanceClass ?? DEFAULT_CLASS.postgres;
      const most = bearable(instanceClass);
      if (most === undefined || maxConnections <= most) return [];
      const text = `${instanceClass} bears ${most} connections, and ${name} is told to take ${maxConnections}; take a larger class, or fewer`;
      return [at(["stores", name, "instanceClass"]).is(text)];
    });
  },
};
