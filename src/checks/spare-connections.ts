import { storesOf } from "../model/store";
import type { Service } from "../model/service";
import type { Check, CheckInput, Fault } from "./check";
import { at } from "./check";
import { servicesOnEcs } from "./walk";

/** The database keeps some for its owner and for maintenance, so not all of them are there to be used. */
const BREAKS_ABOVE = 0.8;
const DEGRADES_ABOVE = 0.6;

/** 26 · When both generations of every service hold their pools, a database without room refuses the newer. */
export const leaveConnections: Check = {
  id: 26,
  title: "all pools of both generations stay below 80 per cent of a database's connections",
  severity: "breaks",
  run: (input) => crowded(input, (share) => share > BREAKS_ABOVE, BREAKS_ABOVE),
};

/** 27 · Above 60 per cent one more service, or one more instance, is too many. */
export const spareConnections: Check = {
  id: 27,
  title: "all pools of both generations should stay below 60 per cent of a database's connections",
  severity: "degrades",
  run: (input) => crowded(input, (share) => share > DEGRADES_ABOVE && share <= BREAKS_ABOVE, DEGRADES_ABOVE),
};

function crowded(input: CheckInput, isTold: (share: number) => boolean, limit: number): Fault[] {
  // A laptop runs one of each, and replaces instead of rolling.
  if (input.environment.target === "devenv") return [];
  return storesOf(input.platform.stores, "postgres").flatMap(({ name: store, maxConnections }) => {
    const pools = poolsOf(input, store);
    const sum = pools.reduce((total, pool) => total + pool.connections, 0);
    const [largest] = pools;
    if (!largest || !isTold(sum / maxConnections)) return [];
    const parts = pools.map(({ name, connections }) => `${name} ${connections}`).join(", ");
    const text = `${sum} connections to ${store} at most (${parts}), of ${maxConnections}; keep it to ${Math.floor(maxConnections * limit)}: lower scale.max or the pools`;
    return [at(["services", largest.name, "scale", "max"]).is(text)];
  });
}

/** What each service may hold at once, the largest first. */
function poolsOf(input: CheckInput, store: string): { name: string; connections: number }[] {
  const onEcs = new Set(servicesOnEcs(input).map(([name]) => name));
  return Object.entries(input.platform.services)
    .map(([name, service]) => {
      const generations = runsTwice(input, name, service, onEcs) ? 2 : 1;
      return { name, connections: service.scale.max * (service.connections[store] ?? 0) * generations };
    })
    .filter(({ connections }) => connections > 0)
    .sort((a, b) => b.connections - a.connections || (a.name < b.name ? -1 : 1));
}

/** Old and new run side by side while a rolling deployment is under way on ECS, and while a phase has both places. */
function runsTwice({ migration }: CheckInput, name: string, service: Service, onEcs: ReadonlySet<string>): boolean {
  if (service.instances === "one") return false;
  const phase = migration?.phases.find(({ services }) => services.includes(name));
  const inBoth = phase !== undefined && phase.state !== "planned" && phase.state !== "retired";
  return inBoth || (service.deploy === "rolling" && onEcs.has(name));
}
