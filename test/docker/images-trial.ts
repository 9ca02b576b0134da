import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ask, eventually, Sandbox, type Start } from "./engine";
import { buildImages, type ImageRole, removeImages } from "./images";

/** The base takes a minute, and three where the mirror is far. */
export const BUILD_MS = 8 * 60_000;
export const RUN_MS = 90_000;

export const POSTGRES_PASSWORD = "sandbox-postgres";
export const REDIS_PASSWORD = "sandbox-redis";

type Variables = Readonly<Record<string, string>>;

export const gateway = (project = "assistant"): string =>
  JSON.stringify({ tenant: "acme", project, limits: { ingress: { max_sse_connections_per_instance: 50 } } });
const STORES = {
  POSTGRES_HOST: "postgres",
  POSTGRES_PORT: "5432",
  POSTGRES_DATABASE: "kdcube",
  POSTGRES_USER: "kdcube",
  POSTGRES_PASSWORD,
  REDIS_URL: `redis://:${REDIS_PASSWORD}@redis:6379/0`,
};
/** What a service is told that finds both stores. */
export const SERVICE = {
  ...STORES,
  GATEWAY_CONFIG_JSON: gateway(),
  KDCUBE_STORAGE_PATH: "file:///tmp/storage",
  HEARTBEAT_INTERVAL: "1",
  APP_AV_SCAN: "0",
};

const STORE_ROLES = ["postgres", "redis", "postgres-setup"] as const satisfies readonly ImageRole[];

// Names of a test's own: those of a release may be in use by who tests the whole environment.
const imageName = (trial: string, role: ImageRole): string => `ferry-test-${role}:${trial}`;
const imageNames = (trial: string, roles: readonly ImageRole[]) =>
  Object.fromEntries(roles.map((role) => [role, [imageName(trial, role)]]));

/** Postgres and Redis in a sandbox, and what a test starts beside them. */
export class ImagesTrial {
  private constructor(
    readonly sandbox: Sandbox,
    /** A directory of this machine for files that containers mount. */
    readonly folder: string,
    private readonly name: string,
    private readonly roles: readonly ImageRole[],
  ) {}

  /** With images of these roles beside those of the stores. */
  static async open(name: string, others: readonly ImageRole[]): Promise<ImagesTrial> {
    const roles = [...STORE_ROLES, ...others];
    await buildImages(imageNames(name, roles));
    const trial = new ImagesTrial(await Sandbox.open(), mkdtempSync(join(tmpdir(), "ferry-images-")), name, roles);
    try {
      await trial.startStores();
      return trial;
    } catch (error) {
      await trial.close();
      throw error;
    }
  }

  image(role: ImageRole): string {
    return imageName(this.name, role);
  }

  /** Base address of what a container of the sandbox serves, as soon as it answers at all. */
  async started(name: string, how: Start & { publish: number }): Promise<string> {
    await this.sandbox.start(name, how);
    const base = `http://${await this.sandbox.address(name, how.publish)}`;
    await eventually(() => ask(base, { signal: AbortSignal.timeout(1000) }));
    return base;
  }

  ingress(name: string, env: Variables = {}): Promise<string> {
    return this.started(name, { image: this.image("chat-ingress"), env: { ...SERVICE, ...env }, publish: 8010 });
  }

  /** Runs what prepares the database to its end. */
  setup(name: string, env: Variables = {}): Promise<{ status: number; output: string }> {
    const variables = { ...STORES, TENANT_ID: "acme", PROJECT_ID: "assistant", ...env };
    return this.sandbox.finish(name, { image: this.image("postgres-setup"), env: variables });
  }

  async prepared(name: string): Promise<void> {
    const { status, output } = await this.setup(name);
    if (status !== 0) throw new Error(output);
  }

  async close(): Promise<void> {
    await this.sandbox.dispose();
    await removeImages(imageNames(this.name, this.roles));
    rmSync(this.folder, { recursive: true, force: true });
  }

  private async startStores(): Promise<void> {
    await Promise.all([
      this.sandbox.start("postgres", {
        image: this.image("postgres"),
        env: { POSTGRES_USER: "kdcube", POSTGRES_DB: "kdcube", POSTGRES_PASSWORD },
        command: ["postgres", "-c", "max_connections=50"],
        publish: 5432,
      }),
      this.sandbox.start("redis", {
        image: this.image("redis"),
        env: { REDISCLI_AUTH: REDIS_PASSWORD },
        command: ["redis-server", "--requirepass", REDIS_PASSWORD, "--appendonly", "yes"],
        publish: 6379,
      }),
    ]);
    const ready = ["pg_isready", "-h", "127.0.0.1", "-U", "kdcube", "-d", "kdcube"];
    await eventually(() => this.sandbox.exec("postgres", ...ready));
    await eventually(() => this.sandbox.exec("redis", "redis-cli", "ping"));
  }
}
