import { render, type Resolve } from "../../model/reference";
import type { Workload } from "../../model/service";
import { directoryOf, fileWriter, type TextFile } from "../../rendering/file-writer";
import type { AbsentVariable } from "../workspace-stack";

/*
 * Fargate mounts directories and has no text for a file. So a container of the task writes the files into volumes that
 * are as old as the task, and the workload's own container starts when it has ended well. The texts are part of the
 * task definition: a changed file is a new one, and rolls the service.
 */

export interface MountPoint {
  readonly sourceVolume: string;
  readonly containerPath: string;
  readonly readOnly: boolean;
}

interface FilesContext {
  readonly resolve: Resolve;
  readonly report: (absent: AbsentVariable) => void;
}

/** In the order of their paths, those without an answer left out. */
export function configFiles(service: string, { mounts }: Workload, { resolve, report }: FilesContext): TextFile[] {
  const files = mounts.flatMap((mount): TextFile[] => {
    if (mount.kind !== "config") return [];
    const text = render(mount.content, resolve);
    if (typeof text === "string") return [{ path: mount.path, text }];
    report({ service, variable: mount.path, reason: text.absent });
    return [];
  });
  return files.sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** One volume for each directory that has a file in it. */
export const fileMounts = (workload: string, files: readonly TextFile[], readOnly: boolean): MountPoint[] =>
  [...new Set(files.map(({ path }) => directoryOf(path)))].sort().map((directory) => ({
    sourceVolume: `${writerName(workload)}${directory.replace(/[^a-zA-Z0-9]/g, asVolumeName)}`,
    containerPath: directory,
    readOnly,
  }));

/** Workloads are named with hyphens, so this one is free. */
export const writerName = (workload: string): string => `${workload}_files`;

/** Two directories never share a name: what is neither letter nor digit nor slash is written as its number. */
const asVolumeName = (character: string): string =>
  character === "/" ? "-" : `_${character.charCodeAt(0).toString(16)}_`;

/**
 * The workload's own image: the task pulls it anyway, so no other has to be pinned, and a health check needs its `sh` too.
 * As root, because a fresh volume on Fargate is root's alone to write (0755). Source: AWS, ECS, "Use bind mounts".
 */
export function writerContainer(workload: string, files: readonly TextFile[], own: { image: string; log: object }) {
  const { script, environment } = fileWriter(files);
  return {
    name: writerName(workload),
    image: own.image,
    essential: false,
    entryPoint: ["/bin/sh", "-c"],
    command: [script],
    environment: Object.entries(environment).map(([name, value]) => ({ name, value })),
    mountPoints: fileMounts(workload, files, false),
    user: "0:0",
    readonlyRootFilesystem: true,
    logConfiguration: own.log,
  };
}
