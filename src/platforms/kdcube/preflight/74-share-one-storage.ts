import type { RenderedContainer } from "../../../model/rendered";
import type { Fault } from "./rule";
import { rule, inSettings, running, named, CHAT, shown, differences } from "./rule";

export const shareOneStorage = rule({
  id: 74,
  group: "storage",
  title: "ingress, processor and the code it runs keep files in one storage, at a path that they see themselves",
  severity: "breaks",
  consequence: "attachments that the ingress takes are missing when the processor looks for them",
  fix: "set settings.storage; leave KDCUBE_STORAGE_PATH to the model",
  source: "code",
  looksAt: "KDCUBE_STORAGE_PATH in every place, and the mounts behind a file:// path",
  run: (input) => {
    const users = running(input).filter(({ environment }) => environment["KDCUBE_STORAGE_PATH"] !== undefined);
    const said = differences(
      users.map((each) => ({ who: named(each), value: each.environment["KDCUBE_STORAGE_PATH"] })),
    );
    const missing = running(input, ...CHAT).filter((each) => !users.includes(each));
    return [
      ...(said === undefined ? [] : [inSettings("storage", said)]),
      ...missing.map((each) => inSettings("storage", `${named(each)} has no KDCUBE_STORAGE_PATH`)),
      ...users.flatMap((each) => pathFaults(each)),
    ];
  },
});

function pathFaults(container: RenderedContainer): Fault[] {
  const path = container.environment["KDCUBE_STORAGE_PATH"] ?? "";
  if (/^s3:\/\/[^/]/.test(path)) return [];
  const local = /^file:\/\/(\/.+)$/.exec(path)?.[1];
  const mounted =
    local !== undefined && container.mounts.some((mount) => local === mount.path || local.startsWith(`${mount.path}/`));
  return mounted
    ? []
    : [
        inSettings(
          "storage",
          `KDCUBE_STORAGE_PATH of ${named(container)} is ${shown(path)}, which is neither a bucket nor mounted there`,
        ),
      ];
}
