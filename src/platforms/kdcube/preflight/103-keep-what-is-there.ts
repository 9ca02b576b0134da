import { bundleEntries, noEntries, gitIsOn } from "./bundle-entries";
import { rule, inSettings, named } from "./rule";

export const keepWhatIsThere = rule({
  id: 103,
  group: "bundles",
  title: "a processor that clones is given no paths: the clone would take their place",
  severity: "breaks",
  consequence: "the bundles of the image are ignored, and whatever the branch holds runs in their place",
  fix: "set settings.bundles.delivery to git without paths, or bake them with resolution off",
  source: "code",
  looksAt: "entries with path and repo, BUNDLE_GIT_RESOLUTION_ENABLED",
  idle: noEntries,
  run: (input) =>
    bundleEntries(input)
      .filter(
        ({ container, fields }) => gitIsOn(container) && fields["path"] !== undefined && fields["repo"] !== undefined,
      )
      .map(({ container, id }) =>
        inSettings("bundles.delivery", `${id} of ${named(container)} has a path, and is cloned`),
      ),
});
