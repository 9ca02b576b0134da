import type { Check } from "./check";
import { brokenLinks } from "./timeouts";

/** 14 · Fargate kills after two minutes, whatever a service counts on. */
export const stopInTime: Check = {
  id: 14,
  title: "a service on Fargate stops within two minutes",
  severity: "breaks",
  run: (input) => brokenLinks(input, "stop"),
};
