import { upstreams } from "./network";
import { noConf } from "./nginx";
import { rule, inEdge, running, named } from "./rule";

export const passOnToWhatExists = rule({
  id: 34,
  group: "network",
  title: "every name that the proxy passes requests on to can be looked up where it runs",
  severity: "breaks",
  consequence: "the proxy does not start, or answers 502 on that path",
  fix: "enable the service, or take its routes away with it",
  source: "code",
  looksAt: "upstreams of the proxy's configuration, containers of its network, addresses of the private zone",
  idle: noConf,
  run: (input) =>
    upstreams(input).flatMap(({ proxy, host }) => {
      const beside = running(input).some(({ name, on }) => name === host && on === proxy.on && on !== "ecs");
      return beside || input.rendered.addresses.includes(host) || host === "127.0.0.1"
        ? []
        : [inEdge(`${named(proxy)} passes requests on to ${host}, which is no name there`, "proxy")];
    }),
});
