import type { Platform } from "../model/platform";
import { healthCheckOf, patienceSec } from "../model/probe";
import { byKey } from "../model/reference";
import type { Service } from "../model/service";
import { secretsFolder, storeDirectory } from "./compose-mounts";

/** What only the place knows of the host, for the program that deploys there. */
export interface HostInput {
  readonly region: string;
  /** Where it reports what became of a release. */
  readonly metrics: { readonly namespace: string; readonly dimensions: Readonly<Record<string, string>> };
  /** File stores that a network file system holds; any other is a directory of the host. */
  readonly fileSystems: Readonly<Record<string, { readonly fileSystemId: string; readonly accessPointId: string }>>;
  /** Where our own images are pulled from, when a login is needed. @default - none is */
  readonly registry?: string | undefined;
}

export interface HostFileInput {
  readonly project: string;
  readonly hostRoot: string;
  readonly platform: Platform;
  /** Those that have a container. */
  readonly running: readonly string[];
  readonly jobs: readonly string[];
  readonly host: HostInput;
}

/** Longer than a migration of ours takes, shorter than a deployment may. The model has no word for it. */
const JOB_TIMEOUT_SEC = 900;
/** What an image that is unpacked beside the old one needs. */
const FREE_MIB = 2048;
const ECR = /^\d+\.dkr\.ecr\.[a-z0-9-]+\.amazonaws\.com(\.cn)?$/;

/** host.json: what the program on the host must know that compose has no word for. */
export function renderHostFile({ project, hostRoot, platform, running, jobs, host }: HostFileInput): string {
  const registry = host.registry?.split("/")[0] ?? "";
  const mounted = [...running, ...jobs]
    .flatMap((name) => (platform.services[name] ?? platform.jobs[name])?.mounts ?? [])
    .flatMap((mount) => (mount.kind === "shared" ? [mount.store] : []));
  const present = new Set([...running, ...jobs]);
  const services = [...running].sort().map((name) => [name, serviceEntry(platform.services[name]!, present)] as const);
  const content = {
    project,
    root: hostRoot,
    region: host.region,
    secretsDir: secretsFolder(project),
    credentialHelpers: ECR.test(registry) ? { [registry]: "ecr-login" } : {},
    metrics: {
      namespace: host.metrics.namespace,
      dimensions: Object.fromEntries(Object.entries(host.metrics.dimensions).sort(byKey)),
    },
    files: [...new Set(mounted)].sort().map((store) => ({
      store,
      path: storeDirectory(hostRoot, store),
      ...host.fileSystems[store],
    })),
    jobs: Object.fromEntries([...jobs].sort().map((job) => [job, { timeoutSec: JOB_TIMEOUT_SEC }])),
    services: Object.fromEntries(services),
    freeMiB: FREE_MIB,
  };
  return `${JSON.stringify(content, null, 2)}\n`;
}

const serviceEntry = (service: Service, present: ReadonlySet<string>): object => ({
  tried: mayRunTwice(service),
  patienceSec: patienceSec(healthCheckOf(service.probe, service.ports)),
  stopGraceSec: service.stopGraceSec,
  after: Object.keys(service.needs)
    .filter((needed) => present.has(needed))
    .sort(),
});

/** A second one beside the old one takes nothing from it: no turn, no queue, no version of its own. */
const mayRunTwice = ({ instances, deploy, consumes }: Service): boolean =>
  instances === "many" && deploy === "rolling" && consumes === undefined;
