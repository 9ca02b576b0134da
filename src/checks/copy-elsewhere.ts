import { holdsOf } from "../model/store";
import type { Check } from "./check";
import { at } from "./check";
import { has } from "./walk";

/** 69 · A second copy in the same region goes with the first. */
export const copyElsewhere: Check = {
  id: 69,
  title: "recovery.copyTo is another region, and there is something to copy",
  severity: "breaks",
  run: ({ environment: { aws, recovery, adopt }, platform }) => {
    const to = recovery?.copyTo;
    if (to === undefined) return [];
    const spot = at("recovery.copyTo");
    if (to === aws?.region) return [spot.is(`${to} is where the originals are; name another region, or remove it`)];
    const kept = Object.entries(platform.stores).some(
      ([name, store]) => holdsOf(store) === "state" && store.kind !== "redis" && !has(adopt?.stores ?? {}, name),
    );
    return kept ? [] : [spot.is("no store made here is kept in the vault, so nothing would be copied; remove it")];
  },
};
