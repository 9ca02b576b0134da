import { rule, inService, running, named } from "./rule";

export const mountDirectories = rule({
  id: 90,
  group: "storage",
  title: "shared files are mounted on a directory, never in the place of a file",
  severity: "breaks",
  consequence: "the container finds a directory named nginx.conf, and does not start",
  fix: "mount the directory, or give the file as a config mount",
  source: "documents",
  looksAt: "paths of shared mounts",
  run: (input) =>
    running(input).flatMap((each) =>
      each.mounts
        .filter(
          ({ kind, path }) => kind === "shared" && /\.(?:conf|ya?ml|json|toml|ini|env|pem|key|crt|txt)$/.test(path),
        )
        .map(({ path, source }) => inService(each.name, `${named(each)} mounts ${source} at ${path}`)),
    ),
});
