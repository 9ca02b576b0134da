import { OWN_IMAGES } from "../images";
import { confs, noConf } from "./nginx";
import { rule, inEdge, named } from "./rule";

export const fitTheProxyImage = rule({
  id: 44,
  group: "network",
  title: "the proxy's configuration lies where its image looks, and Lua runs on OpenResty alone",
  severity: "breaks",
  consequence: "the image starts with a configuration of its own, or refuses access_by_lua_block",
  fix: "build the proxy from Dockerfile_ProxyOpenResty",
  source: "code",
  looksAt: "where the configuration is mounted, what the image is built from",
  idle: noConf,
  run: (input) =>
    confs(input).flatMap(({ proxy, path, text }) => {
      const openResty =
        OWN_IMAGES["kdcube-web-proxy"].dockerfile.includes("OpenResty") && proxy.image.includes("kdcube-web-proxy");
      const right = openResty ? "/usr/local/openresty/nginx/conf/nginx.conf" : "/etc/nginx/nginx.conf";
      return [
        ...(path === right
          ? []
          : [
              inEdge(`${named(proxy)} has its configuration at ${path}, and ${proxy.image} looks at ${right}`, "proxy"),
            ]),
        ...(openResty || !/_by_lua/.test(text)
          ? []
          : [inEdge(`${path} of ${named(proxy)} needs Lua, and ${proxy.image} has none`, "proxy")]),
      ];
    }),
});
