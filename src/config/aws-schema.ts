import * as z from "zod";
import { isNetwork, isPrivate, PRIVATE_RANGES } from "../model/cidr";

const instanceType = z.string().regex(/^[a-z][a-z0-9-]*\.[a-z0-9-]+$/, "an EC2 instance type such as m7i.large");

const SECURITY_GROUP = /^sg-[0-9a-f]{8,17}$/;
const SCRAPER = `a private network with no bits behind its mask, such as 10.9.0.0/16 (${PRIVATE_RANGES}), or a security group such as sg-0123456789abcdef0`;

/** Which account and region, the network of its own, and the host where there is one. */
export const awsSchema = z.strictObject({
  account: z.string().regex(/^\d{12}$/, "twelve digits, in quotes"),
  region: z.string().regex(/^[a-z]{2}(-[a-z]+)+-\d$/, "an AWS region such as eu-west-1"),
  network: z.strictObject({
    /** A /16 to /20, cut into three tiers of subnets over the zones; an adopted network has the range it has. */
    cidr: z.cidrv4().refine(isNetwork, {
      error: ({ input }) =>
        `got ${String(input)}; allowed: a network of /16 to /28 with no bits behind its mask, such as 10.20.0.0/16`,
    }),
    /** Letters of the region's availability zones. */
    zones: z
      .array(z.string().regex(/^[a-f]$/, "one letter, such as a"))
      .min(2)
      .max(3)
      .refine((zones) => new Set(zones).size === zones.length, "names a zone twice; allowed: each zone once"),
    /** The way out of the private subnets; none only where nothing calls outside AWS. */
    nat: z.enum(["per-zone", "single", "none"]),
    /** Interface endpoints for the APIs of AWS that are called. @default - needed in production and without nat */
    endpoints: z.enum(["needed", "none"]).optional(),
  }),
  /** Instances for services with capacity ec2. @default - none */
  capacity: z
    .strictObject({
      instanceType,
      min: z.int().min(0),
      max: z.int().min(1),
    })
    .optional(),
  /** The host that runs compose; only where there is one. */
  host: z
    .strictObject({
      instanceType: instanceType,
      rootGiB: z.int().min(8),
      /** The disk of images, releases and the engine; it outlives the host. EBS takes 16 TiB at most, and never less. */
      dataGiB: z.int().min(20).max(16_384).default(100),
      architecture: z.enum(["x86_64", "arm64"]),
      /** The machine image of a new host. @default - Canonical's newest Ubuntu 24.04 on the day the host is made */
      amiId: z
        .string()
        .regex(/^ami-[0-9a-f]{8,17}$/, "the id of a machine image such as ami-0123456789abcdef0")
        .optional(),
    })
    .optional(),
  /** Who may read the platform's metrics page beside its own services: private networks, or security groups. */
  scrapers: z
    .array(
      z.string().refine((from) => SECURITY_GROUP.test(from) || isPrivate(from), {
        error: ({ input }) => `got ${JSON.stringify(input)}; allowed: ${SCRAPER}`,
      }),
    )
    .refine((scrapers) => new Set(scrapers).size === scrapers.length, "names one twice; allowed: each once")
    .optional(),
});
