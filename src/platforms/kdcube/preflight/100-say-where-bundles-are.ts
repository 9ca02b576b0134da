import { bundleEntries, noEntries, gitIsOn, textOf } from "./bundle-entries";
import { rule, inRelease, named, shown } from "./rule";

export const sayWhereBundlesAre = rule({
  id: 100,
  group: "bundles",
  title:
    "each bundle has a path or a repository, a module <folder>.entrypoint, and a subdir that is the folder's parent",
  severity: "breaks",
  consequence: "the processor cannot import the bundle, and every turn of it fails",
  fix: "correct the item of the release",
  source: "documents",
  looksAt: "entries of AGENTIC_BUNDLES_JSON, or of the file that it names",
  idle: noEntries,
  run: (input) =>
    bundleEntries(input).flatMap(({ container, id, fields }) => {
      const { path, repo, module, subdir } = fields;
      const folder = /^([^/]+)\.entrypoint$/.exec(String(module))?.[1];
      const last = textOf(subdir).split("/").filter(Boolean).at(-1);
      const wrong = [
        ...((gitIsOn(container) ? repo : path)
          ? []
          : [gitIsOn(container) ? "no repo, and bundles are cloned" : "no path, and nothing is cloned"]),
        ...(folder === undefined ? [`the module ${shown(module)}`] : []),
        ...(last !== undefined && last === folder ? [`the subdir ${String(subdir)}, which is the bundle itself`] : []),
      ];
      return wrong.map((text) => inRelease(["bundles", "items"], `${id} of ${named(container)} has ${text}`));
    }),
});
