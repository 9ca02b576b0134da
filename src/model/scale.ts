import * as z from "zod";
import { AWS_CRON } from "./cron";

/** How long a condition must hold, in whole minutes: an alarm looks once a minute. */
const forMinutes = z.int().min(1).max(60);

/** Six fields, in UTC. Source: AWS, Application Auto Scaling, scheduled scaling using cron expressions. */
const cron = z
  .string()
  .regex(
    AWS_CRON,
    'cron(…) in UTC with minutes, hours, day, month, weekday and year, and ? for either day or weekday, such as "cron(0 7 ? * MON-FRI *)"',
  );

/** What drives the number of instances between min and max. */
const driverSchema = z.union([
  /** Per cent that all instances are kept at, on average. */
  z.strictObject({ cpu: z.int().min(10).max(90) }),
  z.strictObject({ memory: z.int().min(10).max(90) }),
  /** A metric of the platform by its own name; thresholds are in its unit. */
  z.strictObject({
    metric: z.string(),
    out: z.strictObject({ above: z.number().nonnegative(), forMinutes }),
    in: z.strictObject({ below: z.number().positive(), forMinutes }).optional(),
  }),
  /** From that moment on this many at least. */
  z.strictObject({ schedule: cron, min: z.int().nonnegative() }),
]);
export type Driver = z.infer<typeof driverSchema>;
export type MetricDriver = Extract<Driver, { metric: string }>;
export type ScheduleDriver = Extract<Driver, { schedule: string }>;

export const scaleSchema = z.strictObject({
  min: z.int().nonnegative(),
  max: z.int().positive(),
  on: z.array(driverSchema).optional(),
});
export type Scale = {
  readonly min: number;
  readonly max: number;
  /** @default - cpu at 60, memory at 75 */
  readonly on?: readonly Driver[] | undefined;
};

/** What moves a number that nobody said anything about. */
export const DEFAULT_DRIVERS: readonly Driver[] = [{ cpu: 60 }, { memory: 75 }];

export const driversOf = ({ on }: Scale): readonly Driver[] => on ?? DEFAULT_DRIVERS;

/** Is there a number to move? What runs once has none. */
export const scales = ({ instances, scale }: { readonly instances: "many" | "one"; readonly scale: Scale }): boolean =>
  instances === "many" && scale.max > scale.min && driversOf(scale).length > 0;

/** Fewer than this are never meant to run, whatever the hour. */
export const leastCount = (scale: Scale): number =>
  Math.min(scale.min, ...driversOf(scale).flatMap((driver) => ("schedule" in driver ? [driver.min] : [])));

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
