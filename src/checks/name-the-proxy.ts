import { knownNames } from "../config/suggest";
import type { Check } from "./check";
import { at } from "./check";
import { has } from "./walk";

/** 20 · With edge proxy all traffic goes to one service; with edge rules there is none to send it to. */
export const nameTheProxy: Check = {
  id: 20,
  title: "edge.proxy names a service when edge.kind is proxy, and is absent otherwise",
  severity: "breaks",
  run: ({ environment: { edge }, platform: { services } }) => {
    const known = Object.keys(services);
    if (edge.kind !== "proxy") {
      return edge.proxy === undefined
        ? []
        : [at("edge.proxy").is(`has no meaning with edge.kind ${edge.kind}; remove it`)];
    }
    if (edge.proxy === undefined)
      return [at("edge.proxy").is(`missing; edge.kind proxy needs a service; ${knownNames("", known)}`)];
    return has(services, edge.proxy)
      ? []
      : [at("edge.proxy").is(`there is no service ${edge.proxy}; ${knownNames(edge.proxy, known)}`)];
  },
};
