import { FAILURES, recoveryOf, shortfalls } from "../model/recovery";
import type { Check, CheckInput, Fault } from "./check";
import { at } from "./check";

/** What the mechanisms of this environment give; the same for the check, the page and the backups. */
export const recoveryIn = ({ environment, platform }: Pick<CheckInput, "environment" | "platform">) =>
  recoveryOf({
    platform,
    sizing: environment.stores,
    adopted: environment.adopt?.stores ?? {},
    production: environment.profile === "production",
  });

/** 63 · A promise that the mechanisms cannot keep is worse than none. */
export const recoverInTime: Check = {
  id: 63,
  title: "every store that holds state is back within recovery, and loses no more than it says",
  severity: "breaks",
  run: (input) => {
    const { target, recovery } = input.environment;
    if (target === "devenv" || !recovery) return [];
    return shortfalls(recoveryIn(input), recovery).map(({ store, failure, measure, given, wanted, answer }): Fault => {
      const what =
        measure === "rpoMinutes" ? `loses up to ${given} minutes` : `needs about ${given} minutes to be back`;
      const mend = answer.better ? `${answer.better}, or raise this` : "raise this";
      return at(["recovery", measure]).is(
        `${wanted} is less than ${store} gives: it ${what} when ${FAILURES[failure]} (${answer.by}); ${mend}`,
      );
    });
  },
};
