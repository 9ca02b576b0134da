import { posix } from "node:path";
import type { ImageBuild } from "../config/schema";
import type { Deployment } from "../deployment";
import { pullName } from "../model/image";
import { laptopImages } from "../model/laptop";
import { whyNotLookedAt } from "./engine";
import type { ImageFact, LaptopFacts } from "./facts";
import { about, type Finding } from "./finding";

export interface ImageNeed {
  readonly key: string;
  readonly name: string;
  /** Somebody keeps it under this name; one of ours without a registry may be anybody's there. */
  readonly inRegistry: boolean;
  readonly build?: { readonly context: string; readonly dockerfile: string };
}

type Input = Pick<Deployment, "environment" | "platform">;

/** Every image that the laptop's stack needs. */
export function imagesOf({ environment, platform }: Input): ImageNeed[] {
  return laptopImages(platform, environment.devenv?.mode ?? "all").flatMap((key) => {
    const image = platform.images[key];
    if (!image) return [];
    return [
      {
        key,
        name: pullName(image, environment.registry),
        inRegistry: !image.ours || environment.registry !== undefined,
        ...built(environment.images?.[key]?.build),
      },
    ];
  });
}

/** Both seen from the checkout. */
const built = (build: ImageBuild | undefined): Pick<ImageNeed, "build"> =>
  build
    ? {
        build: {
          context: posix.normalize(build.context),
          dockerfile: posix.join(build.context, build.dockerfile),
        },
      }
    : {};

const { fine, fault, advice } = about("images");

export function judgeImages(input: Input, file: string, { engine, paths }: Pick<LaptopFacts, "engine" | "paths">) {
  const needs = imagesOf(input);
  const unseen = engine.kind !== "answers" && needs.some(({ build }) => !build);
  const findings = needs.flatMap((need): Finding[] => {
    if (need.build) return [judgeBuild(need, need.build, file, paths)];
    return engine.kind === "answers" ? [judgeImage(need, file, engine.images[need.name])] : [];
  });
  return unseen ? [advice("images", whyNotLookedAt), ...findings] : findings;
}

function judgeBuild(
  { key }: ImageNeed,
  { context, dockerfile }: NonNullable<ImageNeed["build"]>,
  file: string,
  paths: LaptopFacts["paths"],
): Finding {
  const what = `image ${key}`;
  if (paths[context] !== "folder") return fault(what, `no folder ${context}`, mend(key, "build.context", file));
  if (paths[dockerfile] !== "file") return fault(what, `no file ${dockerfile}`, mend(key, "build.dockerfile", file));
  return fine(what, `built from ${dockerfile}`);
}

const mend = (key: string, field: string, file: string): string =>
  `put it there, or change images.${key}.${field} in ${file}`;

function judgeImage({ key, name, inRegistry }: ImageNeed, file: string, fact: ImageFact | undefined): Finding {
  const what = `image ${key}`;
  if (fact?.kind === "present") return fine(what, `present, ${shortId(fact.id)}`);
  if (fact?.kind === "pullable") return fine(what, "will be pulled");
  if (!inRegistry)
    return fault(what, `${name} is not there`, `build or pull it, or set images.${key}.build in ${file}`);
  return fault(what, `cannot be pulled: ${fact?.message ?? "not asked"}`, `docker pull ${name}`);
}

/** `sha256:0123…` → the twelve digits that `docker images` prints. */
const shortId = (id: string): string => id.replace(/^sha256:/, "").slice(0, 12);
