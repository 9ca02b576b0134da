import { mountPath } from "../model/mount";
import type { Check, Fault } from "./check";
import { inPlatform } from "./check";
import { workloadsOf } from "./walk";

/** 31 · Of two mounts at one path one hides the other, and which of them differs by place. */
export const mountApart: Check = {
  id: 31,
  title: "no two mounts lie at one path, and no directory lies inside another",
  severity: "breaks",
  run: ({ platform }) =>
    workloadsOf(platform).flatMap(({ kind, name, workload }) => {
      const paths = workload.mounts.map((mount) => ({ mount, path: trimmed(mountPath(mount)) }));
      return paths.flatMap((one, index) =>
        paths.slice(index + 1).flatMap((other): Fault[] => {
          if (one.path === other.path) return [inPlatform(`${kind} ${name} mounts two things at ${one.path}`)];
          const [outer, inner] = one.path.length < other.path.length ? [one, other] : [other, one];
          const directories = isDirectory(outer.mount.kind) && isDirectory(inner.mount.kind);
          if (!directories || !inner.path.startsWith(`${outer.path}/`)) return [];
          return [inPlatform(`${kind} ${name} mounts ${inner.path} inside ${outer.path}; put them side by side`)];
        }),
      );
    }),
};

const isDirectory = (kind: string): boolean => kind === "shared" || kind === "scratch";
const trimmed = (path: string): string => path.replace(/(?<=.)\/+$/, "");
