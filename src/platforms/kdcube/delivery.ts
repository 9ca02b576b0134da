import type { Mount } from "../../model/mount";
import { hostPathOf, pathOf, type Value } from "../../model/reference";
import type { AsProcess } from "../../model/service";
import { BUNDLES_ROOT, DESCRIPTOR_PATH, bundlesJson, clonesOverSsh, descriptorText } from "./bundles";
import { flag, type Variables } from "./environment/variables";
import type { Kdcube } from "./input";
import type { Delivery } from "./settings/delivery";

/** Where the processor's entrypoint looks for them (kdcube reference §1.0, proc entrypoint duties). */
const SSH_KEY = "/run/secrets/git_ssh_key";
const KNOWN_HOSTS = "/run/secrets/git_known_hosts";
const SSH_PORT = 22;

/** What a delivery asks of the processor besides its image. */
export function deliveryMounts({ settings: { bundles }, release }: Kdcube): Mount[] {
  switch (bundles.delivery) {
    case "baked":
      return [];
    case "mounted":
      return [
        bundles.from === "host"
          ? fromHost(bundles.hostPath)
          : { kind: "shared", path: BUNDLES_ROOT, store: "bundles", readOnly: true },
      ];
    case "git":
      return [{ kind: "shared", path: BUNDLES_ROOT, store: "bundles" }, ...(clonesOverSsh(release) ? keys : [])];
    case "file":
      return [fromHost(bundles.hostPath), { kind: "config", path: DESCRIPTOR_PATH, content: descriptorText(release) }];
  }
}

const fromHost = (hostPath: string): Mount => ({ kind: "hostPath", path: BUNDLES_ROOT, hostPath, readOnly: true });

const keys: readonly Mount[] = [
  { kind: "secretFile", path: SSH_KEY, secret: "git-ssh-key" },
  { kind: "secretFile", path: KNOWN_HOSTS, secret: "git-known-hosts" },
];

export const deliveryEgress = ({ settings: { bundles }, release }: Kdcube): number[] =>
  bundles.delivery === "git" && clonesOverSsh(release) ? [SSH_PORT] : [];

/** The processor's variables about bundles; nobody else gets them (seed 002 §8.2). */
export function deliveryVariables({ settings: { bundles }, release }: Kdcube): Partial<Variables> {
  const { cleanup } = bundles;
  return {
    environment: {
      AGENTIC_BUNDLES_JSON: bundles.delivery === "file" ? pathOf(DESCRIPTOR_PATH) : bundlesJson(release, bundles),
      AGENTIC_BUNDLES_ROOT: bundles.delivery === "baked" ? BUNDLES_ROOT : pathOf(BUNDLES_ROOT),
      BUNDLES_INCLUDE_EXAMPLES: flag(bundles.includeExamples),
      BUNDLES_FORCE_ENV_ON_STARTUP: flag(release.rollout.bundles_force_env_on_startup),
      BUNDLES_FORCE_ENV_LOCK_TTL_SECONDS: bundles.forceLockTtlSec,
      BUNDLE_CLEANUP_ENABLED: flag(cleanup.enabled),
      BUNDLE_CLEANUP_INTERVAL_SECONDS: cleanup.intervalSec,
      BUNDLE_CLEANUP_LOCK_TTL_SECONDS: cleanup.lockTtlSec,
      BUNDLE_REF_TTL_SECONDS: cleanup.refTtlSec,
      // Always said: the code's own default is on, and then every entry with a repo is cloned over its path.
      BUNDLE_GIT_RESOLUTION_ENABLED: flag(bundles.delivery === "git"),
      ...gitVariables(bundles, clonesOverSsh(release)),
      ...hostVariables(bundles),
    },
  };
}

/** What names the bundles' directory in the middle of a text; a process on the laptop sees it where it really lies. */
export function deliveryAsProcess({ settings: { bundles }, release }: Kdcube): AsProcess {
  if (bundles.delivery === "file") {
    const content = descriptorText(release, bundles.hostPath);
    return { environment: {}, mounts: [{ kind: "config", path: DESCRIPTOR_PATH, content }] };
  }
  if (bundles.delivery !== "mounted" || bundles.from !== "host") return { environment: {} };
  return { environment: { AGENTIC_BUNDLES_JSON: bundlesJson(release, bundles, bundles.hostPath) } };
}

function gitVariables(bundles: Delivery, ssh: boolean): Record<string, Value> {
  if (bundles.delivery !== "git") return {};
  return {
    BUNDLE_GIT_ATOMIC: flag(bundles.atomic),
    BUNDLE_GIT_ALWAYS_PULL: flag(bundles.alwaysPull),
    BUNDLE_GIT_SHALLOW: flag(bundles.shallow),
    ...(bundles.cloneDepth === undefined ? {} : { BUNDLE_GIT_CLONE_DEPTH: bundles.cloneDepth }),
    BUNDLE_GIT_REDIS_LOCK: flag(true),
    BUNDLE_GIT_REDIS_LOCK_TTL_SECONDS: bundles.lockTtlSec,
    BUNDLE_GIT_REDIS_LOCK_WAIT_SECONDS: bundles.lockWaitSec,
    ...(ssh
      ? {
          GIT_SSH_KEY_PATH: pathOf(SSH_KEY),
          GIT_SSH_KNOWN_HOSTS: pathOf(KNOWN_HOSTS),
          GIT_SSH_STRICT_HOST_KEY_CHECKING: bundles.strictHostKeys ? "yes" : "no",
        }
      : {}),
  };
}

/**
 * What the sandbox mounts has to be named as the host knows it. Not with git: the loader would take the host's path
 * for the container's and clone into a directory that nothing keeps (kdcube reference §4.2, rule 9).
 */
const hostVariables = ({ delivery }: Delivery) =>
  delivery === "mounted" || delivery === "file" ? { HOST_BUNDLES_PATH: hostPathOf(BUNDLES_ROOT) } : {};
