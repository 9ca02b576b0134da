import type { Check } from "./check";
import { at } from "./check";

/** 21 · Listener rules cannot ask the platform whether there is a session; its proxy can. */
export const guardByProxy: Check = {
  id: 21,
  title: "routes behind a login need edge.kind proxy",
  severity: "breaks",
  run: ({ environment: { edge }, platform: { routes } }) => {
    const guarded = routes.filter(({ login }) => login).map(({ order, path }) => `${order} ${path}`);
    if (edge.kind === "proxy" || guarded.length === 0) return [];
    return [
      at("edge.kind").is(`${edge.kind} cannot guard routes with a login (${guarded.join(", ")}); allowed: proxy`),
    ];
  },
};
