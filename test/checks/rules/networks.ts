import type { Environment } from "../../../src/config/schema";
import { a, aJob, aTask, inputWith, type Change } from "../platform";
import type { RuleCases } from "./rule";

const { aws } = inputWith({}).environment;
if (!aws) throw new Error("the blameless environment is on AWS");

type Network = Partial<NonNullable<Environment["aws"]>["network"]>;
const network = (change: Network): Partial<Environment> => ({
  aws: { ...aws, network: { ...aws.network, ...change } },
});

/** A platform that calls nothing but AWS. */
const homely = {
  services: { api: a({ needs: { migrate: "completed" }, egress: [] }) },
  jobs: { migrate: aJob({ egress: [] }) },
  tasks: { code: aTask({ egress: [] }) },
};

const ids = (...ends: string[]): string[] => ends.map((end) => `subnet-0000000${end}`);
const adopted = (change: object = {}): Partial<Environment> => ({
  adopt: {
    network: {
      vpcId: "vpc-00000001",
      publicSubnetIds: ids("1", "2"),
      privateSubnetIds: ids("3", "4"),
      dataSubnetIds: ids("5", "6"),
      ...change,
    },
    stores: {},
    secrets: {},
  },
});
const foreign = { app: { repository: "docker.io/acme/app", tag: "v1.0.0", ours: false } };

/** Rules about the network and the ways out of it. */
export const networks: readonly RuleCases[] = [
  {
    id: 51,
    fine: [
      ["a call outside through NAT", { environment: network({ nat: "single" }) }],
      ["no NAT and no call outside", { environment: network({ nat: "none" }), platform: homely }],
      ["a laptop", { on: "devenv" }],
    ],
    refused: [
      [
        "calls outside without NAT",
        {
          environment: network({ nat: "none" }),
          platform: { ...homely, services: { api: a({ egress: [443, 587] }) } },
        },
        [
          "aws.network.nat: none, but no endpoint reaches what these call (an LLM API is on the internet): " +
            "api opens port 443 outside; api opens port 587 outside; allowed: per-zone, single; or egress: [] in the " +
            "platform's definition and images of our own",
        ],
      ],
      [
        "somebody else's image, and a grant without an endpoint",
        {
          environment: network({ nat: "none" }),
          platform: {
            services: { api: a({ egress: [], grants: [{ grant: "sendEmail" }] }) },
            jobs: {},
            tasks: {},
            images: foreign,
          },
        },
        [
          "aws.network.nat: none, but no endpoint reaches what these call (an LLM API is on the internet): " +
            "api asks SES; api is pulled from docker.io/acme/app; allowed: per-zone, single; or egress: [] in the " +
            "platform's definition and images of our own",
        ],
      ],
      [
        "a registry of our own elsewhere",
        {
          on: "ecs",
          environment: { ...network({ nat: "none" }), registry: "registry.example.com/team" },
          platform: { ...homely, services: {}, jobs: {} },
        } satisfies Change,
        [
          "aws.network.nat: none, but no endpoint reaches what these call (an LLM API is on the internet): " +
            "code is pulled from app; allowed: per-zone, single; or egress: [] in the platform's definition and " +
            "images of our own",
        ],
      ],
    ],
  },
  {
    id: 52,
    fine: [
      ["NAT alone", { environment: network({ endpoints: "none" }) }],
      ["both", { environment: network({ endpoints: "needed" }) }],
      ["endpoints alone, unsaid", { environment: { ...network({ nat: "none" }), profile: "development" } }],
      ["an adopted network that says nothing", { environment: adopted() }],
    ],
    refused: [
      [
        "neither",
        { environment: network({ nat: "none", endpoints: "none" }) },
        ["aws.network.endpoints: none with nat none: no image, secret or log would be reached; allowed: needed"],
      ],
      [
        "endpoints in somebody else's network",
        { environment: { ...adopted(), ...network({ endpoints: "needed" }) } },
        [
          "aws.network.endpoints: needed, but the network is adopted: its owner makes endpoints in it; remove this line",
        ],
      ],
    ],
  },
  {
    id: 53,
    fine: [
      ["a whole one", { environment: adopted() }],
      ["one with two tiers", { environment: adopted({ dataSubnetIds: ids("3", "4") }) }],
    ],
    refused: [
      [
        "a zone without a subnet",
        { environment: adopted({ privateSubnetIds: ids("3", "4", "7") }) },
        ["adopt.network.privateSubnetIds: got 3; allowed: 2, one in each of the zones a, b"],
      ],
      [
        "one for two zones",
        { environment: adopted({ dataSubnetIds: ids("5", "5") }) },
        ["adopt.network.dataSubnetIds: names subnet-00000005 twice; allowed: one of its own in each zone"],
      ],
      [
        "data where the internet reaches",
        { environment: adopted({ dataSubnetIds: ids("1", "6") }) },
        [
          "adopt.network.dataSubnetIds: subnet-00000001 is public too; allowed: a subnet that the internet cannot reach",
        ],
      ],
    ],
  },
  {
    id: 54,
    fine: [
      ["a laptop's", { on: "devenv", platform: { services: { internet: a() } } }],
      ["a bucket called s3", { platform: { stores: { s3: { kind: "bucket" } } } }],
    ],
    refused: [
      [
        "a service called internet",
        { platform: { services: { internet: a() } } },
        [
          "internet is a part of every network; rename it (taken: endpoints, host, instances, internet, load-balancer, s3)",
        ],
      ],
    ],
  },
  {
    id: 55,
    fine: [
      ["a /20", { environment: network({ cidr: "10.0.0.0/20" }) }],
      ["one of a carrier's", { environment: network({ cidr: "100.64.0.0/16" }) }],
      ["a public one that others made", { environment: { ...adopted(), ...network({ cidr: "8.8.0.0/16" }) } }],
      ["a small one that others made", { environment: { ...adopted(), ...network({ cidr: "10.0.0.0/22" }) } }],
    ],
    refused: [
      [
        "a small one of our own",
        { environment: network({ cidr: "10.0.0.0/22" }) },
        [
          "aws.network.cidr: got 10.0.0.0/22; allowed: /16 to /20, such as 10.20.0.0/16, or adopt.network with one that exists",
        ],
      ],
      [
        "one that is somebody's on the internet",
        { environment: network({ cidr: "8.8.0.0/16" }) },
        [
          "aws.network.cidr: got 8.8.0.0/16, which others own on the internet; allowed: a range inside 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16 or 100.64.0.0/10, such as 10.20.0.0/16, or adopt.network with one that exists",
        ],
      ],
    ],
  },
];
