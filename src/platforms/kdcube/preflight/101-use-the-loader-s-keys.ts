import { bundleEntries, noEntries } from "./bundle-entries";
import { rule, inRelease, named } from "./rule";

export const useTheLoaderSKeys = rule({
  id: 101,
  group: "bundles",
  title: "no bundle has git_url, git_ref, git_subdir or git_repo",
  severity: "breaks",
  consequence: "the loader refuses the whole list, and the registry stays as it was",
  fix: "write repo, ref and subdir",
  source: "code",
  looksAt: "entries of AGENTIC_BUNDLES_JSON, or of the file that it names",
  idle: noEntries,
  run: (input) =>
    bundleEntries(input).flatMap(({ container, id, fields }) =>
      ["git_url", "git_ref", "git_subdir", "git_repo"]
        .filter((key) => key in fields)
        .map((key) => inRelease(["bundles", "items"], `${id} of ${named(container)} has ${key}`)),
    ),
});
