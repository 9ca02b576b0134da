/**
 * List prices on demand, before tax, in US dollars. Written down by hand at the date below from AWS's public pricing
 * pages as they are known, not fetched: look at the page that each group names before money depends on it.
 */
export const PRICE_TABLE = { date: "2025-12", region: "eu-west-1", currency: "USD" } as const;

/** As AWS's own calculator counts a month. Source: AWS Pricing Calculator, "hours in a month". */
export const HOURS = 730;

export const UNITS = ["hour", "month", "GB", "GB-month", "million"] as const;
export type Unit = (typeof UNITS)[number];

export interface Price {
  readonly usd: number;
  readonly per: Unit;
}

const hourly = (usd: number): Price => ({ usd, per: "hour" });
const monthly = (usd: number): Price => ({ usd, per: "month" });
const stored = (usd: number): Price => ({ usd, per: "GB-month" });
const passed = (usd: number): Price => ({ usd, per: "GB" });

/** What is charged for, by one name each. */
export const PRICES = {
  // AWS Fargate Pricing: Linux/x86. Spot follows the market, some 70 % below.
  fargateVcpu: hourly(0.04048),
  fargateGiB: hourly(0.004445),
  spotVcpu: hourly(0.012144),
  spotGiB: hourly(0.0013335),
  // Amazon VPC Pricing: NAT gateway, public IPv4 addresses. AWS PrivateLink Pricing: one address in one zone.
  natGateway: hourly(0.048),
  natTraffic: passed(0.048),
  publicAddress: hourly(0.005),
  endpoint: hourly(0.011),
  endpointTraffic: passed(0.01),
  // Elastic Load Balancing Pricing: application load balancer.
  loadBalancer: hourly(0.0252),
  loadBalancerUnit: hourly(0.008),
  // Amazon RDS for PostgreSQL Pricing: gp3, one copy.
  databaseStorage: stored(0.127),
  // Amazon EFS Pricing: standard class. Amazon S3 Pricing: standard class. Amazon ECR Pricing. AWS Backup Pricing: warm.
  fileStorage: stored(0.33),
  objectStorage: stored(0.023),
  imageStorage: stored(0.1),
  backupStorage: stored(0.055),
  // Amazon EBS Pricing: gp3.
  volume: stored(0.088),
  // AWS Key Management Service Pricing. AWS Secrets Manager Pricing. AWS Systems Manager Pricing: advanced parameter.
  key: monthly(1),
  secret: monthly(0.4),
  advancedParameter: monthly(0.05),
  // Amazon CloudWatch Pricing: standard resolution; logs of class standard, flow logs among them.
  alarm: monthly(0.1),
  compositeAlarm: monthly(0.5),
  dashboard: monthly(3),
  customMetric: monthly(0.3),
  logs: passed(0.57),
  // AWS WAF Pricing.
  firewall: monthly(5),
  firewallRule: monthly(1),
  firewallRequests: { usd: 0.6, per: "million" },
  // Amazon Route 53 Pricing: a private zone costs as much as a public one. AWS Cloud Map Pricing.
  zone: monthly(0.5),
  registeredInstance: monthly(0.1),
} as const satisfies Readonly<Record<string, Price>>;
export type PriceName = keyof typeof PRICES;

/** Of one instance, by its class; a standby or a replica is another. */
export const CLASS_PRICES: Readonly<Record<"database" | "cache" | "machine", Readonly<Record<string, Price>>>> = {
  // Amazon RDS for PostgreSQL Pricing.
  database: {
    "db.t4g.micro": hourly(0.017),
    "db.t4g.small": hourly(0.035),
    "db.t4g.medium": hourly(0.07),
    "db.t4g.large": hourly(0.141),
    "db.m7g.large": hourly(0.187),
    "db.m7g.xlarge": hourly(0.374),
    "db.m7g.2xlarge": hourly(0.747),
    "db.r7g.large": hourly(0.266),
    "db.r7g.xlarge": hourly(0.532),
    "db.r7g.2xlarge": hourly(1.063),
  },
  // Amazon ElastiCache Pricing: Redis OSS nodes.
  cache: {
    "cache.t4g.micro": hourly(0.017),
    "cache.t4g.small": hourly(0.035),
    "cache.t4g.medium": hourly(0.071),
    "cache.m7g.large": hourly(0.174),
    "cache.m7g.xlarge": hourly(0.347),
    "cache.m7g.2xlarge": hourly(0.693),
    "cache.r7g.large": hourly(0.242),
    "cache.r7g.xlarge": hourly(0.483),
  },
  // Amazon EC2 On-Demand Pricing: Linux.
  machine: {
    "t3.medium": hourly(0.0456),
    "t3.large": hourly(0.0912),
    "t3.xlarge": hourly(0.1824),
    "m6i.large": hourly(0.107),
    "m6i.xlarge": hourly(0.214),
    "m6i.2xlarge": hourly(0.428),
    "m7g.large": hourly(0.0911),
    "m7g.xlarge": hourly(0.1821),
    "m7i.large": hourly(0.1124),
    "m7i.xlarge": hourly(0.2247),
    "m7i.2xlarge": hourly(0.4494),
    "m7i.4xlarge": hourly(0.8989),
    "g4dn.xlarge": hourly(0.587),
    "g5.xlarge": hourly(1.123),
  },
};
