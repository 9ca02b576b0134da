import type { Check } from "./check";
import { inPlatform } from "./check";

/** 12 · A route without an answer is an error page; one with two answers is a guess. */
export const answerEveryRoute: Check = {
  id: 12,
  title: "a route has either a service or a redirect",
  severity: "breaks",
  run: ({ platform: { routes } }) =>
    routes
      .filter(({ service, redirect }) => (service === undefined) === (redirect === undefined))
      .map(({ order, path, service }) =>
        inPlatform(
          `route ${order} ${path} has ${service === undefined ? "neither a service nor" : "both a service and"} a redirect; give it one`,
        ),
      ),
};
