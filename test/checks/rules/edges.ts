import { a, aRoute } from "../platform";
import type { RuleCases } from "./rule";

const routes = (...rows: Parameters<typeof aRoute>[0][]) => ({ platform: { routes: rows.map(aRoute) } });
const edge = {
  kind: "rules" as const,
  domain: "shop.example.com",
  certificateArn: "arn:aws:acm:eu-west-1:111122223333:certificate/0000",
  idleTimeoutSec: 300,
  rewrites: false,
};
const { certificateArn: _none, ...bare } = edge;
void _none;

/** Rules about the edge and its routes. */
export const edges: readonly RuleCases[] = [
  {
    id: 10,
    fine: [["one each", routes({ service: "api", order: 1 }, { service: "api", order: 2, path: "/b" })]],
    refused: [
      [
        "one for two",
        routes({ service: "api", order: 1 }, { service: "api", order: 1, path: "/b" }),
        ["routes /api and /b both have order 1; give one of them another"],
      ],
    ],
  },
  {
    id: 11,
    fine: [
      [
        "the narrower first",
        routes({ service: "api", order: 1, path: "/a/b" }, { service: "web", order: 2, path: "/a" }),
      ],
      [
        "paths that only look alike",
        routes({ service: "api", order: 1, path: "/a" }, { service: "web", order: 2, path: "/ab" }),
      ],
    ],
    refused: [
      [
        "the broader first",
        routes({ service: "web", order: 2, path: "/a/b" }, { service: "api", order: 1, path: "/a" }),
        ["route 2 /a/b is never reached: route 1 /a answers before it; give it an order below 1"],
      ],
      [
        "the same path twice",
        routes({ service: "web", order: 1 }, { service: "api", order: 2 }),
        ["route 2 /api is never reached: route 1 /api answers before it; give it an order below 1"],
      ],
    ],
  },
  {
    id: 12,
    fine: [["a redirect", routes({ redirect: { to: "/", status: 301 } })]],
    refused: [
      ["neither", routes({}), ["route 10 /api has neither a service nor a redirect; give it one"]],
      [
        "both",
        routes({ service: "api", redirect: { to: "/", status: 301 } }),
        ["route 10 /api has both a service and a redirect; give it one"],
      ],
    ],
  },
  {
    id: 17,
    fine: [
      ["none on a laptop", { on: "devenv", environment: { edge: bare } }],
      ["a zone to make one in", { environment: { edge: { ...bare, zoneId: "Z0123456789" } } }],
      ["a wildcard of its level", { environment: { edge: { ...edge, certificateDomain: "*.example.com" } } }],
    ],
    refused: [
      [
        "a wildcard of another level",
        { environment: { edge: { ...edge, certificateDomain: "*.com" } } },
        ["edge.certificateDomain: *.com does not cover shop.example.com: * stands for one label"],
      ],
      [
        "a wildcard without its certificate",
        { environment: { edge: { ...bare, zoneId: "Z0123456789", certificateDomain: "*.example.com" } } },
        [
          "edge.certificateDomain: has no meaning without edge.certificateArn: a certificate of our own is for edge.domain",
        ],
      ],
      [
        "none on ECS",
        { environment: { edge: bare } },
        [
          "edge.certificateArn: missing; target ecs needs the ARN of an ACM certificate for shop.example.com, or edge.zoneId to have one made",
        ],
      ],
      [
        "one of another region",
        { environment: { edge: { ...edge, certificateArn: "arn:aws:acm:us-east-1:111122223333:certificate/0000" } } },
        [
          "edge.certificateArn: is of account 111122223333 in us-east-1; the load balancer is in 111122223333, eu-west-1",
        ],
      ],
    ],
  },
  {
    id: 20,
    fine: [["a service", { environment: { edge: { ...edge, kind: "proxy", proxy: "web" } } }]],
    refused: [
      [
        "none",
        { environment: { edge: { ...edge, kind: "proxy" } } },
        ["edge.proxy: missing; edge.kind proxy needs a service; known: api, web"],
      ],
      [
        "nobody",
        { environment: { edge: { ...edge, kind: "proxy", proxy: "weeb" } } },
        ["edge.proxy: there is no service weeb; known: api, web; did you mean web"],
      ],
      [
        "one beside rules",
        { environment: { edge: { ...edge, proxy: "web" } } },
        ["edge.proxy: has no meaning with edge.kind rules; remove it"],
      ],
    ],
  },
  {
    id: 21,
    fine: [
      [
        "a login behind the proxy",
        { ...routes({ service: "api", login: true }), environment: { edge: { ...edge, kind: "proxy", proxy: "web" } } },
      ],
    ],
    refused: [
      [
        "a login behind rules",
        routes({ service: "api", login: true }),
        ["edge.kind: rules cannot guard routes with a login (10 /api); allowed: proxy"],
      ],
    ],
  },
  {
    id: 28,
    fine: [
      [
        "a stream of a streaming service",
        {
          platform: {
            services: { api: a({ traffic: "stream" }), web: a() },
            routes: [aRoute({ service: "api", traffic: "stream", timeoutSec: 600 })],
          },
        },
      ],
      ["anything on a laptop", { on: "devenv", ...routes({ service: "api", traffic: "stream", timeoutSec: 600 }) }],
    ],
    refused: [
      [
        "a stream of a service of short requests",
        routes({ service: "api", traffic: "stream", timeoutSec: 600 }),
        ["route 10 /api may stay open 600 s, and api drains for 30 s: a deployment cuts it"],
      ],
    ],
  },
  {
    id: 50,
    fine: [
      ["a second more", { ...routes({ service: "api", timeoutSec: 299 }), environment: { edge } }],
      [
        "what follows from the routes",
        {
          ...routes({ service: "api", timeoutSec: 900 }),
          environment: { edge: { ...edge, idleTimeoutSec: undefined } },
        },
      ],
      [
        "all there is, for a route that is longer",
        { ...routes({ service: "api", timeoutSec: 86400 }), environment: { edge: { ...edge, idleTimeoutSec: 4000 } } },
      ],
    ],
    refused: [
      [
        "the same, which is a race",
        { ...routes({ service: "api", timeoutSec: 300 }), environment: { edge } },
        ["edge.idleTimeoutSec: 300 is not more than the 300 s of route 10 /api; set 301 or more"],
      ],
    ],
  },
  {
    id: 37,
    fine: [
      [
        "a rewrite that is asked for",
        { environment: { edge: { ...edge, rewrites: true } }, ...routes({ service: "api", rewrite: { to: "/" } }) },
      ],
      ["a rewrite by the laptop's proxy", { on: "devenv", ...routes({ service: "api", rewrite: { to: "/" } }) }],
    ],
    refused: [
      [
        "a rewrite that nobody does",
        routes({ service: "api", rewrite: { to: "/" } }),
        [
          "edge.rewrites: false, so /api is refused: its path would have to become /; set true to let listener rules rewrite (AWS provider 6, which the output pins, and no older one), or take edge.kind proxy",
        ],
      ],
    ],
  },
];
