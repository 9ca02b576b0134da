import type { Check } from "./check";
import { brokenLinks } from "./timeouts";

/** 57 · Beyond what a balancer waits, behind one that closes late, or under a stop that is too short, work is lost now and then. */
export const closeFromTheFront: Check = {
  id: 57,
  title: "timeouts grow from the turn to the balancer to the connection behind it, and a queue's work outlives a stop",
  severity: "degrades",
  run: (input) => brokenLinks(input, "capped", "keepAlive", "protect"),
};
