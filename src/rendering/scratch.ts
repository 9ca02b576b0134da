import type { User } from "../model/service";

/**
 * How an engine is to mount scratch in memory, which the container's own limit counts. With its owner said, for runc
 * gives a tmpfs the mode of the image's directory whatever is asked, and root would have it. Programs may be run from
 * it, as on ECS. Source: mount(8), "Mount options for tmpfs".
 */
export function tmpfsOptions(sizeMiB: number, user: User | undefined): string {
  const owner = user ? [`uid=${user.uid}`, `gid=${user.gid}`] : [];
  return [`size=${sizeMiB}m`, "mode=1777", ...owner, "exec"].join(",");
}
