import { confs, noConf, locationFor } from "./nginx";
import { rule, inEdge, named } from "./rule";

export const upgradeSockets = rule({
  id: 48,
  group: "routes",
  title: "the proxy passes the upgrade of a socket on",
  severity: "breaks",
  consequence: "sockets fall back to polling or fail; live updates stop",
  fix: "give the route traffic socket",
  source: "code",
  looksAt: "the location of sockets, and the Upgrade and Connection headers",
  idle: noConf,
  run: (input) =>
    confs(input).flatMap((conf) => {
      const location = locationFor(conf, "/cb/socket.io/");
      if (!location || /return (404|503);/.test(location.body)) return [];
      const missing = [
        [
          /set \$upgrade \$websocket;|proxy_set_header Upgrade \$http_upgrade;/,
          "the upgrade of its location",
          location.body,
        ],
        [/proxy_set_header Upgrade \S+;/, "the Upgrade header", conf.text],
        [/proxy_set_header Connection \$connection_upgrade;/, "the Connection header", conf.text],
        [/map \S+ \$connection_upgrade \{/, "the map of $connection_upgrade", conf.text],
      ] as const;
      return missing.flatMap(([pattern, what, text]) =>
        pattern.test(text) ? [] : [inEdge(`${named(conf.proxy)} lacks ${what}`, "proxy")],
      );
    }),
});
