import type { Deployment } from "../deployment";
import { laptopServices } from "../model/laptop";
import { whyNotLookedAt, whyNotThisMachine } from "./engine";
import type { DiskFact, EngineFact } from "./facts";
import { about, type Finding } from "./finding";

const GIB = 1024 ** 3;
const MIB = 1024 ** 2;

/**
 * A first start pulls or builds every image, each beside the layers that it comes from, and databases fill their first
 * files. It is an estimate, and on the safe side: an engine whose disk is full stops in the middle, data included.
 */
export const FREE_DISK_MIN_GIB = 10;

export function judgeDisk({ of, path, freeBytes }: DiskFact, engine: EngineFact): Finding {
  const { fine, fault, advice } = about("disk");
  const unseen = whyNotThisMachine(engine);
  if (unseen !== undefined) return advice("disk", unseen);
  const where = of === "engine" ? path : `${path}: the checkout, for the engine's own disk is not visible from here`;
  const text = `${gib(freeBytes)} free at ${where}`;
  if (freeBytes >= FREE_DISK_MIN_GIB * GIB) return fine("disk", text);
  return fault(
    "disk",
    `${text}; ${FREE_DISK_MIN_GIB} GiB are needed`,
    "make room; docker system df shows what the engine holds",
  );
}

/** Limits are what containers may take, not what they will: their sum is worth knowing, and no fault. */
export function judgeMemory(deployment: Deployment, engine: EngineFact): Finding {
  const { fine, fault, advice } = about("memory");
  if (engine.kind !== "answers") return advice("memory", whyNotLookedAt);
  const { memoryBytes } = engine;
  const sizes = sizesOf(deployment);
  const has = `the engine has ${gib(memoryBytes)}`;
  const largest = [...sizes].sort((a, b) => b.bytes - a.bytes)[0];
  if (largest && largest.bytes > memoryBytes)
    return fault("memory", `${largest.name} may take ${gib(largest.bytes)}, ${has}`, less(deployment, largest.name));
  const text = `${has}; containers may take ${gib(sizes.reduce((sum, { bytes }) => sum + bytes, 0))}`;
  return sizes.reduce((sum, { bytes }) => sum + bytes, 0) > memoryBytes
    ? advice("memory", `${text} together`, "give it more, or lower services.<name>.size.memoryMiB")
    : fine("memory", text);
}

function sizesOf({ environment, platform }: Deployment): { name: string; bytes: number }[] {
  const services = laptopServices(platform, environment.devenv?.mode ?? "all");
  return Object.entries({ ...platform.jobs, ...services })
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, { size }]) => ({ name, bytes: size.memoryMiB * MIB }));
}

/** Only a service's size is the environment's to say. */
const less = ({ environment, platform }: Deployment, name: string): string =>
  name in platform.services
    ? `lower services.${name}.size.memoryMiB in ${environment.file}, or give the engine more`
    : "give the engine more";

const gib = (bytes: number): string => `${(bytes / GIB).toFixed(1)} GiB`;
