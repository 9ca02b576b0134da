import type { Platform } from "../../src/model/platform";
import { addressOf, hostPathOf, publicUrl, region, secret, store, task } from "../../src/model/reference";
import { composed, generated, supplied, use } from "../../src/model/secret";
import { job, service, taskOf } from "../../src/model/service";

const size = { cpu: 512, memoryMiB: 1024 };

/** A platform small enough to read at once, with one of everything that a container can ask for. */
export const shop: Platform = {
  name: "shop",
  images: {
    api: { repository: "shop-api", tag: "1.2.3", ours: true },
    postgres: { repository: "docker.io/pgvector/pgvector", tag: "pg16", ours: false },
    redis: { repository: "docker.io/redis", tag: "7.4.1", ours: false },
    sandbox: { repository: "shop-sandbox", tag: "1.2.3", ours: true },
  },
  services: {
    api: service({
      image: "api",
      ports: { http: 8010 },
      probe: { http: { port: "http", path: "/health" }, startPeriodSec: 90 },
      size,
      stopGraceSec: 120,
      needs: { migrate: "completed", cache: "healthy" },
      environment: {
        DB_HOST: store("db").host,
        LIMITS: '{"motto":"it\'s $5 #1"}',
        PUBLIC_URL: publicUrl,
        REGION: region,
        RUNTIME: task("sandbox", "runtime"),
        UPLOADS_ON_HOST: hostPathOf("/uploads"),
        WORKER: addressOf("worker"),
      },
      secrets: { CACHE_URL: use("cache-url"), OPENAI_KEY: use("openai-key"), COOKIE: use("session", "cookie") },
      mounts: [
        { kind: "shared", path: "/uploads", store: "uploads" },
        { kind: "scratch", path: "/tmp/work", sizeMiB: 64 },
        { kind: "scratch", path: "/cache" },
        {
          kind: "config",
          path: "/etc/shop/config.json",
          content: ['{"db":"', store("db").host, '","home":"${HOME}"}'],
        },
        { kind: "secretFile", path: "/run/secrets/openai", secret: "openai-key" },
        { kind: "hostPath", path: "/certs", hostPath: "/etc/ssl/certs", readOnly: true },
        { kind: "dockerSocket", startsTask: "sandbox" },
      ],
    }),
    worker: service({
      image: "api",
      command: ["sh", "-c", 'exec worker --home "${HOME}"'],
      ports: { http: 8020 },
      probe: { command: ["sh", "-c", "kill -0 $WORKER_PID"] },
      size: { cpu: 256, memoryMiB: 512 },
      consumes: "orders",
      needs: { api: "healthy" },
      user: { uid: 1000, gid: 1000, readOnlyRoot: true },
    }),
  },
  jobs: {
    migrate: job({
      image: "api",
      command: ["migrate"],
      size: { cpu: 256, memoryMiB: 512 },
      repeatable: true,
      needs: { db: "healthy" },
      envFile: ".env.migrations",
      environment: { DB_HOST: store("db").host },
      secrets: { DB_PASSWORD: use("db-password") },
    }),
  },
  tasks: { sandbox: taskOf({ image: "sandbox", size, startedBy: "api" }) },
  stores: {
    db: {
      kind: "postgres",
      image: "postgres",
      version: "16",
      database: "shop",
      user: "shop",
      password: "db-password",
      maxConnections: 150,
    },
    cache: { kind: "redis", image: "redis", version: "7.1", password: "cache-password", eviction: "noeviction" },
    uploads: { kind: "files", uid: 1000, gid: 1000 },
  },
  secrets: {
    "db-password": generated(),
    "cache-password": generated(),
    "cache-url": composed("redis://:", secret("cache-password"), "@", store("cache").host, ":6379/0"),
    "openai-key": supplied("API key from OpenAI"),
    session: supplied('JSON {"cookie": …}'),
  },
  routes: [{ order: 10, path: "/", exposure: "public", service: "api", port: "http", traffic: "request" }],
};
