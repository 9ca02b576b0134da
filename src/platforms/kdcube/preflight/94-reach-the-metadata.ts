import type { Fault } from "./rule";
import { rule, inService, running, named, noneOnAws } from "./rule";

export const reachTheMetadata = rule({
  id: 94,
  group: "storage",
  title: "containers reach the service that hands out their credentials",
  severity: "breaks",
  consequence: "every call of AWS fails with 'unable to locate credentials'",
  fix: "keep a hop limit of 2 on the host, and both addresses in NO_PROXY",
  source: "documents",
  looksAt: "http_put_response_hop_limit of the host, NO_PROXY",
  idle: noneOnAws,
  run: (input) => [
    ...input.rendered.hosts
      .filter(({ hopLimit }) => hopLimit < 2)
      .map(({ hopLimit }): Fault => ({ path: ["aws", "host"], text: `the hop limit of the host is ${hopLimit}` })),
    ...running(input)
      .filter(({ on, environment }) => on !== "laptop" && environment["NO_PROXY"] !== undefined)
      .flatMap((each) => {
        const needed = each.on === "ecs" ? "169.254.170.2" : "169.254.169.254";
        return each.environment["NO_PROXY"]?.split(",").includes(needed)
          ? []
          : [inService(each.name, `NO_PROXY of ${named(each)} lacks ${needed}`)];
      }),
  ],
});
