import type { Platform } from "./platform";
import type { Service } from "./service";

/** all: everything in containers; infra: what the platform's own services stand on, and they are processes. */
export type LaptopMode = "all" | "infra";

/** The services that run in containers: with infra those of other people, which no checkout can run. */
export function laptopServices({ services, images }: LaptopParts, mode: LaptopMode): Record<string, Service> {
  const runs = ({ image }: Service): boolean => mode === "all" || images[image]?.ours === false;
  return Object.fromEntries(Object.entries(services).filter(([, service]) => runs(service)));
}

/** The images that a laptop needs, by key, sorted. Tasks are among them: what starts one expects its image to be there. */
export function laptopImages(parts: LaptopParts, mode: LaptopMode): string[] {
  const tasks = mode === "all" ? Object.values(parts.tasks) : [];
  const workloads = [...Object.values(laptopServices(parts, mode)), ...tasks, ...Object.values(parts.jobs)];
  const servers = Object.values(parts.stores).flatMap((store) =>
    "image" in store && store.image ? [store.image] : [],
  );
  return [...new Set([...workloads.map(({ image }) => image), ...servers])].sort();
}

type LaptopParts = Pick<Platform, "services" | "jobs" | "tasks" | "stores" | "images">;
