import type { Mount } from "../../model/mount";
import { hostPathOf, pathOf, store } from "../../model/reference";
import type { Value } from "../../model/reference";
import type { Store } from "../../model/store";
import { uiObjects } from "./environment/web-ui";
import type { Kdcube } from "./input";
import type { Settings } from "./settings";
import { APPUSER } from "./user";

const STORAGE = "/kdcube-storage";
export const EXEC_WORKSPACE = "/exec-workspace";

/** What keeps data. */
export function stores(input: Kdcube): Record<string, Store> {
  const { settings } = input;
  return {
    postgres: {
      kind: "postgres",
      image: "postgres",
      version: "16",
      database: "kdcube",
      user: "kdcube",
      password: "postgres-password",
      maxConnections: settings.postgres.maxConnections,
      // What postgres-setup creates (kdcube reference §8, rule 25); RDS has all of them since 16.1.
      extensions: ["vector", "pg_trgm", "pgcrypto", "btree_gin", "unaccent"],
    },
    // Queue, registry and sessions are in one database: to evict any key is to lose work (kdcube reference §5.5).
    // Turns in flight and sessions: people ask again and log in again, and gateways announce themselves within seconds.
    redis: {
      kind: "redis",
      image: "redis",
      version: "7.1",
      password: "redis-password",
      eviction: "noeviction",
      holds: "rebuildable",
    },
    storage:
      settings.storage === "s3"
        ? { kind: "bucket", image: "seaweedfs", ...objects(input) }
        : { kind: "files", ...APPUSER },
    /**
     * On a host the sandbox mounts it by the host's path. On ECS the runs go through the bucket, and it is only
     * where the processor packs them; one definition for both places is worth an access point. A run lives for minutes.
     */
    "exec-workspace": { kind: "files", ...APPUSER, holds: "rebuildable" },
    // Copies of what is in git, or in the release.
    ...(bundlesOnFileSystem(settings) ? { bundles: { kind: "files", ...APPUSER, holds: "rebuildable" } as const } : {}),
  };
}

const objects = (input: Kdcube): { objects?: Readonly<Record<string, string>> } => {
  const found = uiObjects(input);
  return Object.keys(found).length > 0 ? { objects: found } : {};
};

const bundlesOnFileSystem = ({ bundles }: Settings): boolean =>
  bundles.delivery === "git" || (bundles.delivery === "mounted" && bundles.from === "efs");

/** The same for ingress, processor and sandbox, and always as they see it themselves. */
export const storagePath = ({ storage }: Settings): Value =>
  storage === "s3" ? [store("storage").uri] : ["file://", pathOf(STORAGE)];

export const storageMounts = ({ storage }: Settings): Mount[] =>
  storage === "file" ? [{ kind: "shared", path: STORAGE, store: "storage" }] : [];

/** For the daemon of the host; with a bucket there is no directory to name. */
export const storageHostVariables = ({ storage }: Settings): Record<string, Value> =>
  storage === "file" ? { HOST_KDCUBE_STORAGE_PATH: hostPathOf(STORAGE) } : {};

export const execWorkspaceMount: Mount = { kind: "shared", path: EXEC_WORKSPACE, store: "exec-workspace" };
