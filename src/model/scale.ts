import * as z from "zod";

/** What drives the number of instances between min and max. */
const driverSchema = z.union([
  z.strictObject({ cpu: z.int().min(10).max(90) }),
  z.strictObject({ memory: z.int().min(10).max(90) }),
  z.strictObject({ metric: z.string(), target: z.number().positive() }),
  z.strictObject({ schedule: z.string(), min: z.int().nonnegative() }),
]);

export const scaleSchema = z.strictObject({
  min: z.int().nonnegative(),
  max: z.int().positive(),
  on: z.array(driverSchema).optional(),
});
export type Scale = {
  readonly min: number;
  readonly max: number;
  readonly on?: readonly z.infer<typeof driverSchema>[] | undefined;
};

/** Where its tasks run on ECS; `ec2` is what a container asks for that needs something of its host. */
export const CAPACITIES = ["fargate", "fargate-spot", "ec2"] as const;
export const capacitySchema = z.enum(CAPACITIES);
export type Capacity = (typeof CAPACITIES)[number];

/** What a service's task runs on: that of the one it runs alongside. */
export function capacityOf(
  services: Readonly<Record<string, { readonly capacity: Capacity; readonly alongside?: string }>>,
  name: string,
): Capacity {
  const { alongside, capacity = "fargate" } = services[name] ?? {};
  return (alongside === undefined ? undefined : services[alongside]?.capacity) ?? capacity;
}
