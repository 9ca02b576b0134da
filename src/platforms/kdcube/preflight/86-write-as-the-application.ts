import { rule, inSettings, inStore, running, named } from "./rule";

export const writeAsTheApplication = rule({
  id: 86,
  group: "storage",
  title: "what the application writes to belongs to uid 1000",
  severity: "breaks",
  consequence: "PermissionError at the first file: the service starts and serves nothing",
  fix: "keep uid and gid 1000 in the platform's stores, and LOG_DIR where everybody may write",
  source: "history",
  looksAt: "owners of access points, LOG_DIR against the mounts",
  run: (input) => [
    ...input.rendered.files
      .filter(({ uid, gid }) => uid !== 1000 || gid !== 1000)
      .map(({ name, uid, gid }) => inStore(name, `its access point belongs to ${uid}:${gid}`)),
    ...running(input).flatMap((each) => {
      const folder = each.environment["LOG_DIR"];
      if (folder === undefined || folder.startsWith("/tmp/")) return [];
      const mount = each.mounts.find(({ path }) => folder === path || folder.startsWith(`${path}/`));
      return mount?.kind === "shared" && !mount.readOnly
        ? []
        : [inSettings("logging", `LOG_DIR of ${named(each)} is ${folder}, where uid 1000 cannot write`)];
    }),
  ],
});
