import type { Check } from "./check";
import { at } from "./check";

/** 23 · State on one person's disk is lost with it, and nobody else can deploy. */
export const shareProductionState: Check = {
  id: 23,
  title: "in production state is not kept on a laptop",
  severity: "breaks",
  run: ({ environment: { profile, state } }) =>
    profile === "production" && state.backend === "local"
      ? [at("state.backend").is("local is refused with profile production; allowed: s3, cloud")]
      : [],
};
