import type { PhaseState } from "../../../src/migration/schema";
import type { Service } from "../../../src/model/service";
import type { Change } from "../platform";
import { a, phaseAt, settingsOf } from "../platform";
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
