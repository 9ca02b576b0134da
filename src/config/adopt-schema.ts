import * as z from "zod";
import { name } from "./name-schema";

const arnOf = (service: string, resource: string, example: string) =>
  z.string().regex(new RegExp(`^arn:aws[\\w-]*:${service}:[a-z0-9-]*:\\d{12}:${resource}`), example);

const subnets = z
  .array(z.string().regex(/^subnet-[0-9a-f]{8,17}$/, "the id of a subnet, such as subnet-0a1b2c3d"))
  .min(2);

/** What a store may be taken from; which of them fits is the store's kind's to say. */
const storeSchema = z.strictObject({
  /** An RDS instance, by identifier. */
  instance: z.string().min(1).optional(),
  /** An ElastiCache replication group, by id. */
  replicationGroup: z.string().min(1).optional(),
  /** An S3 bucket, by name. */
  bucket: z.string().min(3).optional(),
  /** An EFS file system, by id. */
  fileSystem: z
    .string()
    .regex(/^fs-[0-9a-f]{8,17}$/, "the id of an EFS file system, such as fs-0a1b2c3d")
    .optional(),
  /** The access point of it. @default - one is made */
  accessPoint: z
    .string()
    .regex(/^fsap-[0-9a-f]{8,17}$/, "the id of an EFS access point, such as fsap-0a1b2c3d")
    .optional(),
  /** The group that guards it, to which rules are added; a file system does not tell its own. @default - its first */
  securityGroupId: z
    .string()
    .regex(/^sg-[0-9a-f]{8,17}$/, "the id of a security group, such as sg-0a1b2c3d")
    .optional(),
});
export type AdoptedStore = z.infer<typeof storeSchema>;

/** Things of the account that others made: used by id, looked at in every plan, never changed or destroyed. */
export const adoptSchema = z.strictObject({
  /** A network with its three tiers, one subnet of each in every zone of aws.network.zones, in their order. */
  network: z
    .strictObject({
      vpcId: z.string().regex(/^vpc-[0-9a-f]{8,17}$/, "the id of a VPC, such as vpc-0a1b2c3d"),
      publicSubnetIds: subnets,
      privateSubnetIds: subnets,
      dataSubnetIds: subnets,
    })
    .optional(),
  /** A load balancer with its HTTPS listener, of which the rules are ours. */
  loadBalancer: z
    .strictObject({
      arn: arnOf("elasticloadbalancing", "loadbalancer/app/", "the ARN of an application load balancer"),
      listenerArn: arnOf("elasticloadbalancing", "listener/app/", "the ARN of its HTTPS listener"),
    })
    .optional(),
  /** An ECS cluster, by name. */
  cluster: z.string().min(1).optional(),
  /** Store of the platform → what is there. */
  stores: z.record(name, storeSchema).default({}),
  /** Secret of the platform → where its value is kept already. */
  secrets: z.record(name, arnOf("(?:secretsmanager|ssm)", "", "the ARN of a secret or a parameter")).default({}),
});
export type Adopt = z.infer<typeof adoptSchema>;
