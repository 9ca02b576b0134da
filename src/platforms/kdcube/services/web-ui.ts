import { service, type Service } from "../../../model/service";
import { devServer, webUiConfiguration } from "../environment/web-ui";
import type { Kdcube } from "../input";
import { PORTS } from "../ports";

/** The single-page application and its config.json (seed 000 "Frontend"). It serves files, so it waits for nobody. */
export const webUi = (input: Kdcube): Service =>
  service({
    image: "kdcube-web-ui",
    ports: { http: PORTS["web-ui"] },
    // What its UI cannot do without; any other path is answered with a page (kdcube reference §5.1).
    probe: { http: { port: "http", path: "/config.json" } },
    size: { cpu: 256, memoryMiB: 512 },
    writesRoot: "its entrypoint writes config.json among the files it serves, and nginx its cache",
    envFile: ".env.frontend",
    // Browsers call the platform; the one that serves the files calls nobody.
    egress: [],
    ...webUiConfiguration(input),
    asProcess: devServer(input),
  });
