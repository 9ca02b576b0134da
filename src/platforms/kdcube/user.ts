import type { Mount } from "../../model/mount";
import type { User } from "../../model/service";

/** The user of ingress, metrics and the setup's images (kdcube reference §1.0); access points hand files out to it. */
export const APPUSER = { uid: 1000, gid: 1000 } as const;

/** It writes where the two mounts are and nowhere else. */
export const confined: User = { ...APPUSER, readOnlyRoot: true };

/** Log files, uploads on their way, and what Python's libraries keep in the user's home. */
export const confinedScratch: readonly Mount[] = [
  { kind: "scratch", path: "/tmp" },
  { kind: "scratch", path: "/home/appuser/.cache", sizeMiB: 256 },
];
