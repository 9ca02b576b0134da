import { writeFileSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { join } from "node:path";
import { ask, type Answer, docker, eventually } from "./engine";
import { startProcess, whyNoImages, whyNoProcess } from "./images";
import { BUILD_MS, gateway, ImagesTrial, POSTGRES_PASSWORD, REDIS_PASSWORD, RUN_MS, SERVICE } from "./images-trial";

jest.setTimeout(RUN_MS);

const noImages = whyNoImages();
if (noImages !== undefined) it.skip(`the test images: ${noImages}`, () => undefined);

(noImages === undefined ? describe : describe.skip)("the test images", () => {
  let trial: ImagesTrial;

  beforeAll(async () => {
    trial = await ImagesTrial.open("images", ["chat-ingress"]);
  }, BUILD_MS);

  afterAll(() => trial?.close(), RUN_MS);

  describe("the stores", () => {
    const psql = (password: string, query: string): Promise<string> => {
      const command = `PGPASSWORD=${password} psql -h postgres -U kdcube -d kdcube -tAc "${query}"`;
      return trial.sandbox.exec("postgres", "sh", "-c", command);
    };

    it("opens postgres to its password, with the options of its command", async () => {
      expect(await psql(POSTGRES_PASSWORD, "show max_connections")).toBe("50");
      await expect(psql("another", "select 1")).rejects.toThrow("password authentication failed");
    });

    it("opens redis to its password", async () => {
      expect(await trial.sandbox.exec("redis", "redis-cli", "ping")).toBe("PONG");
      expect(await trial.sandbox.exec("redis", "env", "-u", "REDISCLI_AUTH", "redis-cli", "ping")).toContain("NOAUTH");
    });

    it(
      "prepares the database, any number of times",
      async () => {
        await trial.prepared("setup-1");
        await trial.prepared("setup-2");
        const schemas = "select nspname from pg_namespace where nspname like 'kdcube%' order by 1";
        expect((await psql(POSTGRES_PASSWORD, schemas)).split("\n")).toEqual([
          "kdcube_acme_assistant",
          "kdcube_control_plane",
        ]);
        expect(await psql(POSTGRES_PASSWORD, "select '[1,2]'::vector <-> '[1,3]'")).toBe("1");
      },
      RUN_MS,
    );

    it(
      "says why the database was not prepared",
      async () => {
        const { status, output } = await trial.setup("setup-3", { POSTGRES_PASSWORD: "another" });
        expect(status).not.toBe(0);
        expect(output).toMatch(/^postgres-setup: .*password authentication failed/);
      },
      RUN_MS,
    );
  });

  describe("a service's health", () => {
    beforeAll(async () => {
      await trial.prepared("setup-health");
    }, RUN_MS);

    const reasons = ({ json }: Answer) => (json as { reasons: Record<string, string> }).reasons;

    it("is good with what it needs", async () => {
      const base = await trial.ingress("healthy");
      const health = await ask(`${base}/health`);
      expect([health.status, reasons(health)]).toEqual([200, {}]);
      expect(await trial.sandbox.exec("healthy", "id", "-u")).toBe("1000");
    });

    it.each([
      ["another password of Redis", { REDIS_URL: "redis://:another@redis:6379/0" }, { redis: /WRONGPASS|invalid/ }],
      ["another password of Postgres", { POSTGRES_PASSWORD: "another" }, { postgres: /password authentication/ }],
      ["a host that is not there", { POSTGRES_HOST: "nowhere" }, { postgres: /not known|no answer/ }],
      ["a port that is left out", { POSTGRES_PORT: "5434" }, { postgres: /refused/ }],
      ["an empty GATEWAY_CONFIG_JSON", { GATEWAY_CONFIG_JSON: "" }, { gateway_config: /JSONDecodeError/ }],
      ["no project", { GATEWAY_CONFIG_JSON: '{"tenant":"acme"}' }, { gateway_config: /no project/ }],
      ["a project that nobody prepared", { GATEWAY_CONFIG_JSON: gateway("other") }, { postgres: /kdcube_acme_other/ }],
      ["storage that it may not write", { KDCUBE_STORAGE_PATH: "file:///root" }, { storage: /Permission/ }],
      ["no scanner where one is wanted", { APP_AV_SCAN: "1", CLAMAV_HOST: "redis" }, { clamd: /refused|Connect/ }],
    ])("is bad with %s", async (what, env, expected) => {
      const base = await trial.ingress(what.replace(/\W+/g, "-"), env);
      const health = await ask(`${base}/health`);
      expect(health.status).toBe(503);
      for (const [check, reason] of Object.entries(expected)) expect(reasons(health)[check]).toMatch(reason);
    });
  });

  const noProcess = whyNoProcess();
  if (noProcess !== undefined) it.skip(`a stand-in as a process of the host: ${noProcess}`, () => undefined);
  else
    it("has a stand-in that runs as a process of the host, from a file that a shell sources", async () => {
      const [postgres, redis, port] = await Promise.all([
        trial.sandbox.address("postgres", 5432),
        trial.sandbox.address("redis", 6379),
        freePort(),
      ]);
      const lines = {
        ...SERVICE,
        POSTGRES_HOST: "127.0.0.1",
        POSTGRES_PORT: postgres.split(":")[1],
        REDIS_URL: `redis://:${REDIS_PASSWORD}@${redis}/0`,
        KDCUBE_STORAGE_PATH: `file://${trial.folder}/storage`,
        CHAT_APP_PORT: port,
        TENANT_ID: "acme",
        PROJECT_ID: "assistant",
      };
      const file = join(trial.folder, ".env");
      writeFileSync(
        file,
        Object.entries(lines)
          .map(([name, value]) => `${name}='${value}'\n`)
          .join(""),
      );
      const setup = startProcess("postgres-setup", file);
      expect([await setup.ended, setup.output()]).toEqual([0, expect.stringContaining("are there")]);
      const process = startProcess("chat-ingress", file);
      try {
        const health = await eventually(() => ask(`http://127.0.0.1:${port}/health`), 10);
        expect([health.status, health.json]).toEqual([200, { service: "chat-ingress", reasons: {} }]);
      } finally {
        await process.stop();
      }
    });

  it("are labelled, each with its role", async () => {
    const labels = await docker(
      "image",
      "inspect",
      "--format",
      '{{index .Config.Labels "ferry.test.image"}}',
      trial.image("redis"),
    );
    expect(labels).toBe("redis");
  });
});

/** A port of 127.0.0.1 that nobody has, a moment ago. */
function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}
