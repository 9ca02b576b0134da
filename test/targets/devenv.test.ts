import type { Route } from "../../src/model/route";
import { goDuration } from "../../src/modules/docker-container";
import { shop } from "../rendering/shop";
import { type Container, synthesized } from "./shop-laptop";

const label = ({ labels }: Container, name: string): string | undefined =>
  labels.find((each) => each.label === name)?.value;

describe("a laptop's workspace in mode all", () => {
  const built = synthesized();
  const { json, container } = built;
  const [api, worker, migrate] = ["services_api", "services_worker", "jobs_migrate"].map(container) as [
    Container,
    Container,
    Container,
  ];

  // One container for each thing that runs, a volume for what keeps data, and one chown for files that are not root's.
  it("has these resources and no other", () => {
    const addresses = Object.entries(json.resource).flatMap(([type, all]) =>
      Object.keys(all).map((id) => `${type}.${id}`),
    );
    expect(addresses.sort()).toEqual([
      "docker_container.jobs_migrate",
      "docker_container.services_api",
      "docker_container.services_worker",
      "docker_container.stores_cache",
      "docker_container.stores_db",
      "docker_container.stores_uploads-owner",
      "docker_image.images_api",
      "docker_image.images_postgres",
      "docker_image.images_redis",
      "docker_image.images_sandbox",
      "docker_network.networks_project",
      "docker_network.networks_stores",
      "docker_volume.stores_cache-data",
      "docker_volume.stores_db-data",
      "docker_volume.stores_uploads-data",
    ]);
  });

  it("starts a service after what it needs, and after its files are its user's", () => {
    expect(api.depends_on).toEqual([
      "docker_container.jobs_migrate",
      "docker_container.stores_cache",
      "docker_container.stores_uploads-owner",
    ]);
    expect(worker.depends_on).toEqual(["docker_container.services_api"]);
    expect(migrate.depends_on).toEqual(["docker_container.stores_db"]);
  });

  it("waits until a service is healthy, with durations as the provider reads them back", () => {
    expect(api).toMatchObject({
      wait: true,
      // 90 + 3 × (30 + 5), and the provider's own slack
      wait_timeout: 210,
      must_run: true,
      restart: "unless-stopped",
      stop_timeout: 120,
      destroy_grace_seconds: 120,
      healthcheck: {
        test: ["CMD-SHELL", "curl -fsS -o /dev/null http://127.0.0.1:8010/health"],
        interval: "30s",
        timeout: "5s",
        start_period: "1m30s",
        start_interval: "0s",
        retries: 3,
      },
    });
  });

  it("runs a job to its end, and fails the apply when that is not 0, saying how to read and repeat it", () => {
    expect(migrate).toMatchObject({ must_run: false, attach: true, restart: "no" });
    expect(migrate).not.toHaveProperty("wait");
    expect(migrate.lifecycle?.postcondition).toEqual([
      {
        condition: "${self.exit_code == 0}",
        error_message:
          "shop-dev-migrate ended with exit code ${self.exit_code}; read its log: docker logs shop-dev-migrate; " +
          "run it again: terraform apply -replace=docker_container.jobs_migrate",
      },
    ]);
  });

  it("binds the ports that the environment file names to the laptop alone, and no other", () => {
    expect(api.ports).toEqual([{ internal: 8010, external: 18010, ip: "127.0.0.1", protocol: "tcp" }]);
    expect(container("stores_db").ports).toEqual([
      { internal: 5432, external: 5433, ip: "127.0.0.1", protocol: "tcp" },
    ]);
    expect(worker.ports).toBeUndefined();
    expect(container("stores_cache").ports).toBeUndefined();
  });

  it("shows the stores only to who asks for one; a store with a port is also where ports can be published", () => {
    const networks = ({ networks_advanced }: Container): string[] =>
      (networks_advanced ?? []).map(({ name }) => name.replace(/^.*networks_(\w+)\..*$/, "$1"));
    expect(networks(api)).toEqual(["project", "stores"]);
    expect(networks(migrate)).toEqual(["project", "stores"]);
    expect(networks(worker)).toEqual(["project"]);
    expect(networks(container("stores_db"))).toEqual(["project", "stores"]);
    expect(networks(container("stores_cache"))).toEqual(["stores"]);
    expect(json.resource.docker_network).toMatchObject({
      networks_project: { name: "shop-dev-project", internal: false },
      networks_stores: { name: "shop-dev-stores", internal: true },
    });
  });

  it("answers to the name that others call it by", () => {
    expect(api.networks_advanced?.map(({ aliases }) => aliases)).toEqual([["api"], ["api"]]);
    expect(container("stores_db").networks_advanced?.[0]?.aliases).toEqual(["db"]);
  });

  it("has the variables of the model, and host paths as the engine sees them", () => {
    expect(api.env).toEqual([
      "CACHE_URL=redis://:${var.cache_password}@cache:6379/0",
      'COOKIE=${try(jsondecode(var.session).cookie, "")}',
      "DB_HOST=db",
      'LIMITS={"motto":"it\'s $5 #1"}',
      "OPENAI_KEY=${var.openai_key}",
      "PUBLIC_URL=http://localhost:18010",
      "RUNTIME=docker",
      "UPLOADS_ON_HOST=${docker_volume.stores_uploads-data.mountpoint}",
      "WORKER=worker:8020",
    ]);
  });

  it("leaves out what a laptop has no answer for, and says so", () => {
    expect(built.absent).toEqual([{ service: "api", variable: "REGION", reason: "a laptop is in no region" }]);
  });

  it("takes secrets from variables; what we make has a default marked as such", () => {
    expect(json.variable).toMatchObject({
      db_password: { sensitive: true, default: "development-only-db-password" },
      openai_key: { sensitive: true, default: "" },
    });
    expect(Object.keys(json.variable).sort()).toEqual(["cache_password", "db_password", "openai_key", "session"]);
  });

  it("refuses an empty password, and takes an empty key of a third party", () => {
    expect(json.variable["db_password"]).toMatchObject({
      validation: [
        {
          condition: "${length(var.db_password) > 0}",
          error_message: "db-password is empty; leave it unset for the default",
        },
      ],
    });
    expect(json.variable["openai_key"]).not.toHaveProperty("validation");
  });

  it("says after each apply where it is and which keys nobody has set", () => {
    expect(json["output"]).toMatchObject({
      url: { value: "http://localhost:18010" },
      keys_not_set: {
        value:
          '${[for name, empty in { "openai-key" = nonsensitive(var.openai_key == ""), "session" = nonsensitive(var.session == "") } : name if empty]}',
      },
    });
  });

  it("says where it is though `/` alone is a redirect that no service answers", () => {
    const home: Route = {
      order: 1,
      path: "/",
      exact: true,
      exposure: "public",
      traffic: "request",
      redirect: { to: "/app", status: 301 },
    };
    const { json: redirecting } = synthesized({ platform: { ...shop, routes: [home, ...shop.routes] } });
    expect(redirecting["output"]).toMatchObject({ url: { value: "http://localhost:18010" } });
  });

  it("mounts by class: volume, memory, throw-away, file, and what lies on the machine", () => {
    expect(api.tmpfs).toEqual({ "/tmp/work": "size=64m,mode=1777,exec" });
    expect(api.mounts).toEqual([
      { type: "bind", source: "/etc/ssl/certs", target: "/certs", read_only: true },
      { type: "volume", source: "${docker_volume.stores_uploads-data.name}", target: "/uploads", read_only: false },
      { type: "bind", source: "/var/run/docker.sock", target: "/var/run/docker.sock", read_only: false },
    ]);
    expect(api.volumes).toEqual([{ container_path: "/cache" }]);
    expect(api.upload).toEqual([
      { file: "/etc/shop/config.json", content: '{"db":"db","home":"$${HOME}"}', permissions: "0444" },
      {
        file: "/run/secrets/openai",
        content: '${join("", [trimsuffix(var.openai_key, "\\n"), "\\n"])}',
        permissions: "0444",
      },
    ]);
  });

  it("keeps the model's dollars from Terraform", () => {
    expect(worker.command).toEqual(["sh", "-c", 'exec worker --home "$${HOME}"']);
  });

  it("writes what the engine would fill in, so that a second plan is empty", () => {
    for (const each of [api, worker, migrate, container("stores_db")])
      expect(each).toMatchObject({
        log_driver: "json-file",
        log_opts: { "max-file": "3", "max-size": "10m" },
        network_mode: "bridge",
        init: true,
      });
    expect(api).toMatchObject({ memory: 1024, memory_swap: -1, cpu_shares: 512 });
    expect(worker).toMatchObject({ user: "1000:1000", read_only: true });
  });

  it("replaces a container whose health check changed, which the provider would not apply", () => {
    const { api: service, ...rest } = shop.services;
    if (!service) throw new Error("the shop has lost its api");
    const probe = { ...service.probe, retries: 9 };
    const after = synthesized({ platform: { ...shop, services: { ...rest, api: { ...service, probe } } } });
    expect(label(after.container("services_api"), "ferry.unseen")).not.toBe(label(api, "ferry.unseen"));
    expect(label(after.container("services_worker"), "ferry.unseen")).toBe(label(worker, "ferry.unseen"));
  });

  it("labels everything with the environment it belongs to", () => {
    expect(label(api, "ferry.platform")).toBe("shop");
    expect(label(api, "ferry.environment")).toBe("dev");
  });

  it("sets up the stores: connections, password, eviction, and health over the network", () => {
    expect(container("stores_db")).toMatchObject({
      command: ["postgres", "-c", "max_connections=150"],
      env: ["POSTGRES_DB=shop", "POSTGRES_PASSWORD=${var.db_password}", "POSTGRES_USER=shop"],
      healthcheck: { test: ["CMD-SHELL", "pg_isready -h 127.0.0.1 -U shop -d shop"] },
      wait: true,
    });
    expect(container("stores_cache").command).toEqual([
      "redis-server",
      "--requirepass",
      "${var.cache_password}",
      "--maxmemory-policy",
      "noeviction",
      "--appendonly",
      "yes",
    ]);
  });

  it("gives shared files to their owner before anyone uses them", () => {
    expect(container("stores_uploads-owner")).toMatchObject({
      entrypoint: ["chown"],
      command: ["1000:1000", "/files"],
      user: "0:0",
      network_mode: "none",
    });
  });

  it("uses images that it does not take away, without a registry for our own", () => {
    expect(json.resource.docker_image).toMatchObject({
      images_api: { name: "shop-api:1.2.3", keep_locally: true },
      images_redis: { name: "docker.io/redis:7.4.1" },
    });
    expect(api.image).toBe("${docker_image.images_api.image_id}");
  });
});

