import { FARGATE_STOP_MAX_SEC } from "../model/drain";
import type { Check } from "./check";
import { inPlatform } from "./check";
import { servicesOnEcs } from "./walk";

/** 14 · Fargate kills after two minutes, whatever a service counts on. */
export const stopInTime: Check = {
  id: 14,
  title: "a service on Fargate stops within two minutes",
  severity: "breaks",
  run: (input) =>
    servicesOnEcs(input)
      .filter(([, { stopGraceSec }]) => stopGraceSec > FARGATE_STOP_MAX_SEC)
      .map(([name, { stopGraceSec }]) =>
        inPlatform(
          `service ${name}, stopGraceSec: ${stopGraceSec} is more than Fargate allows; at most ${FARGATE_STOP_MAX_SEC}`,
        ),
      ),
};
