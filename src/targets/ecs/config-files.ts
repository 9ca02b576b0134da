import { render, type Resolve } from "../../model/reference";
import type { Workload } from "../../model/service";
import { directoryOf, fileWriter, type TextFile } from "../../rendering/file-writer";
import type { AbsentVariable } from "../workspace-stack";
import { helperContainer, type HelperOf } from "./helper";
import { volumeOf, type MountPoint } from "./volumes";

/*
 * Fargate mounts directories and has no text for a file. So a container of the task writes the files into volumes that
 * are as old as the task, and the workload's own container starts when it has ended well. The texts are part of the
 * task definition: a changed file is a new one, and rolls the service.
 */

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
    sourceVolume: volumeOf(workload, "files", directory),
    containerPath: directory,
    readOnly,
  }));

/** Writes them, as root: a fresh volume on Fargate is root's alone to write. */
export function writerContainer(workload: string, files: readonly TextFile[], own: HelperOf) {
  const { script, environment } = fileWriter(files);
  return helperContainer(`${workload}_files`, own, {
    script,
    environment,
    mountPoints: fileMounts(workload, files, false),
  });
}
