import * as z from "zod";
import { OWN_IMAGES } from "./images";
import type { OwnImage } from "./images";

const ref = z.string().min(1);

/** A repository and a tag or commit of it. */
const source = z.strictObject({ repo: z.string().min(1), ref });

const digest = z.string().regex(/^sha256:[0-9a-f]{64}$/, "sha256: and 64 hexadecimal digits");
const tag = z.string().regex(/^\w[\w.-]{0,127}$/, "an image tag");

/** Our own images have their version from a ref above; a tag or digest here wins over it. */
const ownPin = z.strictObject({ tag: tag.optional(), digest: digest.optional() });
/** Nobody but the release says which version of somebody else's image it is. */
const thirdPartyPin = z.strictObject({ tag, digest: digest.optional() });

const ownNames = Object.keys(OWN_IMAGES) as OwnImage[];
const ownPins = Object.fromEntries(ownNames.map((name) => [name, ownPin.optional()])) as Record<
  OwnImage,
  z.ZodOptional<typeof ownPin>
>;

/** One bundle: a versioned id, and where its code is. Source: kdcube reference §4.1, seed 002 §9. */
const bundle = z.strictObject({
  id: z.string().min(1),
  name: z.string().optional(),
  description: z.string().optional(),
  /** Where the parent of the bundle's folder is in the container. @default - /bundles, unless it is cloned */
  path: z.string().startsWith("/").optional(),
  /** `<folder>.entrypoint`. */
  module: z.string().min(1),
  repo: z.string().min(1),
  ref,
  /** The parent of the bundle's folder in the repository. */
  subdir: z.string().min(1),
  singleton: z.boolean().optional(),
  /** For people who read it; nothing uses them. */
  git_commit: z.string().optional(),
  version: z.string().optional(),
});
export type Bundle = z.infer<typeof bundle>;

/** release.yaml: the one input that pins platform, frontend and bundles (seed 002 TL;DR and §3). */
export const releaseSchema = z.strictObject({
  /** Its label, and the tag of the images that have bundles baked in. */
  release_name: z
    .string()
    .regex(/^[A-Za-z0-9_][\w.-]{0,127}$/, "letters, digits, dots and hyphens: it becomes an image tag")
    .optional(),
  platform: source,
  frontend: source,
  bundles: z.strictObject({
    /** @default - the first item */
    default_bundle_id: z.string().optional(),
    items: z.array(bundle).min(1),
  }),
  images: z.strictObject({
    ...ownPins,
    postgres: thirdPartyPin,
    redis: thirdPartyPin,
    clamav: thirdPartyPin,
    seaweedfs: thirdPartyPin.optional(),
  }),
  rollout: z
    .strictObject({
      /** Overwrite the bundle registry in Redis from this release. The next file does not have it, so it falls back. */
      bundles_force_env_on_startup: z.boolean().default(false),
    })
    .prefault({}),
});
export type Release = z.infer<typeof releaseSchema>;
