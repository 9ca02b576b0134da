/** One image of a release: where it is kept and which version. */
export interface Image {
  /** Without registry for our own; with it for somebody else's (`docker.io/clamav/clamav`). */
  readonly repository: string;
  readonly tag: string;
  /** sha256:…; wins over the tag when it is there. */
  readonly digest?: string | undefined;
  /** Ours are pulled from the account's registry, others from where they come from. */
  readonly ours: boolean;
}

/** As an engine is told to pull it. `registry` is put before our own images; none on a laptop. */
export function pullName(image: Image, registry?: string): string {
  const repository = image.ours && registry ? `${registry}/${image.repository}` : image.repository;
  return image.digest ? `${repository}:${image.tag}@${image.digest}` : `${repository}:${image.tag}`;
}

/** The same for one of a platform's images, by its key. */
export function pullNameOf(images: Readonly<Record<string, Image>>, key: string, registry?: string): string {
  const image = images[key];
  if (!image) throw new Error(`there is no image ${key}`);
  return pullName(image, registry);
}

const COMMIT = /^[0-9a-f]{7,40}$/;
/** v1.2.3, 1.2, 2026.11.1, ui-v1.4.0, 16-2026-01-01, pg16-0.8.1: digits with at least one separator between. */
const RELEASE = /^(?:[a-z]+[-_]?)*v?\d+(?:[._-]\d+)+(?:[-+._][\w.]+)*$/i;
const SHORT_RELEASE = /^(?:[a-z]+-)?v\d+$/i;

/** Words that branches are called by: a number behind one does not make it a release. */
const BRANCH =
  /^(?:main|master|trunk|develop|development|dev|staging|stage|test|feature|hotfix|bugfix|fix|release|next|nightly|edge|latest|stable)(?:[-_./]|$)/i;

/** Fixed when it is a digest, a commit or a release number; a branch or `latest` moves under one's feet. */
export const isFixed = (image: Pick<Image, "tag" | "digest">): boolean =>
  Boolean(image.digest) || isFixedVersion(image.tag);

/** The same for a git ref or a tag alone. */
export const isFixedVersion = (version: string): boolean =>
  COMMIT.test(version) || (!BRANCH.test(version) && (RELEASE.test(version) || SHORT_RELEASE.test(version)));
