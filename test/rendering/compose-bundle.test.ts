import { parse } from "yaml";
import { absent, type Reference } from "../../src/model/reference";
import { addressInNetwork } from "../../src/rendering/addresses";
import { renderComposeBundle, type ComposeBundleInput } from "../../src/rendering/compose-bundle";
import { shop } from "./shop";

const resolve = (_: string, reference: Reference): ReturnType<ComposeBundleInput["resolve"]> => {
  if (reference.ref === "address") return addressInNetwork(shop, reference);
  if (reference.ref === "store") return `${reference.store}.example.internal`;
  if (reference.ref === "task") return reference.field === "runtime" ? "docker" : absent("no cluster here");
  if (reference.ref === "publicUrl") return "https://shop.example.com";
  return absent("not told in this test");
};

const input: ComposeBundleInput = {
  project: "shop-prod",
  platform: shop,
  services: { api: "running", worker: "running" },
  jobs: ["migrate"],
  resolve,
  image: (name) => `registry.example.com/${name}:1.2.3`,
  secretSource: (secret) => ({ secretId: `shop-prod-${secret}` }),
  hostRoot: "/opt/shop-prod",
  log: { group: (name) => `/shop/prod/${name}`, region: "eu-west-1" },
  bindAddress: "0.0.0.0",
  host: {
    region: "eu-west-1",
    metrics: { namespace: "Shop/Host", dimensions: { Environment: "prod" } },
    fileSystems: {},
  },
};

interface ComposeFile {
  readonly services: Record<string, Record<string, unknown>>;
  readonly [key: string]: unknown;
}
const composeFile = (change: Partial<ComposeBundleInput> = {}): ComposeFile =>
  parse(renderComposeBundle({ ...input, ...change }).files["docker-compose.yaml"] ?? "") as ComposeFile;
const services = (change: Partial<ComposeBundleInput> = {}): ComposeFile["services"] => composeFile(change).services;

