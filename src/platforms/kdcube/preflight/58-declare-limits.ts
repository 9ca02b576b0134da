import { confs, noConf } from "./nginx";
import { rule, inEdge, named } from "./rule";

export const declareLimits = rule({
  id: 58,
  group: "routes",
  title: "each zone that a limit of the proxy names is declared",
  severity: "breaks",
  consequence: "nginx does not start: 'zero size shared memory zone'",
  fix: "declare the zone, or drop the limit",
  source: "inferred",
  looksAt: "limit_req, limit_conn and their zones",
  idle: noConf,
  run: (input) =>
    confs(input).flatMap(({ proxy, text }) => {
      const declared = [...text.matchAll(/limit_(?:req|conn)_zone [^;]*zone=([\w-]+):/g)].map(([, zone]) => zone);
      const used = [...text.matchAll(/^\s*limit_req zone=([\w-]+)|^\s*limit_conn ([\w-]+)/gm)].map(
        ([, request, connection]) => request ?? connection,
      );
      return [...new Set(used)]
        .filter((zone) => !declared.includes(zone))
        .map((zone) => inEdge(`${named(proxy)} limits by ${zone}, which is not declared`, "proxy"));
    }),
});
