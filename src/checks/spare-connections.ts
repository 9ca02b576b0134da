import type { Budget } from "../model/connections";
import { budgetsOf } from "./budgets";
import type { Check, CheckInput, Fault } from "./check";
import { at } from "./check";

/** The server keeps some for its owner and for maintenance, so not all of them are there to be used. */
const BREAKS_ABOVE = 0.8;
const DEGRADES_ABOVE = 0.6;

/** 26 · When both generations of every service hold their pools, a database without room refuses the newer. */
export const leaveConnections: Check = {
  id: 26,
  title: "all pools of both generations stay below 80 per cent of a database's connections",
  severity: "breaks",
  run: (input) => crowded(input, "postgres", (share) => share > BREAKS_ABOVE, BREAKS_ABOVE),
};

/** 27 · Above 60 per cent one more service, or one more instance, is too many. */
export const spareConnections: Check = {
  id: 27,
  title: "all pools of both generations should stay below 60 per cent of a database's connections",
  severity: "degrades",
  run: (input) =>
    crowded(input, "postgres", (share) => share > DEGRADES_ABOVE && share <= BREAKS_ABOVE, DEGRADES_ABOVE),
};

/** 72 · A cache's limit is its node's: nobody can raise it, and the client that is one too many is refused. */
export const leaveClients: Check = {
  id: 72,
  title: "all pools of both generations stay below 80 per cent of what a cache's node takes",
  severity: "breaks",
  run: (input) => crowded(input, "redis", (share) => share > BREAKS_ABOVE, BREAKS_ABOVE),
};

const crowded = (input: CheckInput, kind: Budget["kind"], isTold: (share: number) => boolean, upTo: number): Fault[] =>
  budgetsOf(input)
    .filter((budget) => budget.kind === kind)
    .flatMap(({ store, claims, connections, limit }) => {
      if (limit === undefined || !isTold(connections / limit)) return [];
      const parts = claims.map(({ service, connections: held }) => `${service} ${held}`).join(", ");
      const text = `${connections} connections to ${store} at most (${parts}), of ${limit}; keep it to ${Math.floor(limit * upTo)}: lower scale.max or the pools`;
      return at(["services", claims[0]?.service ?? "", "scale", "max"]).is(text);
    });
