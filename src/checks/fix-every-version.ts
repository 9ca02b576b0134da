import { isFixed } from "../model/image";
import type { Check, Fault } from "./check";

/** 22 · A tag that moves makes two hosts of one deployment run different code. */
export const fixEveryVersion: Check = {
  id: 22,
  title: "in production every image is fixed: a digest, a commit or a release number",
  severity: "breaks",
  run: ({ environment: { profile }, platform: { images }, release }) => {
    if (profile !== "production") return [];
    const byTag = new Map<string, string[]>();
    for (const [name, image] of Object.entries(images)) {
      if (!isFixed(image)) byTag.set(image.tag, [...(byTag.get(image.tag) ?? []), name]);
    }
    return [...byTag].map(([tag, names]): Fault => ({
      in: "release",
      path: pathOf(release, tag) ?? [],
      text: `${tag} moves (images: ${names.sort().join(", ")}); production allows a digest, a commit or a release number`,
    }));
  },
};

/** Which line of the release says so is the platform's own business; the first that holds this very text does. */
function pathOf(value: unknown, wanted: string): (string | number)[] | undefined {
  if (value === wanted) return [];
  if (typeof value !== "object" || value === null) return undefined;
  for (const [key, child] of Object.entries(value)) {
    const below = pathOf(child, wanted);
    if (below) return [Array.isArray(value) ? Number(key) : key, ...below];
  }
  return undefined;
}
