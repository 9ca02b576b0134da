import { definePlatform } from "../../model/platform";
import type { Job, Service, Task } from "../../model/service";
import { check } from "./checks";
import { builds } from "./builds";
import { exportedMetrics } from "./exported-metrics";
import { images, REPOSITORIES } from "./images";
import type { Kdcube } from "./input";
import { releaseSchema } from "./release";
import { routes } from "./routes";
import { secrets } from "./secrets";
import { chatIngress } from "./services/chat-ingress";
import { chatProc } from "./services/chat-proc";
import { clamav } from "./services/clamav";
import { postgresSetup, pyCodeExec } from "./services/jobs";
import { metrics } from "./services/metrics";
import { proxylogin } from "./services/proxylogin";
import { webProxy } from "./services/web-proxy";
import { webUi } from "./services/web-ui";
import { settingsSchema } from "./settings";
import { stores } from "./stores";

/**
 * KDCube: a chat platform. The ingress takes turns and streams answers, the processor runs them through bundles,
 * the exporter counts; Redis holds the queue between them, PostgreSQL and a bucket what lasts (seed 000, topology).
 */
export const kdcube = definePlatform({
  name: "kdcube",
  settings: settingsSchema,
  release: releaseSchema,
  images,
  repositories: REPOSITORIES,
  builds,
  build: (input) => ({
    services: services(input),
    jobs: jobs(input),
    tasks: tasks(input),
    stores: stores(input),
    secrets: secrets(input),
    routes: routes(input),
    metrics: exportedMetrics(input),
    exporter: "metrics",
    scraped: { service: "metrics", port: "http" },
  }),
  check,
});

/** Four always, three by choice: the proxy with the edge, proxylogin with the login, ClamAV with the ingress. */
function services(input: Kdcube): Record<string, Service> {
  const { auth, ingress } = input.settings;
  return {
    "chat-ingress": chatIngress(input),
    "chat-proc": chatProc(input),
    metrics: metrics(input),
    "web-ui": webUi(input),
    ...(input.edge === "proxy" ? { "web-proxy": webProxy(input) } : {}),
    ...(auth.type === "delegated" ? { proxylogin: proxylogin(input, auth) } : {}),
    ...(ingress.antivirus ? { clamav } : {}),
  };
}

const jobs = (input: Kdcube): Record<string, Job> => ({ "postgres-setup": postgresSetup(input) });

const tasks = (input: Kdcube): Record<string, Task> => ({ "py-code-exec": pyCodeExec(input) });
