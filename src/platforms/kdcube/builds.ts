import type { Copied, ImageBuild, Source } from "../../model/build";
import { BUNDLES_ROOT } from "./bundles";
import { CUSTOMER_DOCKERFILES, isBundled, OWN_IMAGES, type OwnImage } from "./images";
import type { Kdcube } from "./input";
import type { Bundle } from "./release";

/** The platform's Dockerfiles copy from here (kdcube reference §4.2; the customer's, from the root of theirs). */
const PLATFORM_CONTEXT = "app/ai-app";

/**
 * Our images of this release, each from one repository at one ref; the bundled ones only where bundles are baked. The
 * customer's Dockerfiles come with the frontend, whose ref is the one that the release pins of that repository
 * (seed 002, TL;DR and §1.1).
 */
export function builds({ release, settings }: Kdcube): ImageBuild[] {
  const names = Object.keys(OWN_IMAGES) as OwnImage[];
  const used = names.filter((name) => settings.bundles.delivery === "baked" || !isBundled(name));
  const sources: Record<"platform" | "customer", Source> = {
    platform: { repo: release.platform.repo, ref: release.platform.ref },
    customer: { repo: release.frontend.repo, ref: release.frontend.ref },
  };
  return used.map((name) => {
    const own = OWN_IMAGES[name];
    return {
      image: name,
      source: sources[own.repo],
      dockerfile: own.dockerfile.replace(CUSTOMER_DOCKERFILES, `${settings.customer.dockerfiles}/`),
      context: own.repo === "platform" ? PLATFORM_CONTEXT : ".",
      ...("base" in own ? { base: own.base } : {}),
      copies: isBundled(name) ? release.bundles.items.map(copied) : [],
    };
  });
}

/** `<subdir>/<id>` becomes `/bundles/<id>` (seed 002, TL;DR step 3). */
const copied = ({ id, repo, ref, subdir, path }: Bundle): Copied => ({
  id,
  source: { repo, ref },
  from: `${subdir.replace(/\/+$/, "")}/${id}`,
  to: `${path ?? BUNDLES_ROOT}/${id}`,
});