describe("the bundle of a compose host", () => {
  const bundle = renderComposeBundle(input);

  it("holds the compose file, one env file for each workload, config files and the list of secrets", () => {
    expect(Object.keys(bundle.files)).toEqual([
      ".env",
      ".env.api",
      ".env.migrations",
      ".env.worker",
      "config/api/etc/shop/config.json",
      "docker-compose.yaml",
      "host.json",
      "secrets.json",
    ]);
  });

  it("writes the service with everything it asks for", () => {
    expect(bundle.files["docker-compose.yaml"]).toMatchInlineSnapshot(`
     "# shop-prod: what this host runs of shop. Written by Ferry; a change here is lost at the next deployment.
     # The program beside it deploys it: that fetches secrets, tries, and goes back. \`docker compose up\` by hand does not.
     # See what runs:  docker compose ps --all

     name: shop-prod
     networks:
       default:
         driver_opts:
           com.docker.network.bridge.enable_icc: "false"
         name: shop-prod_default_31d061
       worker:
         name: shop-prod_worker
     services:
       api:
         cap_drop:
           - AUDIT_WRITE
           - MKNOD
           - NET_RAW
           - SETFCAP
           - SETPCAP
         cpus: 0.5
         depends_on:
           migrate:
             condition: service_completed_successfully
         env_file:
           - .env.api
           - \${SECRETS_DIR:-/run/shop-prod/secrets}/.env.api
         healthcheck:
           interval: 30s
           retries: 3
           start_interval: 5s
           start_period: 90s
           test:
             - CMD-SHELL
             - curl -fsS -o /dev/null http://127.0.0.1:8010/health
           timeout: 5s
         image: registry.example.com/api:1.2.3
         init: true
         labels:
           ferry.config: 0436fc48191e
         logging:
           driver: awslogs
           options:
             awslogs-group: /shop/prod/api
             awslogs-region: eu-west-1
             max-buffer-size: 4m
             mode: non-blocking
             tag: compose/{{.Name}}/{{.ID}}
         mem_limit: 1024m
         networks:
           - worker
         pids_limit: 4096
         ports:
           - 0.0.0.0:8010:8010
         restart: unless-stopped
         stop_grace_period: 120s
         tmpfs:
           - /tmp/work:size=64m,mode=1777,exec
         volumes:
           - target: /cache
             type: volume
           - bind:
               create_host_path: false
             read_only: true
             source: /etc/ssl/certs
             target: /certs
             type: bind
           - bind:
               create_host_path: false
             read_only: true
             source: ./config/api/etc/shop/config.json
             target: /etc/shop/config.json
             type: bind
           - bind:
               create_host_path: false
             read_only: true
             source: \${SECRETS_DIR:-/run/shop-prod/secrets}/files/api/openai-key
             target: /run/secrets/openai
             type: bind
           - bind:
               create_host_path: false
             source: /opt/shop-prod/files/uploads
             target: /uploads
             type: bind
           - bind:
               create_host_path: false
             source: /var/run/docker.sock
             target: /var/run/docker.sock
             type: bind
       migrate:
         cap_drop:
           - AUDIT_WRITE
           - MKNOD
           - NET_RAW
           - SETFCAP
           - SETPCAP
         command:
           - migrate
         cpus: 0.25
         env_file:
           - .env.migrations
           - \${SECRETS_DIR:-/run/shop-prod/secrets}/.env.migrations
         image: registry.example.com/api:1.2.3
         init: true
         logging:
           driver: awslogs
           options:
             awslogs-group: /shop/prod/migrate
             awslogs-region: eu-west-1
             max-buffer-size: 4m
             mode: non-blocking
             tag: compose/{{.Name}}/{{.ID}}
         mem_limit: 512m
         networks:
           - default
         pids_limit: 4096
         restart: "no"
       worker:
         cap_drop:
           - ALL
         command:
           - sh
           - -c
           - exec worker --home "$\${HOME}"
         cpus: 0.25
         depends_on:
           api:
             condition: service_healthy
         env_file:
           - .env.worker
         healthcheck:
           interval: 30s
           retries: 3
           start_interval: 5s
           start_period: 30s
           test:
             - CMD-SHELL
             - sh -c 'kill -0 $$WORKER_PID'
           timeout: 5s
         image: registry.example.com/api:1.2.3
         init: true
         logging:
           driver: awslogs
           options:
             awslogs-group: /shop/prod/worker
             awslogs-region: eu-west-1
             max-buffer-size: 4m
             mode: non-blocking
             tag: compose/{{.Name}}/{{.ID}}
         mem_limit: 512m
         networks:
           - worker
         pids_limit: 4096
         ports:
           - 0.0.0.0:8020:8020
         read_only: true
         restart: unless-stopped
         stop_grace_period: 30s
         user: 1000:1000
     x-task-images:
       sandbox: registry.example.com/sandbox:1.2.3
     "
    `);
  });

  it("gives each workload its variables, host paths as they are really mounted", () => {
    expect(bundle.files[".env.api"]).toBe(
      [
        "DB_HOST=db.example.internal",
        `LIMITS="{\\"motto\\":\\"it's \\$5 #1\\"}"`,
        "PUBLIC_URL=https://shop.example.com",
        "RUNTIME=docker",
        "UPLOADS_ON_HOST=/opt/shop-prod/files/uploads",
        "WORKER=worker:8020",
        "",
      ].join("\n"),
    );
  });

  it("leaves out what has no answer, and says so", () => {
    expect(bundle.absent).toEqual([{ service: "api", variable: "REGION", reason: "not told in this test" }]);
  });

  it("writes a config file as the model has it: compose fills nothing in there", () => {
    expect(bundle.files["config/api/etc/shop/config.json"]).toBe('{"db":"db.example.internal","home":"${HOME}"}');
  });

  it("says where secrets come from, never what they are", () => {
    expect(JSON.parse(bundle.files["secrets.json"] ?? "")).toEqual({
      envFiles: {
        ".env.api": {
          CACHE_URL: { secretId: "shop-prod-cache-url" },
          COOKIE: { secretId: "shop-prod-session", key: "cookie" },
          OPENAI_KEY: { secretId: "shop-prod-openai-key" },
        },
        ".env.migrations": { DB_PASSWORD: { secretId: "shop-prod-db-password" } },
      },
      files: { "files/api/openai-key": { secretId: "shop-prod-openai-key" } },
    });
  });

  it("tells compose what it would ask for: the project, and where the secrets are", () => {
    expect(bundle.files[".env"]).toBe("COMPOSE_PROJECT_NAME=shop-prod\nSECRETS_DIR=/run/shop-prod/secrets\n");
  });

  it("is the same text however its input is ordered", () => {
    const reversed = { ...input, services: { worker: "running", api: "running" } as const };
    expect(renderComposeBundle(reversed)).toEqual(bundle);
  });
});

