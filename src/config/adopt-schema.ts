import * as z from "zod";
import { name } from "./name-schema";

const arnOf = (service: string, resource: string, example: string) =>
  z.string().regex(new RegExp(`^arn:aws[\\w-]*:${service}:[a-z0-9-]*:\\d{12}:${resource}`), example);

const subnets = z
  .array(z.string().regex(/^subnet-[0-9a-f]{8,17}$/, "the id of a subnet, such as subnet-0a1b2c3d"))
  .min(2);

/** What a store may be taken from; which of them fits is the store's kind's to say. */
const storeSchema = z.strictObject({
  /** An RDS instance, by identifier. Source: AWS, Amazon RDS User Guide, "Quotas and constraints", naming. */
  instance: z
    .string()
    .regex(/^(?=.{1,63}$)[a-z](?:-?[a-z0-9])*$/, "the identifier of an RDS instance, such as shared-postgres")
    .optional(),
  /** An ElastiCache replication group, by id. Source: AWS, ElastiCache API, CreateReplicationGroup. */
  replicationGroup: z
    .string()
    .regex(/^(?=.{1,40}$)[a-z](?:-?[a-z0-9])*$/, "the id of a replication group of ElastiCache, such as shared-redis")
    .optional(),
  /** An S3 bucket, by name. Source: AWS, Amazon S3 User Guide, "Bucket naming rules". */
  bucket: z
    .string()
    .regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, "the name of an S3 bucket, such as shared-storage")
    .optional(),
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
  /** An ECS cluster, by name. Source: AWS, Amazon ECS API, CreateCluster. */
  cluster: z
    .string()
    .regex(/^[A-Za-z0-9_-]{1,255}$/, "the name of an ECS cluster, such as shared")
    .optional(),
  /** Store of the platform → what is there. */
  stores: z.record(name, storeSchema).default({}),
  /** Secret of the platform → where its value is kept already. */
  secrets: z.record(name, arnOf("(?:secretsmanager|ssm)", "", "the ARN of a secret or a parameter")).default({}),
});
export type Adopt = z.infer<typeof adoptSchema>;
