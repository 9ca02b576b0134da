import type { PlatformParts } from "../../../src/model/platform";
import { partsOf as valueParts, type Value } from "../../../src/model/reference";
import type { Kdcube } from "../../../src/platforms/kdcube/input";
import { kdcube } from "../../../src/platforms/kdcube/platform";
import { releaseSchema } from "../../../src/platforms/kdcube/release";
import { settingsSchema } from "../../../src/platforms/kdcube/settings";

export const BUNDLE = {
  id: "app@2-0",
  name: "Customer App",
  repo: "git@github.com:org/customer.git",
  ref: "bundle-v1.0.0",
  subdir: "service/bundles",
  module: "app@2-0.entrypoint",
};

export const RELEASE = {
  release_name: "prod-2026-03-01",
  platform: { repo: "kdcube-ai-app", ref: "v0.3.2" },
  frontend: { repo: "customer", ref: "ui-v1.0" },
  bundles: { default_bundle_id: "app@2-0", items: [BUNDLE] },
  images: { postgres: { tag: "0.8.0-pg16" }, redis: { tag: "7.2.7" }, clamav: { tag: "1.4.2" } },
};

const SETTINGS = { tenant: "acme", project: "chat", auth: { type: "simple" }, bundles: { delivery: "baked" } };

const pool = { userPoolId: "eu-west-1_Pool1", clientId: "client1" };
export const COGNITO = { type: "cognito", ...pool, serviceUser: { email: "service@example.com" } };
export const DELEGATED = {
  type: "delegated",
  ...pool,
  passwordReset: { company: "Acme", sender: "noreply@example.com", template: "AcmeReset" },
};

export interface Said {
  readonly settings?: object;
  readonly release?: object;
  readonly edge?: Kdcube["edge"];
  readonly profile?: Kdcube["profile"];
}

export const inputOf = ({ settings, release, edge = "rules", profile = "development" }: Said = {}): Kdcube => ({
  environment: "test",
  profile,
  edge,
  domain: "chat.example.com",
  settings: settingsSchema.parse({ ...SETTINGS, ...settings }),
  release: releaseSchema.parse({ ...RELEASE, ...release }),
});

export const partsOf = (said?: Said): PlatformParts => kdcube.build(inputOf(said));

/** The variables of one container, secrets by name among them. */
export function variablesOf(parts: PlatformParts, name: string): Record<string, unknown> {
  const workload = parts.services[name] ?? parts.jobs[name] ?? parts.tasks[name];
  if (!workload) throw new Error(`no ${name}`);
  const inContainer = Object.entries(workload.environment).map(([key, value]) => [key, withPaths(value)] as const);
  return { ...Object.fromEntries(inContainer), ...workload.secrets };
}

/** A value with its paths as a container sees them; as text when nothing else is in it that a place must answer. */
export function withPaths(value: Value): Value {
  const parts = valueParts(value).map((part) =>
    typeof part !== "string" && part.ref === "path" ? part.mountPath : part,
  );
  return valueParts(value).some((part) => typeof part !== "string") && parts.every((part) => typeof part === "string")
    ? parts.join("")
    : value;
}

/** Every choice that a setting offers is made in one of these. */
export const EVERY_CHOICE: readonly Said[] = [
  {},
  { edge: "proxy", settings: { auth: DELEGATED } },
  {
    edge: "proxy",
    settings: {
      auth: { ...DELEGATED, cors: { origin: "*", methods: "GET", headers: "Device-Key" }, cookies: { secure: false } },
    },
  },
  { settings: { auth: { type: "simple", usersFile: "/kdcube-storage/idp.json", developmentToken: "fixture" } } },
  {
    settings: {
      auth: COGNITO,
      storage: "s3",
      admin: { id: "admin", email: "admin@example.com", name: "Admin" },
      providers: ["anthropic", "openai", "gemini", "brave", "huggingface"],
      ingress: { antivirus: true },
      proc: { mediumSession: true },
      execution: { platformVersion: "1.4.0" },
      metrics: {
        mode: "proxy",
        headers: { "X-Tenant": "acme" },
        mapping: { "proc.queue.total": { name: "queue", unit: "Count" } },
        cloudWatch: true,
        pushgateway: { url: "http://push.example.com:9091" },
        postgresPool: true,
      },
      email: { host: "smtp.example.com", user: "mailer", from: "a@example.com", to: "b@example.com" },
      stripe: {},
      cors: { allowOrigins: ["https://other.example.com"] },
    },
  },
  { settings: { storage: "s3", ui: { config: "s3" } } },
  { settings: { ui: { config: "mounted" } } },
  { settings: { ui: { config: "baked" } } },
  { settings: { bundles: { delivery: "mounted" } } },
  { settings: { bundles: { delivery: "mounted", from: "efs" } } },
  { settings: { bundles: { delivery: "git", shallow: true, cloneDepth: 10 } } },
  { settings: { bundles: { delivery: "file" } } },
];
