import { routeFor } from "../../../model/route";
import { rule, inEdge, running, named, noneOf, shown } from "./rule";

export const logInUnderAuth = rule({
  id: 72,
  group: "login",
  title: "proxylogin believes to be reached at the public address, below /auth",
  severity: "breaks",
  consequence: "redirects after a login lead to a path that nobody answers",
  fix: "set edge.domain",
  source: "documents",
  looksAt: "HTTP_URLBASE, and the route /auth/",
  idle: (input) => noneOf(input, "proxylogin"),
  run: (input) =>
    running(input, "proxylogin").flatMap((each) => {
      const base = each.environment["HTTP_URLBASE"];
      const right = new RegExp(`^https?://${input.build.domain.replaceAll(".", "\\.")}(:\\d+)?/auth$`);
      const answers = routeFor(input.platform.routes, "/auth/login")?.service;
      return [
        ...(right.test(base ?? "") && (each.on === "laptop" || base?.startsWith("https:"))
          ? []
          : [inEdge(`HTTP_URLBASE of ${named(each)} is ${shown(base)}`, "domain")]),
        ...(answers === "proxylogin" ? [] : [inEdge(`/auth/ is answered by ${shown(answers)}`)]),
      ];
    }),
});
