import type { Check } from "./check";
import { brokenLinks } from "./timeouts";

/** 28 · A leaving instance is cut off when its drain is over, whatever its streams are in the middle of. */
export const drainStreams: Check = {
  id: 28,
  title: "streams end before the drain of their service does",
  severity: "degrades",
  run: (input) => brokenLinks(input, "drain"),
};
