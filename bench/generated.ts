import type { Environment } from "../src/config/schema";
import type { Deployment } from "../src/deployment";
import type { Image } from "../src/model/image";
import type { Platform } from "../src/model/platform";
import { addressOf, secret, store } from "../src/model/reference";
import type { Route } from "../src/model/route";
import { composed, generated, use } from "../src/model/secret";
import { service, type Service } from "../src/model/service";
import type { Store } from "../src/model/store";

/** One bucket for so many services, as platforms that grow tend to have. */
const SERVICES_PER_BUCKET = 10;

/**
 * A platform of any size on ecs, built past the checks: a load balancer takes 100 rules unless AWS is asked for more,
 * and what is measured here is ours. Each service has what a real one has: a port, a route, a neighbour it calls,
 * settings, two secrets, a shared and a scratch directory.
 */
export function generatedDeployment(count: number): Deployment {
  const names = Array.from({ length: count }, (_, index) => `service-${index}`);
  const platform: Platform = {
    name: "generated",
    services: Object.fromEntries(names.map((name, index) => [name, serviceNumber(index, names)])),
    jobs: {},
    tasks: {},
    stores: stores(count),
    secrets: secrets(names),
    routes: names.map((name, index): Route => route(name, index)),
    images: Object.fromEntries(names.map((name) => [name, image(name)])),
  };
  return { environment, platform, notes: [] };
}

function serviceNumber(index: number, names: readonly string[]): Service {
  const name = names[index] as string;
  const neighbour = names[(index + 1) % names.length] as string;
  return service({
    image: name,
    ports: { http: 8080 },
    probe: { http: { port: "http", path: "/health" } },
    size: { cpu: 256, memoryMiB: 512 },
    scale: { min: 2, max: 4 },
    traffic: index % 3 === 0 ? "stream" : "request",
    environment: {
      DATABASE_HOST: store("database").host,
      DATABASE_NAME: store("database").database,
      CACHE_HOST: store("cache").host,
      BUCKET: store(bucketOf(index)).uri,
      NEIGHBOUR_URL: ["http://", addressOf(neighbour)],
      ...Object.fromEntries(Array.from({ length: 10 }, (_, each) => [`SETTING_${each}`, `value ${each} of ${name}`])),
    },
    secrets: { TOKEN: use(`${name}-token`), CACHE_URL: use("cache-url") },
    mounts: [
      { kind: "shared", path: "/shared", store: "files" },
      { kind: "scratch", path: "/tmp" },
    ],
    grants: [{ grant: "readWriteBucket", store: bucketOf(index) }],
  });
}

const bucketOf = (index: number): string => `bucket-${Math.floor(index / SERVICES_PER_BUCKET)}`;

const stores = (count: number): Record<string, Store> => ({
  database: {
    kind: "postgres",
    image: "database",
    version: "16",
    database: "generated",
    user: "generated",
    password: "database-password",
    maxConnections: 5000,
  },
  cache: { kind: "redis", image: "cache", version: "7.1", password: "cache-password", eviction: "noeviction" },
  files: { kind: "files", uid: 1000, gid: 1000 },
  ...Object.fromEntries(
    Array.from({ length: Math.ceil(count / SERVICES_PER_BUCKET) }, (_, index) => [
      bucketOf(index * SERVICES_PER_BUCKET),
      { kind: "bucket" as const },
    ]),
  ),
});

const secrets = (names: readonly string[]): Platform["secrets"] => ({
  "database-password": generated(),
  "cache-password": generated(),
  "cache-url": composed("rediss://:", secret("cache-password"), "@", store("cache").host, ":6379/0"),
  ...Object.fromEntries(names.map((name) => [`${name}-token`, generated()])),
});

const route = (service: string, index: number): Route => ({
  order: 10 + index,
  path: `/${service}/`,
  exposure: "public",
  service,
  port: "http",
  traffic: index % 3 === 0 ? "stream" : "request",
});

const image = (repository: string): Image => ({ repository, tag: "1.0.0", ours: true });

const environment: Environment = {
  platform: "generated",
  environment: "bench",
  file: "envs/generated/bench.yaml",
  target: "ecs",
  profile: "production",
  state: { backend: "s3" },
  aws: {
    account: "111122223333",
    region: "eu-west-1",
    network: { cidr: "10.0.0.0/16", zones: ["a", "b"], nat: "per-zone" },
  },
  edge: {
    kind: "rules",
    domain: "bench.example.com",
    certificateArn: "arn:aws:acm:eu-west-1:111122223333:certificate/00000000-0000-0000-0000-000000000000",
    idleTimeoutSec: 300,
    rewrites: false,
  },
  logRetentionDays: 30,
  services: {},
  stores: {
    database: { instanceClass: "db.t4g.medium", storageGiB: 20, maxStorageGiB: 100, multiAz: true, backupDays: 7 },
    cache: { instanceClass: "cache.t4g.small", replicas: 1 },
  },
};
