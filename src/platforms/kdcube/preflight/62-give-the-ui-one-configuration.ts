import { rule, inService, running, named } from "./rule";

export const giveTheUiOneConfiguration = rule({
  id: 62,
  group: "ui",
  title: "the UI has its config.json from one source at most besides its image",
  severity: "breaks",
  consequence: "its entrypoint writes over a file that is mounted read-only, and the container does not start",
  fix: "choose one way: a variable, the bucket, or a file",
  source: "code",
  looksAt: "FRONTEND_CONFIG_JSON, FRONTEND_CONFIG_S3_URL, files and mounts of the UI",
  run: (input) =>
    running(input, "web-ui").flatMap((each) => {
      const paths = [...Object.keys(each.files), ...each.mounts.map(({ path }) => path)];
      const sources = [
        ...["FRONTEND_CONFIG_JSON", "FRONTEND_CONFIG_S3_URL"].filter(
          (variable) => each.environment[variable] !== undefined,
        ),
        ...new Set(paths.filter((path) => /^\/usr\/share\/nginx\/html(\/config\.json)?$/.test(path))),
      ];
      return sources.length <= 1
        ? []
        : [inService("web-ui", `${named(each)} has its config.json from ${sources.join(" and ")}`)];
    }),
});
