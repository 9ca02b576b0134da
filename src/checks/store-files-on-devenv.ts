import { storesOf } from "../model/store";
import type { Check } from "./check";
import { at } from "./check";

/** 40 · A laptop has no object store so far; the platform's own settings say what it keeps in files instead. */
export const storeFilesOnDevenv: Check = {
  id: 40,
  title: "on devenv no store is a bucket",
  severity: "breaks",
  run: ({ environment: { target }, platform: { stores } }) =>
    target === "devenv"
      ? storesOf(stores, "bucket").map(({ name }) =>
          at("target").is(
            `devenv has no object store yet, and store ${name} is a bucket; let settings keep it in files, or choose ecs or ec2-compose`,
          ),
        )
      : [],
};