describe("a service in the compose file", () => {
  it("reads its secrets from memory, after its plain variables", () => {
    expect(services().api?.env_file).toEqual([".env.api", "${SECRETS_DIR:-/run/shop-prod/secrets}/.env.api"]);
    expect(services().worker?.env_file).toEqual([".env.worker"]);
  });

  it("keeps its dollars for the shell inside the container", () => {
    expect(services().worker?.command).toEqual(["sh", "-c", 'exec worker --home "$${HOME}"']);
    expect(services().worker?.healthcheck).toMatchObject({ test: ["CMD-SHELL", "sh -c 'kill -0 $$WORKER_PID'"] });
  });

  it("waits only for what runs beside it: a managed cache is not in the file", () => {
    expect(services().api?.depends_on).toEqual({ migrate: { condition: "service_completed_successfully" } });
    expect(services().worker?.depends_on).toEqual({ api: { condition: "service_healthy" } });
    expect(services({ services: { worker: "running" } }).worker).not.toHaveProperty("depends_on");
  });

  it("has no container when it is stopped, and nobody waits for it", () => {
    const stopped = services({ services: { api: "stopped", worker: "running" } });
    expect(stopped.api).toMatchObject({ scale: 0, image: "registry.example.com/api:1.2.3" });
    expect(stopped.worker).not.toHaveProperty("depends_on");
    expect(services().api).not.toHaveProperty("scale");
    // Compose reads its env file all the same, so that is there, with nothing in it.
    const { files } = renderComposeBundle({ ...input, services: { api: "stopped", worker: "running" }, jobs: [] });
    expect(JSON.parse(files["secrets.json"] ?? "")).toEqual({ envFiles: { ".env.api": {} }, files: {} });
  });

  it("logs to files that are turned over where there is no log group", () => {
    expect(services({ log: undefined }).api?.logging).toEqual({
      driver: "json-file",
      options: { "max-file": "3", "max-size": "10m" },
    });
  });

  it("publishes its port under its own number, unless nobody outside calls it", () => {
    expect(services({ bindAddress: "10.0.0.5" }).api?.ports).toEqual(["10.0.0.5:8010:8010"]);
    expect(services({ publishes: (name) => name === "api" }).worker).not.toHaveProperty("ports");
  });

  it("may do no more than its task on ECS may", () => {
    expect(services().worker).toMatchObject({ cap_drop: ["ALL"] });
    const port80 = { ...shop, services: { worker: { ...shop.services["worker"]!, ports: { http: 80 } } } };
    const dropped = services({ platform: port80, services: { worker: "running" }, jobs: [] }).worker?.cap_drop;
    expect(dropped).toContain("SETUID");
    expect(dropped).not.toContain("NET_BIND_SERVICE");
  });

  it("reaches whom it calls, and nobody else", () => {
    const { services: all, networks } = composeFile();
    expect(all.api?.networks).toEqual(["worker"]);
    expect(all.worker?.networks).toEqual(["worker"]);
    expect(all.migrate?.networks).toEqual(["default"]);
    expect(networks).toEqual({
      worker: { name: "shop-prod_worker" },
      default: { name: "shop-prod_default_31d061", driver_opts: { "com.docker.network.bridge.enable_icc": "false" } },
    });
    const alone = composeFile({ services: { api: "running" }, jobs: [] });
    expect(alone.services.api?.networks).toEqual(["default"]);
  });

  it("may write its scratch, whoever it is", () => {
    expect(scratchOf({ uid: 1000, gid: 1001 })).toEqual({
      volumes: [{ type: "volume", target: "/tmp" }],
      tmpfs: [
        "/cache:size=1024m,mode=1777,uid=1000,gid=1001,exec",
        "/tmp/work:size=64m,mode=1777,uid=1000,gid=1001,exec",
      ],
    });
    expect(scratchOf(undefined)).toEqual({
      volumes: [
        { type: "volume", target: "/cache" },
        { type: "volume", target: "/tmp" },
      ],
      tmpfs: ["/tmp/work:size=64m,mode=1777,exec"],
    });
  });

  it("changes its label when a config file changes, which compose would not see", () => {
    const other = (_: string, reference: Reference): ReturnType<typeof resolve> =>
      reference.ref === "store" ? "elsewhere" : resolve(_, reference);
    expect(services({ resolve: other }).api?.labels).not.toEqual(services().api?.labels);
  });

  it("has the same label whatever number a mark happens to have", () => {
    const marked = (number: number) => (_: string, reference: Reference) =>
      reference.ref === "store" ? `\${TfToken[TOKEN.${number}]}` : resolve(_, reference);
    expect(services({ resolve: marked(1) }).api?.labels).toEqual(services({ resolve: marked(2) }).api?.labels);
  });

  it("keeps a mark whole and quoted", () => {
    const { files } = renderComposeBundle({ ...input, image: (name) => `\${TfToken[TOKEN.3]}/${name}:1` });
    expect(files["docker-compose.yaml"]).toContain('image: "${TfToken[TOKEN.3]}/api:1"');
  });
});

