import type { Check } from "./check";
import { at } from "./check";

/** 62 · What may be lost is the business's to say; unsaid, it is found out on the day. */
export const stateRecovery: Check = {
  id: 62,
  title: "production says how much may be lost and how long it may take to be back",
  severity: "breaks",
  run: ({ environment: { target, profile, recovery } }) => {
    if (target === "devenv") {
      return recovery ? [at("recovery").is("a laptop keeps nothing that could be recovered; remove it")] : [];
    }
    if (profile !== "production" || recovery) return [];
    return [at("recovery").is("missing; profile production needs rpoMinutes and rtoMinutes")];
  },
};
