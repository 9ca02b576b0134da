import { a, aJob, one } from "../platform";
import type { RuleCases } from "./rule";

/** Rules about what waits for what, and about jobs, which somebody must wait for. */
export const needs: readonly RuleCases[] = [
  {
    id: 6,
    fine: [["a job, a store and a service", one({ needs: { migrate: "completed", db: "healthy", web: "started" } })]],
    refused: [
      [
        "nothing",
        one({ needs: { migrat: "completed" } }),
        [
          "service api, needs: there is no service, job or store migrat; known: api, bucket, cache, db, migrate, shared, web; did you mean migrate",
        ],
      ],
      [
        "a disabled service",
        { ...one({ needs: { gone: "started" } }), environment: { services: { gone: { enabled: false } } } },
        ["services.gone.enabled: false, but it is needed by service api, needs; enable it, or disable that too"],
      ],
    ],
  },
  {
    id: 7,
    fine: [
      [
        "a diamond",
        {
          platform: {
            services: {
              a: a({ needs: { b: "started", c: "started" } }),
              b: a({ needs: { d: "started" } }),
              c: a({ needs: { d: "started" } }),
              d: a(),
            },
          },
        },
      ],
    ],
    refused: [
      ["itself", one({ needs: { api: "started" } }), ["needs go in a circle: api → api; remove one of them"]],
      [
        "a circle of three, told once, with what leads into it left out",
        {
          platform: {
            services: {
              a: a({ needs: { b: "started" } }),
              b: a({ needs: { c: "started" } }),
              c: a({ needs: { d: "started" } }),
              d: a({ needs: { b: "started" } }),
            },
          },
        },
        ["needs go in a circle: b → c → d → b; remove one of them"],
      ],
      [
        "a job and a service",
        {
          platform: {
            services: { api: a({ needs: { migrate: "completed" } }) },
            jobs: { migrate: aJob({ needs: { api: "started" } }) },
          },
        },
        ["needs go in a circle: api → migrate → api; remove one of them"],
      ],
    ],
  },
  {
    id: 8,
    fine: [["each as it can be", one({ needs: { migrate: "completed", db: "healthy", web: "healthy" } })]],
    refused: [
      [
        "a healthy job",
        one({ needs: { migrate: "healthy" } }),
        ["service api, needs: job migrate is never healthy; allowed: completed"],
      ],
      [
        "a completed service",
        one({ needs: { web: "completed" } }),
        ["service api, needs: service web is never completed; allowed: started, healthy"],
      ],
      [
        "a completed store",
        one({ needs: { db: "completed" } }),
        ["service api, needs: store db is never completed; allowed: started, healthy"],
      ],
    ],
  },
  {
    id: 39,
    fine: [["any job on a laptop", { on: "devenv", platform: { jobs: { migrate: aJob({ repeatable: false }) } } }]],
    refused: [
      [
        "one that runs once",
        { platform: { jobs: { migrate: aJob({ repeatable: false }) } } },
        ["job migrate is not repeatable: a job that runs once is not built on ECS yet; make it repeatable"],
      ],
      [
        "one that nobody needs",
        { platform: { services: { api: a() } } },
        ["job migrate is needed by no service, so no task on ECS would run it; let one need it"],
      ],
    ],
  },
];
