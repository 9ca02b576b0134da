import type { User } from "./service";

/**
 * What an image that starts as root never needs to serve, or to become another user: it keeps CHOWN, DAC_OVERRIDE,
 * FOWNER, FSETID, KILL, SETGID, SETUID, SYS_CHROOT and NET_BIND_SERVICE of the engine's default set, and no more.
 * Source: Docker, "Runtime privilege and Linux capabilities". Fargate lets one drop; add is SYS_PTRACE alone.
 */
const NEVER_NEEDED = ["AUDIT_WRITE", "MKNOD", "NET_RAW", "SETFCAP", "SETPCAP"] as const;

/** The rest of the default set: dropped where a user is named, all but the low port it listens on. */
const DEFAULT_SET = [
  ...NEVER_NEEDED,
  "CHOWN",
  "DAC_OVERRIDE",
  "FOWNER",
  "FSETID",
  "KILL",
  "SETGID",
  "SETUID",
  "SYS_CHROOT",
].sort();

/** Below it a port is root's, or that of who may bind it. */
const FIRST_FREE_PORT = 1024;

/** What a container gives up: everything when its user is named and not root, else what no image needs. */
export function dropped(user: User | undefined, ports: readonly number[] = []): readonly string[] {
  if (!user || user.uid === 0) return NEVER_NEEDED;
  return ports.some((port) => port < FIRST_FREE_PORT) ? DEFAULT_SET : ["ALL"];
}

/** More connections than the default 1,024 descriptors: a stream holds one, and so does each pooled connection. */
export const OPEN_FILES = 65536;