describe("an image that is built from a checkout", () => {
  const build = { context: "../shop", dockerfile: "docker/Dockerfile", target: "app", args: { VERSION: "${1}" } };
  const { json, container } = synthesized({ environment: { images: { api: { build } } } });
  const image = json.resource["docker_image"]?.["images_api"];
  const local = (name: string): string => String((json["locals"] as Record<string, string>)[`images_api_${name}`]);

  it("has the release's name, and is what its containers run", () => {
    expect(image).toMatchObject({
      name: "shop-api:1.2.3",
      keep_locally: true,
      build: {
        context: "../../../../shop",
        dockerfile: "docker/Dockerfile",
        target: "app",
        build_args: { VERSION: "$${1}" },
      },
    });
    expect(container("services_api").image).toBe("${docker_image.images_api.image_id}");
  });

  it("is built anew when a file of its context changes, but for those that .dockerignore names", () => {
    expect(local("context")).toBe("../../../../shop");
    expect(local("files")).toContain('fileset(local.images_api_context, "**")');
    expect(local("ignored")).toContain(".dockerignore");
    expect(image?.["triggers"]).toEqual({
      files:
        '${sha1(join("", [for f in local.images_api_files : "${f} ${filesha1("${local.images_api_context}/${f}")}\\n"]))}',
    });
  });

  it("says at plan when there is nothing to build it from", () => {
    expect(image?.["lifecycle"]).toEqual({
      precondition: [
        {
          condition: '${fileexists("${local.images_api_context}/docker/Dockerfile")}',
          error_message:
            "shop-api:1.2.3 cannot be built: there is no docker/Dockerfile in ../../../../shop (from the workspace's folder); check out what it is built from, or take its build away",
        },
      ],
    });
  });

  it("leaves the other images to the release", () => {
    expect(json.resource["docker_image"]?.["images_redis"]).toEqual({
      name: "docker.io/redis:7.4.1",
      keep_locally: true,
    });
  });
});

