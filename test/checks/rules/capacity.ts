import { hostPathOf } from "../../../src/model/reference";
import type { Service } from "../../../src/model/service";
import { a, type Change, one } from "../platform";
import type { RuleCases } from "./rule";

const withInstances = (change = {}) => ({
  account: "111122223333",
  region: "eu-west-1",
  network: { cidr: "10.0.0.0/16", zones: ["a", "b"], nat: "single" as const },
  capacity: { instanceType: "m7i.large", min: 0, max: 2, ...change },
});
const says = (interruptible: boolean) => ({ environment: { services: { api: { interruptible } } } });
const alongside = (capacity?: "fargate-spot"): Change => ({
  platform: { services: { api: a({ capacity: "ec2" }), side: a({ alongside: "api" }) } },
  environment: { aws: withInstances(), services: { side: capacity ? { capacity } : {} } },
});
const engine = (environment: Service["environment"]) =>
  one({
    capacity: "ec2",
    environment,
    mounts: [{ kind: "dockerSocket" }, { kind: "shared", path: "/d", store: "shared" }],
  });

/** Rules about what services run on: Fargate, Fargate that may be taken away, and instances. */
export const capacity: readonly RuleCases[] = [
  {
    id: 16,
    fine: [
      ["Fargate", one({})],
      ["anything on a laptop", { on: "devenv", ...one({ capacity: "ec2" }) }],
      ["instances that there are", { ...one({ capacity: "ec2" }), environment: { aws: withInstances() } }],
      ["one alongside, which says nothing", alongside()],
    ],
    refused: [
      [
        "instances that there are not",
        one({ capacity: "ec2" }),
        [
          "services.api.capacity: ec2, but there are no instances: add aws.capacity {instanceType, min, max}, or take fargate",
        ],
      ],
      [
        "a provider in a cluster of others",
        {
          ...one({ capacity: "fargate-spot" }),
          environment: { adopt: { cluster: "theirs", stores: {}, secrets: {} } },
        },
        [
          "services.api.capacity: fargate-spot needs a provider of ours, and the cluster theirs is adopted; allowed there: fargate",
        ],
      ],
      [
        "two for one task",
        alongside("fargate-spot"),
        ["services.side.capacity: fargate-spot, but it runs in the task of api, which is on ec2; remove it"],
      ],
    ],
  },
  {
    id: 70,
    fine: [
      ["short requests", one({ capacity: "fargate-spot" })],
      ["streams that may end", { ...one({ capacity: "fargate-spot", traffic: "stream" }), ...says(true) }],
    ],
    refused: [
      [
        "streams",
        one({ capacity: "fargate-spot", traffic: "stream" }),
        [
          "services.api.capacity: fargate-spot may stop it two minutes after a notice, and it holds streams open; take fargate, or add interruptible: true",
        ],
      ],
      [
        "turns from a queue, though it is said that they may not be lost",
        { ...one({ capacity: "fargate-spot", consumes: "turns" }), ...says(false) },
        [
          "services.api.capacity: fargate-spot may stop it two minutes after a notice, and it takes work from turns; take fargate, or add interruptible: true",
        ],
      ],
      [
        "the only one",
        one({ capacity: "fargate-spot", instances: "one" }),
        [
          "services.api.capacity: fargate-spot may stop it two minutes after a notice, and it runs only once, so nothing stands in for it; take fargate, or add interruptible: true",
        ],
      ],
      [
        "what is said of Fargate",
        { ...one({}), ...says(true) },
        ["services.api.interruptible: has no meaning without capacity fargate-spot; remove it"],
      ],
    ],
  },
  {
    id: 71,
    fine: [
      ["an engine that needs no shared files", { ...engine({}), environment: { aws: withInstances() } }],
      [
        "instances while services are planned to move there",
        { ...one({ capacity: "ec2" }), environment: { aws: withInstances() } },
      ],
    ],
    refused: [
      [
        "instances for nobody",
        { environment: { aws: withInstances() } },
        ["aws.capacity: no service on ECS has capacity ec2, so nobody runs on it; set one, or remove this"],
      ],
      [
        "ARM, and fewer than none",
        {
          ...one({ capacity: "ec2" }),
          environment: { aws: withInstances({ instanceType: "m7g.large", min: 3, max: 1 }) },
        },
        [
          "aws.capacity.instanceType: m7g.large is ARM; tasks and images are amd64; take its i or a sibling, such as m7i.large",
          "aws.capacity.min: 3 is above max 1; allowed: up to max",
        ],
      ],
      [
        "instances for a cluster of others",
        {
          ...one({ capacity: "ec2" }),
          environment: { aws: withInstances(), adopt: { cluster: "theirs", stores: {}, secrets: {} } },
        },
        ["aws.capacity: the cluster theirs is adopted and gets no instances; remove this"],
      ],
      [
        "shared files by the host's path",
        { ...engine({ FILES: hostPathOf("/d") }), environment: { aws: withInstances() } },
        [
          "services.api.capacity: ec2: it gives /d to the engine, and shared files lie in no directory of an instance; give its socket startsTask, so that tasks start through ECS",
        ],
      ],
    ],
  },
];
