import type { Check } from "./check";
import { brokenLinks } from "./timeouts";

/** 56 · Who reads gives up before the answer is there, and the turn has been paid for. */
export const outlastTurns: Check = {
  id: 56,
  title: "no stream gives up before the longest turn of its service ends",
  severity: "breaks",
  run: (input) => brokenLinks(input, "turn"),
};
