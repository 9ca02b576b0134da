import { stringify } from "yaml";
import type { Bundle, Release } from "./release";
import type { Delivery } from "./settings/delivery";

/** Where bundles are in the container, whoever put them there. */
export const BUNDLES_ROOT = "/bundles";
export const DESCRIPTOR_PATH = "/config/release.yaml";

/**
 * AGENTIC_BUNDLES_JSON: which bundles the processor loads, and from below which directory (seed 002 §4 and §9).
 * repo, ref and subdir stay in every delivery, so that a running system can say where its code came from; they are
 * inert as long as git resolution is off, which is the delivery's own business.
 */
export function bundlesJson(release: Release, { delivery }: Delivery, root = BUNDLES_ROOT): string {
  const entry = delivery === "git" ? clonedEntry : presentEntry(root);
  const { default_bundle_id, items } = release.bundles;
  return JSON.stringify({
    default_bundle_id: default_bundle_id ?? items[0]?.id,
    bundles: Object.fromEntries(items.map((bundle) => [bundle.id, entry(bundle)])),
  });
}

/**
 * The release as a file, for the delivery of that name: the loader reads `bundles.items` and leaves the rest alone.
 * It needs a path in each item, or it would look for a clone that nobody made (kdcube reference §4.2, rule 8).
 */
export function descriptorText({ release_name, platform, frontend, bundles }: Release, root = BUNDLES_ROOT): string {
  return stringify({
    ...(release_name === undefined ? {} : { release_name }),
    platform,
    frontend,
    bundles: {
      default_bundle_id: bundles.default_bundle_id ?? bundles.items[0]?.id,
      items: bundles.items.map(presentEntry(root)),
    },
  });
}

/** Its code is there before the processor starts. An explicit path wins as long as nothing is cloned. */
const presentEntry = (root: string) => (bundle: Bundle) => {
  const { id, name, description, module, repo, ref, subdir } = bundle;
  return present({
    id,
    name,
    description,
    path: bundle.path ?? root,
    module,
    repo,
    ref,
    subdir,
    ...notes(bundle),
  });
};

/** The processor clones it, so a path would be overwritten and is not given (rule 8). */
const clonedEntry = (bundle: Bundle) => {
  const { id, name, description, repo, ref, subdir, module } = bundle;
  return present({ id, name, description, repo, ref, subdir, module, ...notes(bundle) });
};

const notes = ({ singleton, git_commit, version }: Bundle) => ({ singleton, git_commit, version });

const present = <T extends object>(entry: T): T =>
  Object.fromEntries(Object.entries(entry).filter(([, value]) => value !== undefined)) as T;

/** Does any bundle need a key to be cloned? An https address is read without one. */
export const clonesOverSsh = ({ bundles }: Release): boolean =>
  bundles.items.some(({ repo }) => repo.startsWith("ssh://") || /^[\w.-]+@[\w.-]+:/.test(repo));
