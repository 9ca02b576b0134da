import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ask, type Answer, docker, eventually, Sandbox, serverEvents, type Start, webSocketEcho } from "./engine";
import {
  buildImages,
  IMAGE_ROLES,
  type ImageRole,
  removeImages,
  startProcess,
  whyNoImages,
  whyNoProcess,
} from "./images";

/** The base takes a minute, and three where the mirror is far. */
const BUILD_MS = 8 * 60_000;
const RUN_MS = 90_000;
jest.setTimeout(RUN_MS);

// Names of this test's own: those of a release may be in use by who tests the whole environment.
const tag = (role: ImageRole): string => `ferry-test-${role}:images`;
const names = Object.fromEntries(IMAGE_ROLES.map((role) => [role, [tag(role)]]));

const POSTGRES_PASSWORD = "sandbox-postgres";
const REDIS_PASSWORD = "sandbox-redis";

const gateway = (project = "assistant"): string =>
  JSON.stringify({ tenant: "acme", project, limits: { ingress: { max_sse_connections_per_instance: 50 } } });
const STORES = {
  POSTGRES_HOST: "postgres",
  POSTGRES_PORT: "5432",
  POSTGRES_DATABASE: "kdcube",
  POSTGRES_USER: "kdcube",
  POSTGRES_PASSWORD,
  REDIS_URL: `redis://:${REDIS_PASSWORD}@redis:6379/0`,
};
const SERVICE = {
  ...STORES,
  GATEWAY_CONFIG_JSON: gateway(),
  KDCUBE_STORAGE_PATH: "file:///tmp/storage",
  HEARTBEAT_INTERVAL: "1",
  APP_AV_SCAN: "0",
};

const ingress = (env: Readonly<Record<string, string>> = {}): Start => ({
  image: tag("chat-ingress"),
  env: { ...SERVICE, ...env },
  publish: 8010,
});
const setup = (env: Readonly<Record<string, string>> = {}): Start => ({
  image: tag("postgres-setup"),
  env: { ...STORES, TENANT_ID: "acme", PROJECT_ID: "assistant", ...env },
});

const noImages = whyNoImages();
if (noImages !== undefined) it.skip(`the test images: ${noImages}`, () => undefined);

