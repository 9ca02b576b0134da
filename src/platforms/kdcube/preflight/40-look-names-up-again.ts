import { confs, noConf } from "./nginx";
import { rule, inEdge, named, shown } from "./rule";

export const lookNamesUpAgain = rule({
  id: 40,
  group: "network",
  title: "the proxy looks names up at the resolver of its place, while it runs",
  severity: "breaks",
  consequence:
    "after the first deployment of a service the proxy still asks the old address: 502 until it is restarted",
  fix: "leave the proxy's configuration to the model",
  source: "documents",
  looksAt: "resolver in the proxy's configuration",
  idle: noConf,
  run: (input) =>
    confs(input).flatMap(({ proxy, path, text }) => {
      const right = proxy.on === "ecs" ? "169.254.169.253" : "127.0.0.11";
      const found = /^\s*resolver (\S+)/m.exec(text)?.[1];
      return found === right
        ? []
        : [inEdge(`${path} of ${named(proxy)} has the resolver ${shown(found)}, and must have ${right}`, "proxy")];
    }),
});
