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

/** Who looks at a mount: whether what is fresh is theirs to write. */
export interface MountOf {
  readonly name: string;
  /** Root, unless it is known. */
  readonly uid: number;
  readonly memoryMiB: number;
}

/** Secrets go where the operator says, else under /run, which is memory on every current Linux. */
export const secretsDirOf = (project: string): string => `\${SECRETS_DIR:-${secretsFolder(project)}}`;

export const secretsFolder = (project: string): string => `/run/${project}/secrets`;

export const storeDirectory = (hostRoot: string, store: string): string => `${hostRoot}/files/${store}`;

/** Beside the compose file. Its path in the container is kept, so two of one name never meet. */
export const configFile = (workload: string, path: string): string => `config/${workload}${path}`;

/** Below the folder of secrets; each workload is shown its own alone. */
export const secretFile = (workload: string, secret: string): string => `files/${workload}/${secret}`;

/** What the engine is told to mount, in compose's long syntax. */
export function composeVolume(of: MountOf, mount: Mount, { hostRoot, secretsDir }: HostPlace): object {
  const target = literally(mountPath(mount));
  switch (mount.kind) {
    case "shared":
      return bind(literally(storeDirectory(hostRoot, mount.store)), target, mount.readOnly);
    case "scratch":
      return scratch(of, target, mount.sizeMiB);
    case "config":
      return bind(literally(`./${configFile(of.name, mount.path)}`), target, true);
    case "secretFile":
      return bind(`${secretsDir}/${literally(secretFile(of.name, mount.secret))}`, target, true);
    case "hostPath":
      return bind(literally(mount.hostPath), target, mount.readOnly);
    case "dockerSocket":
      return bind(DOCKER_SOCKET, target, false);
  }
}

/** Open to all, and to nobody else's harm: as /tmp is. In decimal, which every reader of YAML takes for the same. */
const OPEN_TO_ALL = 0o1777;
/** Open to all in every image that has them. */
const OPEN_IN_IMAGES: readonly string[] = ["/tmp", "/var/tmp"];

/**
 * A fresh volume has the owner that the image gave the directory, root where the image has none: a user of its own
 * could not write there. So what has no size lies on the disk where that is open anyway, else in memory, where the mode
 * can be said; the container's own limit counts it. Without the mode a tmpfs takes that of the image's directory.
 * Source: Docker, "Populate a volume using a container", "tmpfs mounts"; runc, rootfs_linux.go.
 */
function scratch({ uid, memoryMiB }: MountOf, target: string, sizeMiB: number | undefined): object {
  if (sizeMiB === undefined && (uid === 0 || OPEN_IN_IMAGES.includes(target))) return { type: "volume", target };
  return { type: "tmpfs", target, tmpfs: { size: `${sizeMiB ?? memoryMiB}m`, mode: OPEN_TO_ALL } };
}

/** The engine would make a missing directory itself, owned by root and empty; better that it says so. */
const bind = (source: string, target: string, readOnly = false): object => ({
  type: "bind",
  source,
  target,
  ...(readOnly && { read_only: true }),
  bind: { create_host_path: false },
});
