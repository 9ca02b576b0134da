import { DOCKER_SOCKET, mountPath, type Mount } from "../../model/mount";
import type { Capacity } from "../../model/scale";
import type { Workload } from "../../model/service";
import type { TaskVolume } from "../../modules/ecs-service";
import { foundationOutputs as out, type Reader } from "../outputs";

export interface MountPoint {
  readonly sourceVolume: string;
  readonly containerPath: string;
  readonly readOnly: boolean;
}

/** Two directories never share a name: what is neither letter nor digit nor slash is written as its number. */
const asVolumeName = (character: string): string =>
  character === "/" ? "-" : `_${character.charCodeAt(0).toString(16)}_`;

/** Workloads are named with hyphens, so what stands behind the underscore is free; no two workloads share a volume. */
export const volumeOf = (workload: string, what: string, directory: string): string =>
  `${workload}_${what}${directory.replace(/[^a-zA-Z0-9]/g, asVolumeName)}`;

/** What a container mounts, by kind; files are not among it: they have a writer of their own. */
export const mountPoints = (workload: string, mounts: readonly Mount[], capacity: Capacity): MountPoint[] =>
  mounts.flatMap((mount) => {
    const sourceVolume = volumeName(workload, mount, capacity);
    if (sourceVolume === undefined) return [];
    const readOnly = (mount.kind === "shared" || mount.kind === "hostPath") && (mount.readOnly ?? false);
    return [{ sourceVolume, containerPath: mountPath(mount), readOnly }];
  });

export const scratchMounts = (workload: string, { mounts }: Pick<Workload, "mounts">): MountPoint[] =>
  mountPoints(
    workload,
    mounts.filter(({ kind }) => kind === "scratch"),
    "fargate",
  );

/** Shared files carry their store's name, the others their workload's. What lies on a host is there on EC2 alone. */
function volumeName(workload: string, mount: Mount, capacity: Capacity): string | undefined {
  switch (mount.kind) {
    case "shared":
      return mount.store;
    case "scratch":
      return volumeOf(workload, "scratch", mount.path);
    case "hostPath":
      return capacity === "ec2" ? volumeOf(workload, "host", mount.path) : undefined;
    case "dockerSocket":
      // Who starts a task with it starts that through ECS here, whatever it runs on.
      return capacity === "ec2" && mount.startsTask === undefined
        ? volumeOf(workload, "host", DOCKER_SOCKET)
        : undefined;
    case "config":
    case "secretFile":
      return undefined;
  }
}

export interface VolumesOf {
  readonly workloads: Readonly<Record<string, Workload>>;
  readonly containers: readonly { readonly mountPoints: readonly MountPoint[] }[];
}

/** Whatever a container mounts: shared files where it is a store's, the host's where it lies there, else scratch. */
export function taskVolumes(foundation: Reader, { workloads, containers }: VolumesOf): TaskVolume[] {
  const all = Object.entries(workloads).flatMap(([name, { mounts }]) => mounts.map((mount) => ({ name, mount })));
  const stores = new Set(all.flatMap(({ mount }) => (mount.kind === "shared" ? [mount.store] : [])));
  const onHost = new Map(
    all.flatMap(({ name, mount }) => {
      const lies = mount.kind === "hostPath" ? mount.hostPath : mount.kind === "dockerSocket" ? DOCKER_SOCKET : "";
      return lies === "" ? [] : [[volumeOf(name, "host", mountPath(mount)), lies] as const];
    }),
  );
  const mounted = containers.flatMap(({ mountPoints: points }) => points.map(({ sourceVolume }) => sourceVolume));
  return [...new Set(mounted)].sort().map((name) => {
    const hostPath = onHost.get(name);
    if (hostPath !== undefined) return { name, hostPath };
    if (!stores.has(name)) return { name };
    const files = {
      fileSystemId: foundation.text(out.fileSystemId(name)),
      accessPointId: foundation.text(out.accessPointId(name)),
    };
    return { name, files };
  });
}