describe("a laptop's workspace in mode infra", () => {
  const { json, container } = synthesized({
    environment: { devenv: { mode: "infra", hostPorts: { db: 5432, cache: 6379 } } },
  });

  it("has stores and jobs alone, and the images of these", () => {
    expect(Object.keys(json.resource.docker_container ?? {}).sort()).toEqual([
      "jobs_migrate",
      "stores_cache",
      "stores_db",
    ]);
    expect(Object.keys(json.resource.docker_image ?? {}).sort()).toEqual([
      "images_api",
      "images_postgres",
      "images_redis",
    ]);
  });

  it("runs other people's services, which no checkout can, and answers for their address alone", () => {
    const { worker, api } = shop.services;
    if (!worker || !api) throw new Error("the shop has lost its services");
    const scanner = { ...worker, image: "redis", ports: { scan: 3310 }, alongside: "api" };
    const platform = { ...shop, services: { ...shop.services, scanner } };
    const infra = synthesized({
      platform,
      environment: {
        devenv: { mode: "infra", hostPorts: { db: 5432, cache: 6379 } },
        services: { scanner: { hostPorts: { scan: 3310 } } },
      },
    });
    expect(Object.keys(infra.json.resource.docker_container ?? {})).toContain("services_scanner");
    expect(Object.keys(infra.json.resource.docker_container ?? {})).not.toContain("services_api");
    expect(infra.container("services_scanner").ports).toEqual([
      { external: 3310, internal: 3310, ip: "127.0.0.1", protocol: "tcp" },
    ]);
  });

  it("still runs the job after its store", () => {
    expect(container("jobs_migrate").depends_on).toEqual(["docker_container.stores_db"]);
  });
});

describe("what a laptop cannot do", () => {
  it("refuses to put a file into a read-only root", () => {
    const { worker } = shop.services;
    if (!worker) throw new Error("the shop has lost its worker");
    const mounts = [{ kind: "config", path: "/etc/x", content: "x" }] as const;
    const platform = { ...shop, services: { ...shop.services, worker: { ...worker, mounts } } };
    expect(() => synthesized({ platform })).toThrow("shop-dev-worker has a read-only root, so the file /etc/x");
  });
});

describe("a duration as Go writes it", () => {
  it.each([
    [0, "0s"],
    [59, "59s"],
    [60, "1m0s"],
    [90, "1m30s"],
    [3600, "1h0m0s"],
    [3725, "1h2m5s"],
  ])("says %i seconds as %s", (seconds, text) => {
    expect(goDuration(seconds)).toBe(text);
  });
});
