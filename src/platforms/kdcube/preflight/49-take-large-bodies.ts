import { confs, noConf, locationFor, directive } from "./nginx";
import { rule, inEdge, named, shown } from "./rule";

export const takeLargeBodies = rule({
  id: 49,
  group: "routes",
  title: "the proxy takes uploads of 500 MB for resources and conversations, and 50 MB for integrations",
  severity: "breaks",
  consequence: "uploads end with 413 before the application sees them",
  fix: "set bodyMiB of the route",
  source: "code",
  looksAt: "client_max_body_size of the locations",
  idle: noConf,
  run: (input) =>
    confs(input).flatMap((conf) =>
      Object.entries(BODIES_MIB).flatMap(([path, least]) => {
        const location = locationFor(conf, path);
        const size = location && directive(conf, location, "client_max_body_size");
        return Number.parseInt(size ?? "1", 10) >= least
          ? []
          : [inEdge(`${path} of ${named(conf.proxy)} takes ${shown(size)}, and must take ${least}m`, "proxy")];
      }),
    ),
});

const BODIES_MIB: Readonly<Record<string, number>> = {
  "/api/cb/resources": 500,
  "/api/cb/conversations": 500,
  "/api/integrations/bundles": 50,
  "/admin/integrations/bundles": 50,
};