function scratchOf(user: { uid: number; gid: number } | undefined): { volumes: unknown[]; tmpfs: unknown } {
  const { api } = shop.services;
  if (!api) throw new Error("the shop has lost its api");
  const mounts = [...api.mounts, { kind: "scratch", path: "/tmp" } as const];
  const changed = { ...api, mounts, ...(user && { user }) };
  const service = services({ platform: { ...shop, services: { ...shop.services, api: changed } } }).api;
  const volumes = (service?.volumes as { type: string }[]).filter(({ type }) => type !== "bind");
  return { volumes, tmpfs: service?.tmpfs };
}

describe("a compose bundle that cannot be", () => {
  const { api, worker } = shop.services;
  if (!api || !worker) throw new Error("the shop has lost a service");

  it("refuses two services on one port of the host, naming both", () => {
    const platform = { ...shop, services: { api, worker: { ...worker, ports: { http: 8010 } } } };
    expect(() => renderComposeBundle({ ...input, platform })).toThrow(
      "api and worker both publish port 8010 on one host",
    );
    expect(() => renderComposeBundle({ ...input, platform, publishes: (name) => name === "api" })).not.toThrow();
  });

  it("refuses a workload in the file that compose reads itself", () => {
    const platform = { ...shop, services: { api: { ...api, envFile: ".env" }, worker } };
    expect(() => renderComposeBundle({ ...input, platform })).toThrow("api keeps its variables in .env, which compose");
  });

  it("refuses two workloads in one env file", () => {
    const platform = { ...shop, services: { api, worker: { ...worker, envFile: ".env.api" } } };
    expect(() => renderComposeBundle({ ...input, platform })).toThrow("two workloads keep their variables in .env.api");
  });
});
