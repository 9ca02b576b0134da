import { a, aJob, aTask, one } from "../platform";
import type { RuleCases } from "./rule";

const SIZES = "256, 512, 1024, 2048, 4096, 8192, 16384";

/** Rules about how large, how many, and how long to stop. */
export const sizes: readonly RuleCases[] = [
  {
    id: 13,
    fine: [
      ["a size that Fargate has", one({ size: { cpu: 1024, memoryMiB: 3072 } })],
      ["any size where there is no Fargate", { on: "devenv", ...one({ size: { cpu: 100, memoryMiB: 100 } }) }],
      [
        "any size beside a companion, whose task gets the next that holds both",
        {
          platform: {
            services: {
              api: a({ size: { cpu: 300, memoryMiB: 300 } }),
              web: a({ alongside: "api", size: { cpu: 10, memoryMiB: 10 } }),
            },
          },
        },
      ],
      [
        "a repeatable job, which brings no size of its own",
        { platform: { jobs: { migrate: aJob({ size: { cpu: 1, memoryMiB: 1 } }) } } },
      ],
    ],
    refused: [
      [
        "memory",
        one({ size: { cpu: 1024, memoryMiB: 1000 } }),
        ["services.api.size.memoryMiB: 1000 is not a Fargate size with cpu 1024; nearest: 2048"],
      ],
      [
        "cpu",
        one({ size: { cpu: 1000, memoryMiB: 2048 } }),
        [`services.api.size.cpu: 1000 is not a Fargate cpu; allowed: ${SIZES}; nearest: 1024`],
      ],
      [
        "more than Fargate has, together",
        {
          platform: { services: { api: a({ size: { cpu: 16384, memoryMiB: 32768 } }), web: a({ alongside: "api" }) } },
        },
        ["services.api.size.cpu: with the services alongside it comes to 16640; Fargate allows 16384 at most"],
      ],
      [
        "a task",
        { platform: { tasks: { code: aTask({ size: { cpu: 256, memoryMiB: 600 } }) } } },
        ["task code, size.memoryMiB: 600 is not a Fargate size with cpu 256; nearest: 512"],
      ],
    ],
  },
  {
    id: 14,
    fine: [
      ["two minutes", one({ stopGraceSec: 120 })],
      ["longer on a laptop", { on: "devenv", ...one({ stopGraceSec: 600 }) }],
    ],
    refused: [
      [
        "longer",
        one({ stopGraceSec: 121 }),
        ["service api, stopGraceSec: 121 is more than Fargate allows; at most 120"],
      ],
    ],
  },
  {
    id: 15,
    fine: [
      ["a range", one({ scale: { min: 1, max: 3 } })],
      ["one", one({ instances: "one" })],
    ],
    refused: [
      [
        "an empty range",
        one({ scale: { min: 3, max: 2 } }),
        ["services.api.scale.min: 3 is above scale.max, which is 2"],
      ],
      [
        "a maximum that YAML put below",
        { ...one({ scale: { min: 3, max: 2 } }), environment: { services: { api: { scale: { max: 2 } } } } },
        ["services.api.scale.max: 2 is below scale.min, which is 3"],
      ],
      [
        "a second of one",
        one({ instances: "one", scale: { min: 1, max: 2 } }),
        ["services.api.scale.max: 2 instances of a service that may run only once; allowed: 1"],
      ],
    ],
  },
];
