import { longestRouteSec } from "../model/drain";
import type { Check } from "./check";
import { at } from "./check";

/** 50 · A load balancer that closes idle connections before the longest stream ends cuts conversations short. */
export const outlastStreams: Check = {
  id: 50,
  title: "the edge waits longer than any route may be silent",
  severity: "breaks",
  run: ({ environment: { edge }, platform: { routes } }) => {
    const longest = longestRouteSec(routes);
    if (edge.idleTimeoutSec > longest) return [];
    const route = routes.find(({ timeoutSec = 60 }) => timeoutSec === longest);
    // At equal values both ends give up at once, and which of them is first is chance.
    const text = `${edge.idleTimeoutSec} is not more than the ${longest} s of route ${route?.order} ${route?.path}; set ${longest + 1} or more`;
    return [at("edge.idleTimeoutSec").is(text)];
  },
};
