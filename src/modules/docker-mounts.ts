import type { ContainerMounts, ContainerUpload, ContainerVolumes } from "@cdktf/provider-docker/lib/container";
import { escapeTemplates } from "../terraform";

/** What a container finds at a path. */
export type DockerMount = { readonly target: string } & (
  | { readonly kind: "volume"; readonly volume: string; readonly readOnly: boolean }
  | { readonly kind: "hostPath"; readonly hostPath: string; readonly readOnly: boolean }
  | { readonly kind: "text"; readonly text: string }
  /** Gone with the container; in memory when it says how to be mounted there. */
  | { readonly kind: "scratch"; readonly tmpfs: string | undefined }
);

/** What the provider has for them; what has no entry is left out. */
export interface MountBlocks {
  readonly mounts?: ContainerMounts[];
  readonly volumes?: ContainerVolumes[];
  readonly upload?: ContainerUpload[];
  readonly tmpfs?: Record<string, string>;
}

export function mountBlocks(all: readonly DockerMount[]): MountBlocks {
  const sorted = [...all].sort((a, b) => (a.target < b.target ? -1 : 1));
  const [mounts, volumes, upload] = [sorted.flatMap(mounted), sorted.flatMap(anonymous), sorted.flatMap(uploaded)];
  return {
    ...(mounts.length > 0 && { mounts }),
    ...(volumes.length > 0 && { volumes }),
    ...(upload.length > 0 && { upload }),
    ...tmpfs(sorted),
  };
}

/** Not as `volumes`: for a bind of those the engine makes a missing directory itself, and here it says so. */
function mounted(mount: DockerMount): ContainerMounts[] {
  const target = escapeTemplates(mount.target);
  switch (mount.kind) {
    case "volume":
      return [{ type: "volume", source: mount.volume, target, readOnly: mount.readOnly }];
    case "hostPath":
      return [{ type: "bind", source: escapeTemplates(mount.hostPath), target, readOnly: mount.readOnly }];
    case "scratch":
    case "text":
      return [];
  }
}

const anonymous = (mount: DockerMount): ContainerVolumes[] =>
  mount.kind === "scratch" && mount.tmpfs === undefined ? [{ containerPath: escapeTemplates(mount.target) }] : [];

/** Not as `mounts`, which have no owner. */
function tmpfs(mounts: readonly DockerMount[]): Pick<MountBlocks, "tmpfs"> {
  const options = mounts.flatMap((mount) =>
    mount.kind === "scratch" && mount.tmpfs !== undefined ? [[escapeTemplates(mount.target), mount.tmpfs]] : [],
  );
  return options.length > 0 ? { tmpfs: Object.fromEntries(options) as Record<string, string> } : {};
}

const uploaded = (mount: DockerMount): ContainerUpload[] =>
  mount.kind === "text"
    ? [{ file: escapeTemplates(mount.target), content: content(mount.text), permissions: "0444" }]
    : [];

/** The provider refuses an empty file. */
const content = (text: string): string => (text === "" ? "\n" : escapeTemplates(text));
