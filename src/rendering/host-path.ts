import { DOCKER_SOCKET, mountPath, type Mount } from "../model/mount";
import { absent, type Absent } from "../model/reference";

/**
 * Where the directory that is mounted at `path` lies for the engine, which looks from outside the container. Read from
 * the mounts themselves, so it is what is really mounted; `directoryOf` is where a file store lies in this place.
 */
export function hostPathIn(
  mounts: readonly Mount[],
  path: string,
  directoryOf: (store: string) => string | Absent,
): string | Absent {
  const mount = mounts.find((candidate) => mountPath(candidate) === path);
  if (mount?.kind === "shared") return directoryOf(mount.store);
  if (mount?.kind === "hostPath") return mount.hostPath;
  if (mount?.kind === "dockerSocket") return DOCKER_SOCKET;
  return absent(mount ? `${path} is ${mount.kind}, which lies nowhere on the host` : `nothing is mounted at ${path}`);
}
