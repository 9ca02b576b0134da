import { rule, inService, runningOn, named } from "./rule";

export const leaveNothingToCompose = rule({
  id: 77,
  group: "storage",
  title: "the compose file needs no variable that nobody sets",
  severity: "breaks",
  consequence: "compose refuses the file, or mounts an empty path in the place of a directory",
  fix: "leave the compose file to the model",
  source: "code",
  looksAt: "images, mounts, health checks and ports of the compose file, with its defaults filled in",
  idle: (input) => (runningOn(input, "compose").length === 0 ? "no host runs compose" : undefined),
  run: (input) =>
    runningOn(input, "compose").flatMap((each) =>
      [each.image, each.health ?? "", ...each.published, ...each.mounts.flatMap(({ path, source }) => [path, source])]
        .filter((text) => /\$\{\w+[^}]*\}/.test(text))
        .map((text) => inService(each.name, `${named(each)} holds ${text}`)),
    ),
});
