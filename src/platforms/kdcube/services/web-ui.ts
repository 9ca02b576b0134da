import { service, type Service } from "../../../model/service";
import { devServer, webUiVariables } from "../environment/web-ui";
import type { Kdcube } from "../input";
import { PORTS } from "../ports";

/** The single-page application and its config.json (seed 000 "Frontend"). It serves files, so it waits for nobody. */
export const webUi = (input: Kdcube): Service =>
  service({
    image: "kdcube-web-ui",
    ports: { http: PORTS["web-ui"] },
    probe: { http: { port: "http", path: "/" } },
    size: { cpu: 256, memoryMiB: 512 },
    writesRoot: "its entrypoint writes config.json among the files it serves, and nginx its cache",
    envFile: ".env.frontend",
    ...webUiVariables(input),
    asProcess: devServer(input),
  });