(noImages === undefined ? describe : describe.skip)("the test images", () => {
  let sandbox: Sandbox;
  let folder: string;

  /** Base address of what a container of the sandbox serves, as soon as it answers at all. */
  const at = async (name: string, port: number): Promise<string> => {
    const base = `http://${await sandbox.address(name, port)}`;
    await eventually(() => ask(base, { signal: AbortSignal.timeout(1000) }));
    return base;
  };
  const started = async (name: string, how: Start & { publish: number }): Promise<string> => {
    await sandbox.start(name, how);
    return at(name, how.publish);
  };
  const started8010 = (name: string, env: Readonly<Record<string, string>>): Promise<string> =>
    started(name, { ...ingress(env), publish: 8010 });

  const prepared = async (name: string): Promise<void> => {
    const { status, output } = await sandbox.finish(name, setup());
    if (status !== 0) throw new Error(output);
  };

  beforeAll(async () => {
    await buildImages(names);
    folder = mkdtempSync(join(tmpdir(), "ferry-images-"));
    sandbox = await Sandbox.open();
    await Promise.all([
      sandbox.start("postgres", {
        image: tag("postgres"),
        env: { POSTGRES_USER: "kdcube", POSTGRES_DB: "kdcube", POSTGRES_PASSWORD },
        command: ["postgres", "-c", "max_connections=50"],
        publish: 5432,
      }),
      sandbox.start("redis", {
        image: tag("redis"),
        env: { REDISCLI_AUTH: REDIS_PASSWORD },
        command: ["redis-server", "--requirepass", REDIS_PASSWORD, "--appendonly", "yes"],
        publish: 6379,
      }),
    ]);
    await eventually(() => sandbox.exec("postgres", "pg_isready", "-h", "127.0.0.1", "-U", "kdcube", "-d", "kdcube"));
    await eventually(() => sandbox.exec("redis", "redis-cli", "ping"));
  }, BUILD_MS);

  afterAll(async () => {
    await sandbox.dispose();
    await removeImages(names);
    rmSync(folder, { recursive: true, force: true });
  }, RUN_MS);

  describe("the stores", () => {
    const psql = (password: string, query: string): Promise<string> => {
      const command = `PGPASSWORD=${password} psql -h postgres -U kdcube -d kdcube -tAc "${query}"`;
      return sandbox.exec("postgres", "sh", "-c", command);
    };

    it("opens postgres to its password, with the options of its command", async () => {
      expect(await psql(POSTGRES_PASSWORD, "show max_connections")).toBe("50");
      await expect(psql("another", "select 1")).rejects.toThrow("password authentication failed");
    });

    it("opens redis to its password", async () => {
      expect(await sandbox.exec("redis", "redis-cli", "ping")).toBe("PONG");
      expect(await sandbox.exec("redis", "env", "-u", "REDISCLI_AUTH", "redis-cli", "ping")).toContain("NOAUTH");
    });

    it(
      "prepares the database, any number of times",
      async () => {
        await prepared("setup-1");
        await prepared("setup-2");
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
        const { status, output } = await sandbox.finish("setup-3", setup({ POSTGRES_PASSWORD: "another" }));
        expect(status).not.toBe(0);
        expect(output).toMatch(/^postgres-setup: .*password authentication failed/);
      },
      RUN_MS,
    );
  });

  describe("a service's health", () => {
    beforeAll(async () => {
      await prepared("setup-health");
    }, RUN_MS);

    const reasons = ({ json }: Answer) => (json as { reasons: Record<string, string> }).reasons;

    it("is good with what it needs", async () => {
      const base = await started8010("healthy", {});
      const health = await ask(`${base}/health`);
      expect([health.status, reasons(health)]).toEqual([200, {}]);
      expect(await sandbox.exec("healthy", "id", "-u")).toBe("1000");
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
      const base = await started8010(what.replace(/\W+/g, "-"), env);
      const health = await ask(`${base}/health`);
      expect(health.status).toBe(503);
      for (const [check, reason] of Object.entries(expected)) expect(reasons(health)[check]).toMatch(reason);
    });
  });

  describe("a turn", () => {
    let ingressBase: string;
    let procBase: string;
    let metricsBase: string;

    beforeAll(async () => {
      await prepared("setup-turn");
      chmodSync(folder, 0o777);
      const proc: Start & { publish: number } = {
        image: tag("chat-proc"),
        env: {
          ...SERVICE,
          KDCUBE_STORAGE_PATH: "file:///kdcube-storage",
          HOST_KDCUBE_STORAGE_PATH: folder,
          CHAT_PROCESSOR_PORT: "8020",
          PY_CODE_EXEC_IMAGE: tag("py-code-exec"),
          AGENTIC_BUNDLES_JSON: '{"default_bundle_id":"a","bundles":{"a":{}}}',
        },
        publish: 8020,
        options: ["-v", `${folder}:/kdcube-storage`, "-v", "/var/run/docker.sock:/var/run/docker.sock"],
      };
      const metrics = { image: tag("metrics"), env: { ...SERVICE, METRICS_PORT: "8090" }, publish: 8090 };
      [ingressBase, procBase, metricsBase] = await Promise.all([
        started8010("chat-ingress", {}),
        started("chat-proc", proc),
        started("metrics", metrics),
      ]);
    }, RUN_MS);

    const say = (base: string, streamId: string): Promise<Answer> =>
      ask(`${base}/sse/chat`, { method: "POST", body: JSON.stringify({ stream_id: streamId, message: "hello" }) });

    it(
      "goes from the ingress through the queue to the processor, and its answer comes back on the open stream",
      async () => {
        for await (const { event, data } of serverEvents(`${ingressBase}/sse/stream?stream_id=one`)) {
          if (event === "ready") {
            const turn = await eventually(async () => accepted(await say(ingressBase, "one")));
            expect(turn.json).toMatchObject({ queue: "acme:assistant:kdcube:chat:prompt:queue:registered" });
          } else {
            expect([event, data]).toEqual(["answer", expect.objectContaining({ service: "chat-proc", echo: "hello" })]);
            break;
          }
        }
      },
      RUN_MS,
    );

    it("is refused where no processor lives", async () => {
      const base = await started8010("lonely", { GATEWAY_CONFIG_JSON: gateway("other") });
      expect(await say(base, "two")).toMatchObject({ status: 503, json: { error: "no_healthy_processes" } });
    });

    it("streams events one by one", async () => {
      const arrived: number[] = [];
      for await (const { event, atMs } of serverEvents(`${ingressBase}/sse/stream?pause=1&count=3`)) {
        if (event === "tick") arrived.push(Math.round(atMs / 1000));
      }
      expect(arrived).toEqual([1, 2, 3]);
    });

    it("answers a WebSocket", async () => {
      const url = `${ingressBase}/socket.io/?EIO=4&transport=websocket`;
      expect(await webSocketEcho(url, "2probe")).toBe("2probe");
    });

    it("exports what waits, and the streams that are open", async () => {
      const metric = async (line: string) => expect((await ask(`${metricsBase}/metrics`)).text).toContain(`${line}\n`);
      for await (const { event } of serverEvents(`${ingressBase}/sse/stream`)) {
        expect(event).toBe("ready");
        await eventually(() => metric("ingress_sse_total_connections 1"));
        break;
      }
      await metric("proc_queue_total 0");
    });

    it("has a processor that is healthy, and runs code next to it on the directory that it has mounted", async () => {
      expect(await ask(`${procBase}/health`)).toMatchObject({ status: 200 });
      expect(await ask(`${procBase}/exec-check`)).toMatchObject({ json: { HOST_KDCUBE_STORAGE_PATH: "ok" } });
    });

    it("tells who answered, and what was passed", async () => {
      const headers = { cookie: "LMTC=good", "x-forwarded-for": "192.0.2.1" };
      const url = "/api/cb/conversations/acme?full=1";
      expect(await ask(`${ingressBase}${url}`, { method: "POST", body: "12345", headers })).toMatchObject({
        status: 200,
        json: {
          service: "chat-ingress",
          method: "POST",
          path: "/api/cb/conversations/acme",
          query: { full: "1" },
          headers,
          bodyLength: 5,
        },
      });
      expect(await ask(`${procBase}${url}`)).toMatchObject({ status: 404, json: { service: "chat-proc" } });
    });
  });

  describe("the others", () => {
    it("has a UI that answers everything with its page, and its configuration from a variable", async () => {
      const env = { FRONTEND_CONFIG_JSON: '{"tenant":"acme"}' };
      const base = await started("web-ui", { image: tag("web-ui"), env, publish: 80 });
      expect(await ask(`${base}/config.json`)).toMatchObject({ status: 200, json: { tenant: "acme" } });
      expect((await ask(`${base}/chatbot/chat`)).text).toContain("<title>web-ui</title>");
    });

    it("has a login that ends without one of its five names", async () => {
      const { status, output } = await sandbox.finish("no-cognito", {
        image: tag("proxylogin"),
        env: { COGNITO_CLIENTID: "id", COGNITO_USERPOOLID: "pool" },
      });
      expect([status, output.trim()]).toEqual([
        1,
        "proxylogin: COGNITO_CLIENTSECRET, COGNITO_JWKSISSUER, COGNITO_JWKSSIGNINGKEYURL must be set",
      ]);
    });

    it("has a login that exchanges a session for the two cookies", async () => {
      const five = ["CLIENTID", "CLIENTSECRET", "USERPOOLID", "JWKSISSUER", "JWKSSIGNINGKEYURL"];
      const env = Object.fromEntries(five.map((name) => [`COGNITO_${name}`, "given"]));
      const base = await started("proxylogin", { image: tag("proxylogin"), env, publish: 80 });
      expect(await ask(`${base}/v1/health`)).toMatchObject({ status: 200 });
      expect(await ask(`${base}/v1/unmask`)).toMatchObject({ status: 401 });
      const { headers } = await ask(`${base}/v1/unmask`, { headers: { cookie: "__Secure-LMTC=good" } });
      const cookies = headers.getSetCookie().map((cookie) => cookie.split("=")[0]);
      expect(cookies).toEqual(["__Secure-LATC", "__Secure-LITC"]);
    });

    it("has a proxy with Lua and headers-more, from a configuration in OpenResty's place", async () => {
      const file = join(folder, "nginx.conf");
      writeFileSync(
        file,
        `events {}
         http { include mime.types; server { listen 80; location / {
           more_set_headers "X-Frame-Options: DENY";
           content_by_lua_block { ngx.say("by " .. "lua") } } } }`,
      );
      const base = await started("proxy", {
        image: tag("proxy"),
        publish: 80,
        options: ["-v", `${file}:/usr/local/openresty/nginx/conf/nginx.conf:ro`],
      });
      const { text, headers } = await ask(base);
      expect([text, headers.get("x-frame-options")]).toEqual(["by lua\n", "DENY"]);
      await sandbox.exec("proxy", "wget", "-q", "-O", "/dev/null", "http://127.0.0.1:80/");
    });

    it("has a scanner that its health check and an ingress find", async () => {
      await sandbox.start("clamav", { image: tag("clamav") });
      expect(await eventually(() => sandbox.exec("clamav", "clamdscan", "--ping", "1"))).toContain("PONG");
      const base = await started8010("scanning", { APP_AV_SCAN: "1" });
      expect((await ask(`${base}/health`)).text).not.toContain("clamd");
    });
  });

  const noProcess = whyNoProcess();
  if (noProcess !== undefined) it.skip(`a stand-in as a process of the host: ${noProcess}`, () => undefined);
  else
    it("has a stand-in that runs as a process of the host, from a file that a shell sources", async () => {
      const [postgres, redis, port] = await Promise.all([
        sandbox.address("postgres", 5432),
        sandbox.address("redis", 6379),
        freePort(),
      ]);
      const lines = {
        ...SERVICE,
        POSTGRES_HOST: "127.0.0.1",
        POSTGRES_PORT: postgres.split(":")[1],
        REDIS_URL: `redis://:${REDIS_PASSWORD}@${redis}/0`,
        KDCUBE_STORAGE_PATH: `file://${folder}/storage`,
        CHAT_APP_PORT: port,
        TENANT_ID: "acme",
        PROJECT_ID: "assistant",
      };
      const file = join(folder, ".env");
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
      tag("redis"),
    );
    expect(labels).toBe("redis");
  });
});

function accepted(answer: Answer): Answer {
  if (answer.status !== 202) throw new Error(answer.text);
  return answer;
}

/** A port of 127.0.0.1 that nobody has, a moment ago. */
function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}
