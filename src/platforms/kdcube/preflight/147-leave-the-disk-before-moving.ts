import { rule, inSettings, running, named } from "./rule";

export const leaveTheDiskBeforeMoving = rule({
  id: 147,
  group: "migration",
  title: "once anything has left the host, storage is no directory of it",
  severity: "breaks",
  consequence: "what is written on the host is invisible on ECS, and the other way round",
  fix: "set settings.storage to s3, and copy what is there",
  source: "inferred",
  looksAt: "KDCUBE_STORAGE_PATH where services run in two places",
  idle: (input) => (new Set(running(input).map(({ on }) => on)).size < 2 ? "all of it is in one place" : undefined),
  run: (input) =>
    running(input)
      .filter(({ environment }) => environment["KDCUBE_STORAGE_PATH"]?.startsWith("file:"))
      .map((each) =>
        inSettings("storage", `KDCUBE_STORAGE_PATH of ${named(each)} is ${each.environment["KDCUBE_STORAGE_PATH"]}`),
      ),
});
