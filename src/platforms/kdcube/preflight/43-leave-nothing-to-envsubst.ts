import { confs, noConf } from "./nginx";
import { rule, inEdge, named } from "./rule";

export const leaveNothingToEnvsubst = rule({
  id: 43,
  group: "network",
  title: "the proxy's configuration has no variable of an environment left in it",
  severity: "breaks",
  consequence:
    "nginx reads ${APP_DOMAIN} as a variable of its own and does not start; filling in all of them would empty $host too",
  fix: "leave the proxy's configuration to the model: it is complete as it is",
  source: "history",
  looksAt: "the proxy's configuration",
  idle: noConf,
  run: (input) =>
    confs(input).flatMap(({ proxy, path, text }) => {
      const found = /\$\{[A-Z][A-Z0-9_]*\}/.exec(text)?.[0];
      return found === undefined ? [] : [inEdge(`${path} of ${named(proxy)} holds ${found}`, "proxy")];
    }),
});
