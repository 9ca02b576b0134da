import type { CheckInput } from "../../src/checks/check";
import { CHECKS } from "../../src/checks/pack";
import type { Environment } from "../../src/config/schema";
import type { Migration, Phase } from "../../src/migration/plan";
import type { PhaseState } from "../../src/migration/schema";
import type { Platform } from "../../src/model/platform";
import { composed, generated } from "../../src/model/secret";
import { secret, store } from "../../src/model/reference";
import type { Service, ServiceInput } from "../../src/model/service";
import { job, service, taskOf } from "../../src/model/service";

const size = { cpu: 256, memoryMiB: 512 };

/** A service that no rule minds, with what a test says otherwise. */
export const a = (change: Partial<ServiceInput> = {}): Service =>
  service({ image: "app", ports: { http: 80 }, probe: { tcp: { port: "http" } }, size, ...change });
export const aJob = (change: Partial<Parameters<typeof job>[0]> = {}) =>
  job({ image: "app", size, repeatable: true, ...change });
export const aTask = (change: Partial<Parameters<typeof taskOf>[0]> = {}) =>
  taskOf({ image: "app", size, startedBy: "api", ...change });
export const aRoute = (change: Partial<Platform["routes"][number]>): Platform["routes"][number] => ({
  order: 10,
  path: "/api",
  exposure: "public",
  traffic: "request",
  ...change,
});

const platform: Platform = {
  name: "shop",
  services: { api: a({ needs: { migrate: "completed" } }), web: a() },
  jobs: { migrate: aJob() },
  tasks: { code: aTask() },
  stores: {
    db: {
      kind: "postgres",
      image: "app",
      version: "16",
      database: "shop",
      user: "shop",
      password: "password",
      maxConnections: 100,
    },
    cache: { kind: "redis", image: "app", version: "7", password: "password", eviction: "noeviction" },
    bucket: { kind: "bucket" },
    shared: { kind: "files", uid: 1, gid: 1 },
  },
  secrets: { password: generated(), url: composed(secret("password"), "@", store("cache").host) },
  routes: [aRoute({ service: "api", order: 10 }), aRoute({ service: "web", order: 20, path: "/" })],
  images: { app: { repository: "app", tag: "v1.0.0", ours: true } },
};

const aws = {
  account: "111122223333",
  region: "eu-west-1",
  network: { cidr: "10.0.0.0/16", zones: ["a", "b"], nat: "single" as const },
};
const host = { instanceType: "m6i.large", rootGiB: 50, dataGiB: 100, architecture: "x86_64" as const };
const common = {
  platform: "shop",
  environment: "test",
  file: "envs/shop/test.yaml",
  profile: "production" as const,
  state: { backend: "s3" as const },
  edge: {
    kind: "rules" as const,
    domain: "shop.example.com",
    certificateArn: "arn:aws:acm:eu-west-1:111122223333:certificate/0000",
    idleTimeoutSec: 4000,
    rewrites: false,
  },
  logRetentionDays: 30,
  recovery: { rpoMinutes: 1440, rtoMinutes: 480 },
  services: {},
  stores: {},
};
const alarms = { page: ["oncall@example.com"], ticket: [] };
const ENVIRONMENTS = {
  devenv: {
    ...common,
    target: "devenv",
    profile: "development",
    state: { backend: "local" },
    recovery: undefined,
    devenv: { mode: "all" },
  },
  ecs: { ...common, target: "ecs", aws, alarms },
  compose: { ...common, target: "ec2-compose", aws: { ...aws, host }, alarms },
} satisfies Record<string, Environment>;

export interface Change {
  readonly on?: keyof typeof ENVIRONMENTS;
  readonly environment?: Partial<Environment>;
  readonly platform?: Partial<Platform>;
  readonly migration?: Migration;
  readonly release?: unknown;
}

/** A laptop has no object store. */
const withoutBucket = {
  stores: Object.fromEntries(Object.entries(platform.stores).filter(([, { kind }]) => kind !== "bucket")),
};

/** A blameless environment of a blameless platform, with one change. */
export const inputWith = ({ on = "ecs", environment, migration, release, ...change }: Change): CheckInput => ({
  environment: { ...ENVIRONMENTS[on], ...environment },
  platform: { ...platform, ...(on === "devenv" && withoutBucket), ...change.platform },
  migration,
  release,
});

/** One phase that has come this far, as it is resolved. */
export const phaseAt = (state: PhaseState, services = ["api"]): Migration => {
  const phase: Phase = { name: "first", state, kind: "many", share: 0, services };
  return { phases: [phase], stays: [], host: "present" };
};

/** The same, as YAML says it. */
export const settingsOf = ({ phases, stays, host: ownHost }: Migration): NonNullable<Environment["migration"]> => ({
  to: "ecs",
  phases: phases.map(({ name, services, state }) => ({ name, services: [...services], state })),
  stays: [...stays],
  host: ownHost,
});

/** What the rule of this number says, with the path it is told at. */
export function told(id: number, change: Change): string[] {
  const rule = CHECKS.find((check) => check.id === id);
  if (!rule) throw new Error(`there is no rule ${id}`);
  return rule.run(inputWith(change)).map(({ path, text }) => (path.length > 0 ? `${path.join(".")}: ${text}` : text));
}
