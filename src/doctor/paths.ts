import type { Deployment } from "../deployment";
import { laptopServices } from "../model/laptop";
import { whyNotThisMachine } from "./engine";
import type { LaptopFacts } from "./facts";
import { about, type Finding } from "./finding";

interface HostPath {
  readonly path: string;
  /** Who mounts it, sorted. */
  readonly by: readonly string[];
}

/** What containers mount from the machine itself; in mode infra those of the services are not made. */
export function hostPathsOf({ environment, platform }: Pick<Deployment, "environment" | "platform">): HostPath[] {
  const services = laptopServices(platform, environment.devenv?.mode ?? "all");
  const rows = Object.entries({ ...platform.jobs, ...services }).flatMap(([name, { mounts }]) =>
    mounts.flatMap((mount) => (mount.kind === "hostPath" ? [{ name, path: mount.hostPath }] : [])),
  );
  return [...new Set(rows.map(({ path }) => path))].sort().map((path) => ({
    path,
    by: [...new Set(rows.filter((row) => row.path === path).map(({ name }) => name))].sort(),
  }));
}

const { fine, fault, advice } = about("paths");

/** A bind mount of what is not there fails when its container is made, with half of the others running. */
export function judgePaths(deployment: Deployment, { engine, paths }: Pick<LaptopFacts, "engine" | "paths">) {
  const wanted = hostPathsOf(deployment);
  const unseen = whyNotThisMachine(engine);
  if (unseen !== undefined && wanted.length > 0) return [advice("host paths", unseen)];
  return wanted.map(({ path, by }): Finding => {
    const who = `for ${by.join(", ")}`;
    return paths[path] === undefined
      ? fault(path, `not there, ${who}`, `mkdir -p ${path}`)
      : fine(path, `there, ${who}`);
  });
}
