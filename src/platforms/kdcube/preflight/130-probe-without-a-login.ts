import { confs, noConf, locationFor } from "./nginx";
import { rule, inEdge, named } from "./rule";

export const probeWithoutALogin = rule({
  id: 130,
  group: "lifecycle",
  title: "what the load balancer asks the proxy is answered by the proxy itself, without a login",
  severity: "breaks",
  consequence: "a failing processor takes the proxy, and with it every path, out of the load balancer",
  fix: "leave the proxy's health path to the model",
  source: "inferred",
  looksAt: "health path of the proxy's target group, its location",
  idle: (input) => noConf(input) ?? (input.rendered.rules.length === 0 ? "there is no load balancer" : undefined),
  run: (input) => {
    const paths = input.rendered.rules.flatMap(({ targets }) =>
      targets.filter(({ service }) => service === "web-proxy").map(({ healthPath }) => healthPath),
    );
    return confs(input).flatMap((conf) =>
      [...new Set(paths)].flatMap((path) => {
        const location = locationFor(conf, path);
        const own = location && /return 200/.test(location.body) && !/_by_lua/.test(location.body);
        return own ? [] : [inEdge(`${path} of ${named(conf.proxy)} is not answered by the proxy itself`, "proxy")];
      }),
    );
  },
});
