import type { Mount } from "../model/mount";
import { DOCKER_SOCKET, mountPath } from "../model/mount";
import { literally } from "./interpolation";

/** Where the things of one compose project lie on its host. */
export interface HostPlace {
  /** The project's own folder: `/opt/shop-prod`. */
  readonly hostRoot: string;
  /** Secrets, in memory; a variable that compose fills in. */
  readonly secretsDir: string;
}

/** Secrets go where the operator says, else under /run, which is memory on every current Linux. */
export const secretsDirOf = (project: string): string => `\${SECRETS_DIR:-/run/${project}/secrets}`;

export const storeDirectory = (hostRoot: string, store: string): string => `${hostRoot}/files/${store}`;

/** Beside the compose file. Its path in the container is kept, so two of one name never meet. */
export const configFile = (workload: string, path: string): string => `config/${workload}${path}`;

/** Below the folder of secrets; each workload is shown its own alone. */
export const secretFile = (workload: string, secret: string): string => `files/${workload}/${secret}`;

/** What the engine is told to mount, in compose's long syntax. */
export function composeVolume(workload: string, mount: Mount, { hostRoot, secretsDir }: HostPlace): object {
  const target = literally(mountPath(mount));
  switch (mount.kind) {
    case "shared":
      return bind(literally(storeDirectory(hostRoot, mount.store)), target, mount.readOnly);
    case "scratch":
      if (mount.sizeMiB === undefined) return { type: "volume", target };
      return { type: "tmpfs", target, tmpfs: { size: `${mount.sizeMiB}m` } };
    case "config":
      return bind(literally(`./${configFile(workload, mount.path)}`), target, true);
    case "secretFile":
      return bind(`${secretsDir}/${literally(secretFile(workload, mount.secret))}`, target, true);
    case "hostPath":
      return bind(literally(mount.hostPath), target, mount.readOnly);
    case "dockerSocket":
      return bind(DOCKER_SOCKET, target, false);
  }
}

/** The engine would make a missing directory itself, owned by root and empty; better that it says so. */
const bind = (source: string, target: string, readOnly = false): object => ({
  type: "bind",
  source,
  target,
  ...(readOnly && { read_only: true }),
  bind: { create_host_path: false },
});
