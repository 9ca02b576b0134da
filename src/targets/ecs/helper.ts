import { byKey } from "../../model/reference";
import { hardening } from "./hardening";
import type { MountPoint } from "./volumes";

/** Whose helper it is: it runs the same image and writes to the same log. */
export interface HelperOf {
  readonly image: string;
  readonly log: object;
}

export interface HelperWork {
  /** For `sh -c`. */
  readonly script: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly mountPoints: readonly MountPoint[];
}

/**
 * A container that prepares volumes and ends, before the one that mounts them starts. The workload's own image: the
 * task pulls it anyway, so no other has to be pinned, and a health check needs its `sh` too. As root, because a fresh
 * volume on Fargate is root's (0755), and with no other power: root needs none on what is its own.
 * Source: AWS, ECS, "Use bind mounts".
 */
export const helperContainer = (name: string, { image, log }: HelperOf, work: HelperWork) => ({
  name,
  image,
  cpu: 0,
  essential: false,
  entryPoint: ["/bin/sh", "-c"],
  command: [work.script],
  environment: Object.entries(work.environment)
    .sort(byKey)
    .map(([variable, value]) => ({ name: variable, value })),
  mountPoints: work.mountPoints,
  volumesFrom: [],
  portMappings: [],
  systemControls: [],
  user: "0:0",
  ...hardening({ readOnlyRoot: true, drop: ["ALL"] }),
  logConfiguration: log,
});

const quoted = (word: string): string => `'${word.replaceAll("'", "'\\''")}'`;

/**
 * Opens directories to all, as /tmp is everywhere. One that is not root's was given to a user by its image, and stays
 * with that user: without powers root could not change it, and need not.
 */
export const openScript = (directories: readonly string[]): string =>
  ["set -eu", ...directories.map(quoted).map((directory) => `[ ! -O ${directory} ] || chmod 1777 ${directory}`)].join(
    "\n",
  );

/** Scratch that its user may write, and nobody outside of the task. */
export const scratchContainer = (workload: string, mounts: readonly MountPoint[], own: HelperOf) =>
  helperContainer(`${workload}_scratch`, own, {
    script: openScript(mounts.map(({ containerPath }) => containerPath)),
    environment: {},
    mountPoints: mounts,
  });
