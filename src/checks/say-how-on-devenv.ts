import type { Check } from "./check";
import { at } from "./check";

/** 19 · What a laptop is told means nothing elsewhere, and a laptop must be told. */
export const sayHowOnDevenv: Check = {
  id: 19,
  title: "target devenv, and no other, has a devenv block",
  severity: "breaks",
  run: ({ environment: { target, devenv } }) => {
    if (target === "devenv" && !devenv) return [at("devenv").is("missing; target devenv needs mode: all or infra")];
    if (target !== "devenv" && devenv) return [at("devenv").is(`target ${target} does not run on a laptop; remove it`)];
    return [];
  },
};
