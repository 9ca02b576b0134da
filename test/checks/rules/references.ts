import { readWrite, runTask } from "../../../src/model/grant";
import { addressOf, hostPathOf, imageOf, secret, store, task } from "../../../src/model/reference";
import { composed, generated, use } from "../../../src/model/secret";
import { a, aJob, aRoute, aTask, one } from "../platform";
import type { RuleCases } from "./rule";

const variable = (value: NonNullable<NonNullable<Parameters<typeof a>[0]>["environment"]>[string]) =>
  one({ environment: { X: value } });

/** Rules 1 to 5 and 36: names that stand for nothing; rule 30: names that stand for two things. */
export const references: readonly RuleCases[] = [
  {
    id: 1,
    fine: [
      ["an address of a service", variable(addressOf("web"))],
      ["a companion", one({ alongside: "web" })],
    ],
    refused: [
      [
        "a service that is not there",
        variable(["http://", addressOf("wbe")]),
        ["service api, variable X: there is no service wbe; known: api, web; did you mean web"],
      ],
      [
        "a port that is not there",
        variable(addressOf("web", "https")),
        ["service api, variable X: there is no port of web https; known: http; did you mean http"],
      ],
      [
        "a route to nobody",
        { platform: { routes: [aRoute({ service: "shop" })] } },
        ["route 10 /api: there is no service shop; known: api, web"],
      ],
      [
        "a route to a port that is not there",
        { platform: { routes: [aRoute({ service: "api", port: "admin" })] } },
        ["route 10 /api: there is no port of api admin; known: http"],
      ],
      [
        "a companion of nobody",
        one({ alongside: "shop" }),
        ["service api, alongside: there is no service shop; known: api, web"],
      ],
      [
        "a probe of a port that is not there",
        one({ probe: { http: { port: "admin", path: "/" } } }),
        ["service api, probe: there is no port admin; known: http"],
      ],
      [
        "a service that the environment disabled",
        { ...variable(addressOf("gone")), environment: { services: { gone: { enabled: false } } } },
        ["services.gone.enabled: false, but it is needed by service api, variable X; enable it, or disable that too"],
      ],
    ],
  },
  {
    id: 2,
    fine: [
      ["a field that a store has", variable(store("db").host)],
      ["files mounted", one({ mounts: [{ kind: "shared", path: "/d", store: "shared" }] })],
      ["a bucket granted", one({ grants: [readWrite("bucket")] })],
    ],
    refused: [
      [
        "a store that is not there",
        variable(store("cahce").host),
        ["service api, variable X: there is no store cahce; known: bucket, cache, db, shared; did you mean cache"],
      ],
      [
        "a field that its kind has not",
        variable(store("bucket").port),
        ["service api, variable X: there is no field of the bucket bucket called port; known: name, uri"],
      ],
      [
        "a bucket mounted",
        one({ mounts: [{ kind: "shared", path: "/d", store: "bucket" }] }),
        ["service api, mount /d: store bucket is of kind bucket; allowed: files (shared)"],
      ],
      [
        "files granted as a bucket",
        one({ grants: [readWrite("shared")] }),
        ["service api, grant readWriteBucket: store shared is of kind files; allowed: bucket (bucket)"],
      ],
      [
        "connections to nothing",
        one({ connections: { pg: 1 } }),
        ["service api, connections: there is no store pg; known: bucket, cache, db, shared"],
      ],
    ],
  },
  {
    id: 3,
    fine: [["a secret that is there", one({ secrets: { X: use("password") } })]],
    refused: [
      [
        "a variable",
        one({ secrets: { X: use("pasword") } }),
        ["service api, secret variable X: there is no secret pasword; known: password, url; did you mean password"],
      ],
      [
        "a file",
        one({ mounts: [{ kind: "secretFile", path: "/k", secret: "key" }] }),
        ["service api, mount /k: there is no secret key; known: password, url"],
      ],
      [
        "a part of another",
        { platform: { secrets: { password: generated(), url: composed(secret("token")) } } },
        ["secret url: there is no secret token; known: password, url"],
      ],
      [
        "a store's password",
        { platform: { secrets: {} } },
        [
          "store db, password: there is no secret password; known: none",
          "store cache, password: there is no secret password; known: none",
        ],
      ],
    ],
  },
  {
    id: 4,
    fine: [["an image that is there", variable(imageOf("app"))]],
    refused: [
      ["a service's own", one({ image: "ap" }), ["service api: there is no image ap; known: app"]],
      ["one in a variable", variable(imageOf("code")), ["service api, variable X: there is no image code; known: app"]],
    ],
  },
  {
    id: 5,
    fine: [["a task that is there", { ...variable(task("code", "runtime")) }]],
    refused: [
      [
        "one in a variable",
        variable(task("cod", "runtime")),
        ["service api, variable X: there is no task cod; known: code; did you mean code"],
      ],
      [
        "one that is granted",
        one({ grants: [runTask("job")] }),
        ["service api, grant runTask: there is no task job; known: code"],
      ],
      [
        "one behind the docker socket",
        one({ mounts: [{ kind: "dockerSocket", startsTask: "job" }] }),
        ["service api, docker socket: there is no task job; known: code"],
      ],
      [
        "one that nobody starts",
        { platform: { tasks: { code: aTask({ startedBy: "proc" }) } } },
        ["task code, started by: there is no service proc; known: api, web"],
      ],
    ],
  },
  {
    id: 36,
    fine: [
      [
        "the path of an own mount",
        one({ mounts: [{ kind: "scratch", path: "/w" }], environment: { X: hostPathOf("/w") } }),
      ],
    ],
    refused: [
      [
        "the path of no mount",
        { platform: { jobs: { migrate: aJob({ environment: { X: hostPathOf("/w") } }) } } },
        ["job migrate, variable X: nothing is mounted at /w; mounted: none"],
      ],
    ],
  },
  {
    id: 30,
    fine: [["names of their own", {}]],
    refused: [
      [
        "a job named as a store",
        { platform: { jobs: { db: aJob() } } },
        ["db names a job and a store; rename one of them"],
      ],
      [
        "a service and a secret named as the laptop's object store is",
        {
          on: "devenv",
          platform: {
            services: { "object-store": a() },
            stores: { bucket: { kind: "bucket", image: "app" } },
            secrets: { "object-store-secret-key": generated() },
          },
        },
        [
          "object-store names a service and a laptop's object store; rename one of them",
          "secret object-store-secret-key is the laptop's object store's; rename it",
        ],
      ],
    ],
  },
];
