import { storesOf } from "../model/store";
import type { Check } from "./check";
import { at } from "./check";

/** 60 · A file that nothing writes is missed by whoever was told to read it. */
export const fillBucketsWhereBuilt: Check = {
  id: 60,
  title: "objects are written into buckets on AWS alone",
  severity: "breaks",
  run: ({ environment: { target }, platform: { stores } }) => {
    if (target !== "devenv") return [];
    return storesOf(stores, "bucket")
      .filter(({ objects }) => Object.keys(objects ?? {}).length > 0)
      .map(({ name, objects }) =>
        at("settings").is(
          `ask for ${Object.keys(objects ?? {}).join(", ")} in bucket ${name}, and nothing writes into a laptop's object store; hand it over another way`,
        ),
      );
  },
};
