import { confs, noConf, locationFor, directive } from "./nginx";
import { rule, inEdge, named, shown } from "./rule";

export const streamUnbuffered = rule({
  id: 47,
  group: "routes",
  title: "streams pass the proxy unbuffered, over HTTP/1.1, and may be silent for ten minutes",
  severity: "breaks",
  consequence: "answers arrive all at once at their end, or are cut after a minute",
  fix: "give the route traffic stream or socket, and its timeout",
  source: "code",
  looksAt: "locations of the proxy for server-sent events and sockets",
  idle: noConf,
  run: (input) =>
    confs(input).flatMap((conf) =>
      STREAMS.flatMap((path) => {
        const location = locationFor(conf, path);
        if (!location || /return (404|503);/.test(location.body)) return [];
        const [buffering, version, read] = ["proxy_buffering", "proxy_http_version", "proxy_read_timeout"].map((name) =>
          directive(conf, location, name),
        );
        const fine = buffering === "off" && version === "1.1" && Number.parseInt(read ?? "60", 10) >= SILENT_SEC;
        return fine
          ? []
          : [
              inEdge(
                `${path} of ${named(conf.proxy)}: proxy_buffering ${shown(buffering)}, HTTP ${shown(version)}, read timeout ${shown(read)}`,
                "proxy",
              ),
            ];
      }),
    ),
});

const STREAMS = ["/sse/stream", "/cb/socket.io/"];
const SILENT_SEC = 600;
