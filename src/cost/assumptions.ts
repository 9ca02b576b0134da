/** What no configuration says: how much a month is used. Each is printed with the estimate that rests on it. */
export const ASSUMPTIONS = {
  natGB: { value: 200, text: "GB through all NAT gateways" },
  endpointGB: { value: 100, text: "GB through all interface endpoints" },
  balancerUnits: { value: 1, text: "load balancer capacity unit (LCU) in use on average" },
  logGB: { value: 2, text: "GB written to each log group" },
  flowLogGB: { value: 10, text: "GB of flow logs" },
  bucketGB: { value: 50, text: "GB in each bucket" },
  filesGB: { value: 20, text: "GB in each file system" },
  imageGB: { value: 5, text: "GB in each image repository" },
  backupGB: { value: 200, text: "GB in each vault of a backup plan" },
  requestsMillion: { value: 10, text: "million requests through the firewall" },
} as const satisfies Readonly<Record<string, { readonly value: number; readonly text: string }>>;
export type AssumptionName = keyof typeof ASSUMPTIONS;

/** Said aloud, because a bill has them and the estimate has not. */
export const NOT_COUNTED: readonly string[] = [
  "tokens of model providers, usually the largest bill of all",
  "data transfer to the internet, between zones, and of copies of backups to another region",
  "requests: S3, KMS, Secrets Manager, CloudWatch, Route 53, EFS throughput",
  "Container Insights, enhanced monitoring, custom metrics of services",
  "storage of logs, snapshots beyond what is free, old versions in buckets",
  "tasks that a service starts when it wants one",
  "discounts: savings plans, reserved instances; taxes and support",
];
