import { confs, noConf } from "./nginx";
import { rule, inEdge, named } from "./rule";

export const startWithoutTheOthers = rule({
  id: 45,
  group: "network",
  title: "the proxy starts whether or not those behind it can be looked up",
  severity: "breaks",
  consequence:
    "one missing service keeps the proxy, and so the whole platform, from starting: 'host not found in upstream'",
  fix: "leave the proxy's configuration to the model: it looks names up with each request",
  source: "code",
  looksAt: "upstream blocks and proxy_pass of the proxy's configuration",
  idle: noConf,
  run: (input) =>
    confs(input).flatMap(({ proxy, path, text }) => {
      const fixed = [...text.matchAll(/^\s*(upstream \S+) \{|^\s*proxy_pass (http:\/\/[^$\s;]+);/gm)];
      return fixed.map(([found]) =>
        inEdge(`${path} of ${named(proxy)} looks up a name when it starts: ${found.trim()}`, "proxy"),
      );
    }),
});
