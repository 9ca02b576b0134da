import { confs, noConf } from "./nginx";
import { rule, inEdge, named, noneOnAws, shown } from "./rule";

export const seeWhoAsks = rule({
  id: 41,
  group: "network",
  title: "behind a load balancer the proxy takes the client's address from it, and from nobody else",
  severity: "breaks",
  consequence: "all users share one address, and the first limit that it meets shuts all of them out",
  fix: "leave the proxy's configuration to the model; it trusts aws.network.cidr",
  source: "documents",
  looksAt: "set_real_ip_from and real_ip_header in the proxy's configuration",
  idle: (input) => noneOnAws(input) ?? noConf(input),
  run: (input) =>
    confs(input).flatMap(({ proxy, path, text }) => {
      const trusted = [...text.matchAll(/^\s*set_real_ip_from (\S+);/gm)].map(([, network = ""]) => network);
      const ranges =
        trusted.length > 0 && trusted.every((network) => /^\d+(\.\d+){3}\/([89]|[12]\d|3[0-2])$/.test(network));
      const header = /^\s*real_ip_header X-Forwarded-For;/m.test(text);
      return ranges && header
        ? []
        : [
            inEdge(
              `${path} of ${named(proxy)} trusts ${shown(trusted.join(", "))}${header ? "" : ", without real_ip_header"}`,
              "proxy",
            ),
          ];
    }),
});
