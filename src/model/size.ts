import * as z from "zod";

/**
 * Fargate takes these pairs of CPU units and memory and no others.
 * Source: AWS, Amazon ECS Developer Guide, "Task definition parameters for Fargate", task size.
 */
export const FARGATE_SIZES: readonly { readonly cpu: number; readonly memoryMiB: readonly number[] }[] = [
  { cpu: 256, memoryMiB: [512, 1024, 2048] },
  { cpu: 512, memoryMiB: steps(1024, 4096, 1024) },
  { cpu: 1024, memoryMiB: steps(2048, 8192, 1024) },
  { cpu: 2048, memoryMiB: steps(4096, 16384, 1024) },
  { cpu: 4096, memoryMiB: steps(8192, 30720, 1024) },
  { cpu: 8192, memoryMiB: steps(16384, 61440, 4096) },
  { cpu: 16384, memoryMiB: steps(32768, 122880, 8192) },
];

function steps(from: number, to: number, by: number): number[] {
  return Array.from({ length: (to - from) / by + 1 }, (_, index) => from + index * by);
}

export const sizeSchema = z.strictObject({
  /** CPU units: 1024 are one vCPU. */
  cpu: z.int().positive(),
  memoryMiB: z.int().positive(),
});
export type Size = z.infer<typeof sizeSchema>;

export interface SizeProblem {
  readonly field: keyof Size;
  readonly text: string;
}

/** Why Fargate would not take this size, with the nearest that it would; undefined when it does. */
export function fargateProblem(size: Size): SizeProblem | undefined {
  const row = FARGATE_SIZES.find(({ cpu }) => cpu === size.cpu);
  if (!row) {
    const cpus = FARGATE_SIZES.map(({ cpu }) => cpu);
    return {
      field: "cpu",
      text: `${size.cpu} is not a Fargate cpu; allowed: ${cpus.join(", ")}; nearest: ${nearest(size.cpu, cpus)}`,
    };
  }
  if (row.memoryMiB.includes(size.memoryMiB)) return undefined;
  return {
    field: "memoryMiB",
    text: `${size.memoryMiB} is not a Fargate size with cpu ${size.cpu}; nearest: ${nearest(size.memoryMiB, row.memoryMiB)}`,
  };
}

/** The smallest Fargate size that holds both, as a task with several containers needs. */
export function fargateSizeFor(need: Size): Size {
  for (const { cpu, memoryMiB } of FARGATE_SIZES) {
    const memory = memoryMiB.find((candidate) => candidate >= need.memoryMiB);
    if (cpu >= need.cpu && memory !== undefined) return { cpu, memoryMiB: memory };
  }
  throw new Error(`no Fargate size holds cpu ${need.cpu} with ${need.memoryMiB} MiB`);
}

/** Rounds up where two are equally near: too little memory kills a container, too much costs cents. */
function nearest(wanted: number, allowed: readonly number[]): number {
  return [...allowed].sort((a, b) => Math.abs(a - wanted) - Math.abs(b - wanted) || b - a)[0] as number;
}
