import type { Migration, Phase } from "../../../src/migration/plan";
import type { PhaseState } from "../../../src/migration/schema";
import type { Service } from "../../../src/model/service";
import type { Change } from "../platform";
import { a, inputWith, phaseAt, settingsOf } from "../platform";
import type { RuleCases } from "./rule";

const moving = (state: PhaseState, api: Service): Change => ({
  on: "compose",
  platform: { services: { api, web: a() } },
  migration: phaseAt(state),
  environment: { migration: settingsOf(phaseAt(state)) },
});
const pool = (connections: number, change = {}) => a({ connections: { db: connections }, ...change });
const onHost = a({ mounts: [{ kind: "hostPath", path: "/h", hostPath: "/h" }] });
const withFiles = a({ mounts: [{ kind: "shared", path: "/files", store: "shared" }] });
const services = (api: Service): Change => ({ platform: { services: { api, web: a() } } });

const clients = (connections: number) => a({ connections: { cache: connections } });
const sized = (instanceClass: string, maxConnections: number): Change => {
  const { db } = inputWith({}).platform.stores;
  if (db?.kind !== "postgres") throw new Error("db is no database");
  return {
    platform: { stores: { db: { ...db, maxConnections } } },
    environment: { stores: { db: { instanceClass } } },
  };
};

const adopted = (): Change => ({
  ...sized("db.t4g.micro", 5000),
  environment: { adopt: { stores: { db: { instance: "theirs" } }, secrets: {} } },
});

/** api and web in a phase each; both are retired, or both have come as far as `state`. */
const apart = (needs: Service["needs"], state: PhaseState = "retired"): Change => {
  const phase = (name: string, service: string): Phase => ({
    name,
    state,
    kind: "many",
    share: 0,
    services: [service],
  });
  const migration: Migration = { phases: [phase("first", "api"), phase("second", "web")], stays: [], host: "present" };
  return {
    on: "compose",
    platform: { services: { api: a({ needs }), web: a({ needs: { migrate: "completed" } }) } },
    migration,
    environment: { migration: settingsOf(migration) },
  };
};

/** Rules about what must be so before, and while, two places run one service. */
export const migrations: readonly RuleCases[] = [
  {
    id: 25,
    fine: [["a path of the host while it is only planned to move", moving("planned", onHost)]],
    refused: [
      [
        "a path of the host when a phase begins",
        moving("standby", onHost),
        [
          "migration.phases.0.state: standby is refused: service api mounts /h, which lies on the host alone; keep it in a store, or stay at planned",
        ],
      ],
    ],
  },
  {
    id: 26,
    fine: [
      ["two generations of forty", services(pool(40))],
      ["ninety on a laptop", { on: "devenv", ...services(pool(90)) }],
      ["sixty where there is no second generation", { on: "compose", ...services(pool(60)) }],
      ["sixty of one that never runs twice", services(pool(60, { instances: "one" }))],
    ],
    refused: [
      [
        "two generations of forty-one",
        services(pool(41)),
        [
          "services.api.scale.max: 82 connections to db at most (api 82), of 100; keep it to 80: lower scale.max or the pools",
        ],
      ],
      [
        "every instance there may be",
        services(pool(21, { scale: { min: 1, max: 2 } })),
        [
          "services.api.scale.max: 84 connections to db at most (api 84), of 100; keep it to 80: lower scale.max or the pools",
        ],
      ],
      [
        "both places of a phase",
        moving("shared", pool(50, { deploy: "recreate" })),
        [
          "services.api.scale.max: 100 connections to db at most (api 100), of 100; keep it to 80: lower scale.max or the pools",
        ],
      ],
    ],
  },
  {
    id: 72,
    fine: [["eighty per cent of what a node takes", services(clients(26_000))]],
    refused: [
      [
        "one more",
        services(clients(26_001)),
        [
          "services.api.scale.max: 52002 connections to cache at most (api 52002), of 65000; keep it to 52000: lower scale.max or the pools",
        ],
      ],
      [
        "a node that takes fewer",
        {
          ...services(clients(8_001)),
          environment: { stores: { cache: { instanceClass: "cache.t4g.micro" } } },
        },
        [
          "services.api.scale.max: 16002 connections to cache at most (api 16002), of 20000; keep it to 16000: lower scale.max or the pools",
        ],
      ],
    ],
  },
  {
    id: 73,
    fine: [
      ["a class that is large enough", sized("db.t4g.micro", 112)],
      ["a database of others", adopted()],
      ["a class whose memory is in no table", sized("db.x2g.large", 4000)],
    ],
    refused: [
      [
        "a small class",
        sized("db.t4g.micro", 113),
        [
          "stores.db.instanceClass: db.t4g.micro bears 112 connections, and db is told to take 113; take a larger class, or fewer",
        ],
      ],
    ],
  },
  {
    id: 74,
    fine: [
      ["one workspace, in which the other's steady state is awaited", services(a({ needs: { web: "healthy" } }))],
      ["one that it only likes to find, in a later workspace", apart({ web: "started" })],
      ["one on the host, which applies before", apart({ web: "healthy" }, "shared")],
    ],
    refused: [
      [
        "one of another phase, beside its own",
        apart({ web: "healthy" }),
        [
          "migration.phases: api waits until web is healthy, which ecs-second runs, and nothing applies that first; move both in one phase, or need it started and try again in the application",
        ],
      ],
    ],
  },
  {
    id: 75,
    fine: [["a job of the host, which applies before", apart({ migrate: "completed" }, "shared")]],
    refused: [
      [
        "a job that goes with the last to move",
        apart({ migrate: "completed" }),
        [
          "migration.phases: api waits until migrate is completed, which ecs-second runs, and nothing applies that first; apply ecs-second first when a release changes what the job does",
        ],
      ],
    ],
  },
  {
    id: 27,
    fine: [["thirty, twice", services(pool(30))]],
    refused: [
      [
        "thirty-one, twice",
        services(pool(31)),
        [
          "services.api.scale.max: 62 connections to db at most (api 62), of 100; keep it to 60: lower scale.max or the pools",
        ],
      ],
    ],
  },
  {
    id: 33,
    fine: [["from a host", moving("planned", a())]],
    refused: [
      [
        "from ECS",
        { environment: { migration: settingsOf(phaseAt("planned")) } },
        ["migration: target ecs has nothing to move to ecs; allowed with target ec2-compose"],
      ],
    ],
  },
  {
    id: 42,
    fine: [
      ["files of a phase that has not begun", moving("planned", withFiles)],
      ["files that one place alone uses", moving("retired", withFiles)],
    ],
    refused: [
      [
        "files of a phase that both places run",
        moving("warm", withFiles),
        [
          "migration.phases.0.state: warm lets both places use shared of api: mount the file system of the foundation at its directory on the host first",
        ],
      ],
    ],
  },
];
