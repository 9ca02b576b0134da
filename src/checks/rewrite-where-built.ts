import type { Check } from "./check";
import { at } from "./check";

/** 37 · A listener rule rewrites paths with AWS provider 6 alone; asked for nowhere, the row is refused, not sent on wrong. */
export const rewriteWhereBuilt: Check = {
  id: 37,
  title: "a route that rewrites its path has an edge that can",
  severity: "degrades",
  run: ({ environment: { target, edge }, platform: { routes } }) => {
    if (target === "devenv" || edge.kind === "proxy" || edge.rewrites) return [];
    const rows = routes.filter(({ exposure, rewrite }) => exposure === "public" && rewrite);
    return rows.map(({ path, rewrite }) =>
      at("edge.rewrites").is(
        `false, so ${path} is refused: its path would have to become ${rewrite?.to}; set true to let listener rules rewrite (AWS provider 6, which the output pins, and no older one), or take edge.kind proxy`,
      ),
    );
  },
};
