import type { Platform } from "./platform";

/** all: the platform and its stores in containers; infra: stores and jobs alone, services as processes. */
export type LaptopMode = "all" | "infra";

/** The images that a laptop needs, by key, sorted. Tasks are among them: what starts one expects its image to be there. */
export function laptopImages({ services, jobs, tasks, stores }: LaptopParts, mode: LaptopMode): string[] {
  const running = mode === "all" ? [...Object.values(services), ...Object.values(tasks)] : [];
  const workloads = [...running, ...Object.values(jobs)].map(({ image }) => image);
  const servers = Object.values(stores).flatMap((store) => ("image" in store && store.image ? [store.image] : []));
  return [...new Set([...workloads, ...servers])].sort();
}

type LaptopParts = Pick<Platform, "services" | "jobs" | "tasks" | "stores">;
