/** A repository, at a tag, branch or commit. */
export interface Source {
  readonly repo: string;
  readonly ref: string;
}

/** A folder of some repository that is copied into the image. */
export interface Copied {
  readonly id: string;
  readonly source: Source;
  /** In the repository. */
  readonly from: string;
  /** In the image. */
  readonly to: string;
}

/** How one image of ours is made. */
export interface ImageBuild {
  /** The platform's name for it, a key of its images. */
  readonly image: string;
  readonly source: Source;
  /** Both from the root of the repository. */
  readonly dockerfile: string;
  readonly context: string;
  /** The image of ours that it begins from, and which is therefore made before it. */
  readonly base?: string;
  readonly copies: readonly Copied[];
}

/** These images and all that they begin from, the base always before what is built on it. */
export function inBuildOrder(builds: readonly ImageBuild[], wanted: readonly string[]): ImageBuild[] {
  const known = new Map(builds.map((build) => [build.image, build]));
  const ordered = new Map<string, ImageBuild>();
  const add = (image: string): void => {
    const build = known.get(image);
    if (!build) throw new Error(`nothing says how ${image} is built`);
    if (ordered.has(image)) return;
    if (build.base !== undefined) add(build.base);
    ordered.set(image, build);
  };
  // First all that begin from nothing of ours: they can be built side by side.
  const direct = wanted.flatMap((image) => known.get(image)?.base ?? image);
  for (const image of [...direct, ...wanted]) add(image);
  return [...ordered.values()];
}
