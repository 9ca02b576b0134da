import { isFixedVersion } from "../../../model/image";
import { bundleEntries, noEntries, textOf } from "./bundle-entries";
import { rule, inRelease, named, shown } from "./rule";

export const pinBundles = rule({
  id: 104,
  group: "bundles",
  title: "in production a bundle's ref is a tag with a version or a commit, unless branches are followed on purpose",
  severity: "breaks",
  consequence: "two instances that start an hour apart run different code under one name",
  fix: "write a tag or a commit, or set settings.bundles.alwaysPull",
  source: "inferred",
  looksAt: "ref of each bundle, BUNDLE_GIT_ALWAYS_PULL",
  idle: (input) => (input.build.profile === "production" ? noEntries(input) : "the profile is development"),
  run: (input) =>
    bundleEntries(input)
      .filter(
        ({ container, fields }) =>
          container.environment["BUNDLE_GIT_ALWAYS_PULL"] !== "1" && !isFixedVersion(textOf(fields["ref"])),
      )
      .map(({ container, id, fields }) =>
        inRelease(["bundles", "items"], `${id} of ${named(container)} has the ref ${shown(fields["ref"])}`),
      ),
});
