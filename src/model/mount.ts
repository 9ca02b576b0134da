import type { Value } from "./reference";

/** What a container finds at a path, by what it is for: that decides what each place can offer. */
export type Mount =
  /** A directory of a file-system store: a shared volume on a host, EFS on ECS. */
  | { readonly kind: "shared"; readonly path: string; readonly store: string; readonly readOnly?: boolean }
  /** Writable, and gone with the container. */
  | { readonly kind: "scratch"; readonly path: string; readonly sizeMiB?: number }
  /** One text file, the same for every instance. */
  | { readonly kind: "config"; readonly path: string; readonly content: Value }
  /** One secret as a file. */
  | { readonly kind: "secretFile"; readonly path: string; readonly secret: string }
  /** Something that lies on the machine, put there by its owner. */
  | { readonly kind: "hostPath"; readonly path: string; readonly hostPath: string; readonly readOnly?: boolean }
  /** The engine's socket. With `startsTask` it is there to start that task, so only where tasks are started that way. */
  | { readonly kind: "dockerSocket"; readonly startsTask?: string };

export type MountKind = Mount["kind"];

export const DOCKER_SOCKET = "/var/run/docker.sock";

export const mountPath = (mount: Mount): string => (mount.kind === "dockerSocket" ? DOCKER_SOCKET : mount.path);
