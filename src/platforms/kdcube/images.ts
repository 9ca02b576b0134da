import type { Image } from "../../model/image";
import type { Kdcube } from "./input";
import type { Release } from "./release";
import type { Delivery } from "./settings/delivery";

/** The platform's own folder of Dockerfiles; the other variants are identical (seed 002 §1.1). */
const PLATFORM_DOCKERFILES = "app/ai-app/deployment/docker/custom-ui-managed-infra";
/** The customer decides where theirs are; seed 002 §1.1 leaves the middle open as we do. */
export const CUSTOMER_DOCKERFILES = "<customer-repo>/ops/.../";

const platform = (file: string) => ({ repo: "platform", dockerfile: `${PLATFORM_DOCKERFILES}/${file}` }) as const;
const customer = (file: string) => ({ repo: "customer", dockerfile: `${CUSTOMER_DOCKERFILES}${file}` }) as const;

/** Every image of ours: which repository builds it, from what, and which line of the release is its version. */
export const OWN_IMAGES = {
  "kdcube-chat-ingress": { ...platform("Dockerfile_Ingress"), version: "platform.ref" },
  "kdcube-chat-proc": { ...platform("Dockerfile_Chatproc"), version: "platform.ref" },
  "kdcube-metrics": { ...platform("Dockerfile_Metricservice"), version: "platform.ref" },
  "kdcube-postgres-setup": { ...platform("Dockerfile_PostgresSetup"), version: "platform.ref" },
  /** OpenResty, not the nginx beside it: every configuration of the platform needs its modules (reference §2.3). */
  "kdcube-web-proxy": { ...platform("Dockerfile_ProxyOpenResty"), version: "platform.ref" },
  proxylogin: { ...platform("Dockerfile_ProxyLogin"), version: "platform.ref" },
  "py-code-exec": { ...platform("Dockerfile_Exec"), version: "platform.ref" },
  "kdcube-web-ui": { ...customer("Dockerfile_UI"), version: "frontend.ref" },
  /** A bundled image holds one platform ref and a row of bundle refs; only the release has a name for that. */
  "kdcube-chat-proc-bundled": {
    ...customer("Dockerfile_ChatProcBundled"),
    version: "release_name",
    base: "kdcube-chat-proc",
  },
  "kdcube-exec-bundled": { ...customer("Dockerfile_ExecBundled"), version: "release_name", base: "py-code-exec" },
} as const;
export type OwnImage = keyof typeof OWN_IMAGES;

/** Other people's, and where they are kept. Source: kdcube reference §1.1. */
export const THIRD_PARTY_IMAGES = {
  postgres: "docker.io/pgvector/pgvector",
  redis: "docker.io/library/redis",
  clamav: "docker.io/clamav/clamav",
} as const;
/** The same, for what only a laptop runs: a release need not pin it. */
export const LAPTOP_IMAGES = { seaweedfs: "docker.io/chrislusf/seaweedfs" } as const;
type ThirdPartyImage = keyof typeof THIRD_PARTY_IMAGES;
type LaptopImage = keyof typeof LAPTOP_IMAGES;

const OWN_NAMES = Object.keys(OWN_IMAGES) as OwnImage[];
/** Each has a repository of its own name in the account. */
export const REPOSITORIES: readonly string[] = OWN_NAMES;

/** Processor and code execution change together: both hold the bundles, or neither does (seed 002 §9). */
export const procImage = ({ delivery }: Delivery): OwnImage =>
  delivery === "baked" ? "kdcube-chat-proc-bundled" : "kdcube-chat-proc";
export const execImage = ({ delivery }: Delivery): OwnImage =>
  delivery === "baked" ? "kdcube-exec-bundled" : "py-code-exec";

/** The images of this release; the bundled ones only where bundles are baked. */
export function images({ release, settings }: Kdcube): Record<string, Image> {
  const used = OWN_NAMES.filter((name) => settings.bundles.delivery === "baked" || !isBundled(name));
  return Object.fromEntries([
    ...used.map((name) => [name, ownImage(name, release)] as const),
    ...Object.entries({ ...THIRD_PARTY_IMAGES, ...LAPTOP_IMAGES }).flatMap(([name, repository]) => {
      const pinned = release.images[name as ThirdPartyImage | LaptopImage];
      return pinned ? [[name, thirdPartyImage(repository, pinned)] as const] : [];
    }),
  ]);
}

export const isBundled = (name: OwnImage): boolean => OWN_IMAGES[name].version === "release_name";

function ownImage(name: OwnImage, release: Release): Image {
  const pinned = release.images[name];
  return { repository: name, tag: pinned?.tag ?? tagOf(name, release), digest: pinned?.digest, ours: true };
}

const thirdPartyImage = (repository: string, { tag, digest }: Release["images"]["postgres"]): Image => ({
  repository,
  tag,
  digest,
  ours: false,
});

function tagOf(name: OwnImage, release: Release): string {
  const versions = {
    "platform.ref": release.platform.ref,
    "frontend.ref": release.frontend.ref,
    // A release without a name cannot be baked, which the definition's check says; the tag below is never pulled.
    release_name: release.release_name ?? "unnamed",
  };
  return asTag(versions[OWN_IMAGES[name].version]);
}

/** A branch may hold a slash, a tag may not. Source: OCI distribution specification, tag grammar. */
const asTag = (ref: string): string => ref.replace(/[^\w.-]/g, "-");
