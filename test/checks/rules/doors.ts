import { a, aRoute } from "../platform";
import type { Change } from "../platform";
import type { RuleCases } from "./rule";

const ours = "arn:aws:elasticloadbalancing:eu-west-1:111122223333:loadbalancer/app/shared/0123456789abcdef";
const listener =
  "arn:aws:elasticloadbalancing:eu-west-1:111122223333:listener/app/shared/0123456789abcdef/fedcba9876543210";
const network = {
  vpcId: "vpc-0a1b2c3d",
  publicSubnetIds: ["subnet-0a1b2c3d", "subnet-1a1b2c3d"],
  privateSubnetIds: ["subnet-2a1b2c3d", "subnet-3a1b2c3d"],
  dataSubnetIds: ["subnet-4a1b2c3d", "subnet-5a1b2c3d"],
};
const bare = { kind: "rules" as const, domain: "shop.example.com", rewrites: false };
const firewall = { enabled: true, requestsPer5Min: 3000 };

type Adopted = NonNullable<NonNullable<Change["environment"]>["adopt"]>;
const adopting = (adopt: Partial<Adopted>, edge: object = {}): Change => ({
  environment: { edge: { ...bare, ...edge }, adopt: { stores: {}, secrets: {}, ...adopt } },
});
const whole = { loadBalancer: { arn: ours, listenerArn: listener }, network };

const streaming = (timeoutSec: number, change: Parameters<typeof a>[0] = {}): Change => ({
  platform: {
    services: { api: a({ traffic: "stream", ...change }), web: a() },
    routes: [aRoute({ service: "api", traffic: "stream", timeoutSec })],
  },
});
const idle = (idleTimeoutSec: number) => ({
  environment: { edge: { ...bare, zoneId: "Z0123456789", idleTimeoutSec } },
});

/** Rules about timeouts, and about doors that others made. */
export const doors: readonly RuleCases[] = [
  {
    id: 56,
    fine: [
      ["a stream as long as the turn", streaming(600, { turnSec: 600 })],
      [
        "a turn that only a queue sees",
        { platform: { services: { api: a({ turnSec: 900 }), web: a() }, routes: [aRoute({ service: "api" })] } },
      ],
    ],
    refused: [
      [
        "a stream that gives up first",
        streaming(599, { turnSec: 600 }),
        ["route 10 /api gives up after 599 s, and a turn of api may take 600; give it 600 s or more"],
      ],
    ],
  },
  {
    id: 57,
    fine: [
      ["a connection that the load balancer closes first", { ...streaming(600, { keepAliveSec: 661 }), ...idle(660) }],
      ["one that is closed early, on a laptop", { on: "devenv", ...streaming(600, { keepAliveSec: 5 }) }],
      [
        "a turn that is protected",
        {
          platform: {
            services: { api: a({ consumes: "q", turnSec: 600, grants: [{ grant: "protectTask" }] }), web: a() },
          },
        },
      ],
    ],
    refused: [
      [
        "a service that closes when the load balancer does",
        { ...streaming(600, { keepAliveSec: 660 }), ...idle(660) },
        [
          "service api closes idle connections after 660 s, and the load balancer keeps them 660 s: some requests end with 502; its keep-alive must be longer",
        ],
      ],
      [
        "a silence that no load balancer waits for",
        { ...streaming(4000), ...idle(4000) },
        [
          "route 10 /api may be silent 4000 s, and no load balancer waits longer than 4000: silence beyond that ends it",
        ],
      ],
      [
        "a turn that a stop cuts",
        { platform: { services: { api: a({ consumes: "q", turnSec: 600, stopGraceSec: 120 }), web: a() } } },
        ["a turn of api may take 600 s and its stop 120 s: scaling in cuts it; grant it protectTask"],
      ],
    ],
  },
  {
    id: 58,
    fine: [
      ["a rate of one's own", { environment: { edge: { ...bare, firewall: { ...firewall, requestsPer5Min: 100 } } } }],
      [
        "none in development",
        { environment: { profile: "development", edge: { ...bare, firewall: { ...firewall, enabled: false } } } },
      ],
      ["that of an adopted load balancer", adopting(whole)],
    ],
    refused: [
      [
        "none in production",
        { environment: { edge: { ...bare, firewall: { ...firewall, enabled: false } } } },
        ["edge.firewall.enabled: false in production; right only where another firewall stands in front"],
      ],
    ],
  },
  {
    id: 59,
    fine: [
      ["a whole door", adopting(whole)],
      ["a whole door and a record that leads to it", adopting(whole, { zoneId: "Z0123456789" })],
    ],
    refused: [
      [
        "one in a network that is yet to be made",
        adopting({ loadBalancer: whole.loadBalancer }),
        [
          "adopt.loadBalancer: stands in a network that exists already, and a new one would be made; name that in adopt.network",
        ],
      ],
      [
        "one of another account, with a listener of a third",
        adopting({
          ...whole,
          loadBalancer: {
            arn: ours.replace("111122223333", "444455556666"),
            listenerArn: listener.replace("shared", "other"),
          },
        }),
        [
          "adopt.loadBalancer.arn: is of account 444455556666 in eu-west-1; the environment is in 111122223333, eu-west-1",
          "adopt.loadBalancer.listenerArn: is a listener of another load balancer than arn",
        ],
      ],
      [
        "a firewall and a certificate that nothing would use",
        adopting(whole, { firewall, certificateArn: "arn:aws:acm:eu-west-1:111122223333:certificate/0000" }),
        [
          "edge.certificateArn: has no meaning with adopt.loadBalancer, which keeps its own; remove it",
          "edge.firewall: has no meaning with adopt.loadBalancer, which keeps its own; remove it",
        ],
      ],
    ],
  },
  {
    id: 60,
    fine: [
      ["an object on AWS", { platform: { stores: { bucket: { kind: "bucket", objects: { "a.json": "{}" } } } } }],
      [
        "a bucket without any on a laptop",
        { on: "devenv", platform: { stores: { bucket: { kind: "bucket", image: "app" } } } },
      ],
    ],
    refused: [
      [
        "an object on a laptop",
        {
          on: "devenv",
          platform: { stores: { bucket: { kind: "bucket", image: "app", objects: { "a.json": "{}" } } } },
        },
        [
          "settings: ask for a.json in bucket bucket, and nothing writes into a laptop's object store; hand it over another way",
        ],
      ],
    ],
  },
];
