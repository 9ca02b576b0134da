import { knownNames } from "../config/suggest";
import type { Check, CheckInput, Fault } from "./check";
import { at } from "./check";
import { has } from "./walk";

/** 43 · What everybody deploys is built once, by CI; a build of one's own is for one's own laptop. */
export const buildOnDevenv: Check = {
  id: 43,
  title: "images are built from a checkout on devenv alone, and are images of the platform",
  severity: "breaks",
  run: (input) => Object.keys(input.environment.images ?? {}).flatMap((key) => faultsOf(input, key)),
};

function faultsOf({ environment: { target }, platform: { images } }: CheckInput, key: string): Fault[] {
  const spot = at(["images", key]);
  if (target !== "devenv") return [spot.isNamed(`target ${target} runs what its release names; only devenv builds`)];
  if (!has(images, key))
    return [spot.isNamed(`the release has no image ${key}; ${knownNames(key, Object.keys(images))}`)];
  const digest = images[key]?.digest;
  if (digest === undefined) return [];
  return [
    spot.is(`the release pins ${key} to ${digest.slice(0, 19)}…, which no build can be; take the digest away there`),
  ];
}
