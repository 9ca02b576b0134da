import type { Mount } from "../model/mount";
import { DOCKER_SOCKET, mountPath } from "../model/mount";
import type { User, Workload } from "../model/service";
import { literally } from "./interpolation";
import { tmpfsOptions } from "./scratch";

/** Where the things of one compose project lie on its host. */
export interface HostPlace {
  /** The project's own folder: `/opt/shop-prod`. */
  readonly hostRoot: string;
  /** Secrets, in memory; a variable that compose fills in. */
  readonly secretsDir: string;
}

/** Secrets go where the operator says, else under /run, which is memory on every current Linux. */
export const secretsDirOf = (project: string): string => `\${SECRETS_DIR:-${secretsFolder(project)}}`;

export const secretsFolder = (project: string): string => `/run/${project}/secrets`;

export const storeDirectory = (hostRoot: string, store: string): string => `${hostRoot}/files/${store}`;

/** Beside the compose file. Its path in the container is kept, so two of one name never meet. */
export const configFile = (workload: string, path: string): string => `config/${workload}${path}`;

/** Below the folder of secrets; each workload is shown its own alone. */
export const secretFile = (workload: string, secret: string): string => `files/${workload}/${secret}`;

/** What the engine is told to mount, in compose's long syntax; nothing for what lies in memory, see below. */
export function composeVolumes(workload: string, { mounts, user }: Workload, place: HostPlace): object[] {
  return mounts.filter((mount) => !inMemory(mount, user)).map((mount) => volume(workload, mount, place));
}

function volume(workload: string, mount: Mount, { hostRoot, secretsDir }: HostPlace): object {
  const target = literally(mountPath(mount));
  switch (mount.kind) {
    case "shared":
      return bind(literally(storeDirectory(hostRoot, mount.store)), target, mount.readOnly);
    case "scratch":
      return { type: "volume", target };
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

/** Open to all in every image that has them. */
const OPEN_IN_IMAGES: readonly string[] = ["/tmp", "/var/tmp"];

/**
 * A fresh volume has the owner that the image gave the directory, root where the image has none: a user of its own could
 * not write there. So scratch without a size lies on the disk where that is open anyway, else in memory, where the owner
 * can be said. Source: Docker, "Populate a volume using a container".
 */
const inMemory = (mount: Mount, user: User | undefined): mount is Scratch =>
  mount.kind === "scratch" &&
  (mount.sizeMiB !== undefined || ((user?.uid ?? 0) !== 0 && !OPEN_IN_IMAGES.includes(mount.path)));

type Scratch = Extract<Mount, { kind: "scratch" }>;

/** In compose's short syntax, for the long one has no owner. */
export const composeTmpfs = ({ mounts, user, size }: Workload): string[] =>
  mounts
    .filter((mount) => inMemory(mount, user))
    .map(({ path, sizeMiB }) => `${literally(path)}:${tmpfsOptions(sizeMiB ?? size.memoryMiB, user)}`);

/** The engine would make a missing directory itself, owned by root and empty; better that it says so. */
const bind = (source: string, target: string, readOnly = false): object => ({
  type: "bind",
  source,
  target,
  ...(readOnly && { read_only: true }),
  bind: { create_host_path: false },
});
