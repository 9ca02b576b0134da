import type { Check } from "./check";
import { at } from "./check";
import { brokenLinks } from "./timeouts";

/** 50 · A load balancer that closes idle connections before the longest stream ends cuts conversations short. */
export const outlastStreams: Check = {
  id: 50,
  title: "the edge waits longer than any route may be silent",
  severity: "breaks",
  run: (input) => brokenLinks(input, "idle").map(({ text }) => at("edge.idleTimeoutSec").is(text)),
};
