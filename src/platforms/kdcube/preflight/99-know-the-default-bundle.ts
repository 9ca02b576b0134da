import { noEntries, registries } from "./bundle-entries";
import { rule, inRelease, named, shown } from "./rule";

export const knowTheDefaultBundle = rule({
  id: 99,
  group: "bundles",
  title: "the default bundle is one of the list, and each has an id of its own",
  severity: "breaks",
  consequence: "a chat without a choice of bundle falls to the administrator's, or fails",
  fix: "correct bundles.default_bundle_id of the release",
  source: "code",
  looksAt: "AGENTIC_BUNDLES_JSON, or the file that it names",
  idle: noEntries,
  run: (input) =>
    registries(input).flatMap(({ container, defaultId, ids }) => [
      ...(defaultId === "kdcube.admin" || ids.includes(String(defaultId))
        ? []
        : [
            inRelease(
              ["bundles", "default_bundle_id"],
              `${named(container)} has the default ${shown(defaultId)}, and the bundles ${shown(ids.join(", "))}`,
            ),
          ]),
      ...(ids.every((id, index) => id !== "" && ids.indexOf(id) === index)
        ? []
        : [inRelease(["bundles", "items"], `${named(container)} has the bundles ${ids.join(", ")}`)]),
    ]),
});
