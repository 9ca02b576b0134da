import type { RenderedContainer } from "../../../model/rendered";
import { STORE_PORTS } from "../../../model/store";
import { isOpen, LOAD_BALANCER, noGroups, upstreams } from "./network";
import type { Input } from "./rule";
import { rule, inService, running } from "./rule";

export const openWhatIsCalled = rule({
  id: 36,
  group: "network",
  title: "security groups let pass each call that the variables, mounts and routes imply",
  severity: "breaks",
  consequence:
    "connections hang until they time out; a probe through the load balancer never passes, and the task is stopped",
  fix: "keep the reference that makes the call in the model: it opens both ends",
  source: "fixture",
  looksAt:
    "ingress and egress rules, store addresses in variables, volumes, targets of the load balancer, upstreams of the proxy",
  idle: noGroups,
  run: (input) => {
    const wanted = [...storeCalls(input), ...mountCalls(input), ...targetCalls(input), ...proxyCalls(input)];
    const unique = new Map(wanted.map((call) => [JSON.stringify([call.from, call.to, call.port]), call]));
    return [...unique.values()]
      .filter(({ from, to, port }) => from !== to && !isOpen(input, from, to, port))
      .map(({ from, to, port, why }) =>
        inService(why, `${from} calls ${to} on ${port}, and the security groups do not let it pass`),
      );
  },
});

interface Call {
  readonly from: string;
  readonly to: string;
  readonly port: number;
  /** The service that the call is for. */
  readonly why: string;
}

const inAws = (input: Input): RenderedContainer[] => running(input).filter(({ on }) => on !== "laptop");

const storeCalls = (input: Input): Call[] =>
  inAws(input).flatMap(({ name, unit, environment }) => [
    ...(environment["REDIS_HOST"]
      ? [{ from: unit, to: "redis", port: Number(environment["REDIS_PORT"]), why: name }]
      : []),
    ...(environment["POSTGRES_HOST"]
      ? [{ from: unit, to: "postgres", port: Number(environment["POSTGRES_PORT"]), why: name }]
      : []),
  ]);

const mountCalls = (input: Input): Call[] =>
  inAws(input).flatMap(({ name, on, unit, mounts }) =>
    mounts.flatMap(({ kind, source }) =>
      on === "ecs" && kind === "shared" ? [{ from: unit, to: source, port: STORE_PORTS.files, why: name }] : [],
    ),
  );

const targetCalls = ({ rendered }: Input): Call[] =>
  rendered.rules.flatMap(({ targets }) =>
    targets.map(({ on, service, port }) => ({
      from: LOAD_BALANCER,
      to: on === "ecs" ? service : "host",
      port,
      why: service,
    })),
  );

const proxyCalls = (input: Input): Call[] =>
  upstreams(input).flatMap(({ proxy, host, port }) => {
    const service = host.replace(/-(ecs|compose)\..*$/, "");
    const to = host.includes("-compose.") ? "host" : service;
    return proxy.on === "ecs" && service in input.platform.services
      ? [{ from: proxy.unit, to, port: Number(port), why: service }]
      : [];
  });
