import { sameDirectory } from "./host-paths";
import { rule, inSettings, running, named, shown } from "./rule";

export const nameTheStorageAsTheHostDoes = rule({
  id: 75,
  group: "storage",
  title: "HOST_KDCUBE_STORAGE_PATH is the directory that is really mounted",
  severity: "breaks",
  consequence: "code runs beside an empty directory: its files are missing, its results are lost",
  fix: "leave HOST_KDCUBE_STORAGE_PATH to the model",
  source: "code",
  looksAt: "HOST_KDCUBE_STORAGE_PATH and the mount behind KDCUBE_STORAGE_PATH",
  idle: (input) =>
    running(input).some(({ environment }) => environment["HOST_KDCUBE_STORAGE_PATH"] !== undefined)
      ? undefined
      : "storage is no directory of a host",
  run: (input) =>
    running(input).flatMap((each) => {
      const { HOST_KDCUBE_STORAGE_PATH: said, KDCUBE_STORAGE_PATH: path } = each.environment;
      const mount = each.mounts.find((other) => path === `file://${other.path}`);
      return said === undefined || (mount && sameDirectory(said, mount.source))
        ? []
        : [
            inSettings(
              "storage",
              `HOST_KDCUBE_STORAGE_PATH of ${named(each)} is ${said}, mounted is ${shown(mount?.source)}`,
            ),
          ];
    }),
});
