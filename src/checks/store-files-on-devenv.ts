import { storesOf } from "../model/store";
import type { Check } from "./check";
import { at } from "./check";
import { has } from "./walk";

/** 40 · A laptop has no S3; what stands in for it is an image like any other, and its version is in the release. */
export const storeFilesOnDevenv: Check = {
  id: 40,
  title: "on devenv a bucket has an image that stands in for the object store",
  severity: "breaks",
  run: ({ environment: { target }, platform: { stores, images } }) => {
    if (target !== "devenv") return [];
    return storesOf(stores, "bucket").flatMap(({ name, image }) => {
      if (image === undefined)
        return [
          at("target").is(
            `store ${name} is a bucket, and the platform names no image for it on a laptop; let settings keep it in files, or choose ecs or ec2-compose`,
          ),
        ];
      if (has(images, image)) return [];
      return [
        {
          in: "release" as const,
          path: ["images", image],
          text: `missing; store ${name} is a bucket, which this image holds on a laptop; pin it, or let settings keep it in files`,
        },
      ];
    });
  },
};
