import type { Environment } from "../../src/config/schema";
import { read, readWrite } from "../../src/model/grant";
import type { Platform } from "../../src/model/platform";
import { store } from "../../src/model/reference";
import type { Service } from "../../src/model/service";
import { shop } from "../rendering/shop";
import { type Container, synthesized } from "./shop-laptop";

const BUCKETS = { invoices: { kind: "bucket", image: "seaweedfs" }, receipts: { kind: "bucket", image: "seaweedfs" } };
const SECRET = "${var.object_store_secret_key}";
const ACCESS = [
  "AWS_ACCESS_KEY_ID=shop-dev",
  "AWS_DEFAULT_REGION=us-east-1",
  "AWS_ENDPOINT_URL_S3=http://object-store:8333",
  "AWS_REGION=us-east-1",
  `AWS_SECRET_ACCESS_KEY=${SECRET}`,
];

/** The shop with two buckets: the API writes to one, the worker may only read of the other. */
function withBuckets(): Platform {
  const api: Service = {
    ...service("api"),
    environment: { INVOICES: store("invoices").uri, RECEIPTS: store("receipts").name },
    grants: [readWrite("invoices")],
    needs: {},
  };
  const worker: Service = { ...service("worker"), grants: [read("receipts")] };
  return {
    ...shop,
    images: { ...shop.images, seaweedfs: { repository: "docker.io/chrislusf/seaweedfs", tag: "4.44", ours: false } },
    services: { api, worker },
    stores: { ...shop.stores, ...BUCKETS } as Platform["stores"],
  };
}

function service(name: string): Service {
  const found = shop.services[name];
  if (!found) throw new Error(`the shop has lost its ${name}`);
  return found;
}

const build = (devenv: NonNullable<Environment["devenv"]> = { mode: "all" }, platform = withBuckets()) =>
  synthesized({ environment: { devenv, services: {} }, platform });

const aws = ({ env = [] }: Container): string[] => env.filter((each) => each.startsWith("AWS_"));
const network = (id: string): object => ({
  name: `\${docker_network.networks_${id}.name}`,
  aliases: ["object-store"],
});

describe("the object store of a laptop", () => {
  const { json, container } = build();
  const server = container("stores_object-store");

  it("is one container with one volume for all buckets, which it makes itself", () => {
    expect(server).toMatchObject({
      name: "shop-dev-object-store",
      image: "${docker_image.images_seaweedfs.image_id}",
      mounts: [{ type: "volume", target: "/data", source: "${docker_volume.stores_object-store-data.name}" }],
    });
    expect(server.env).toContain("S3_BUCKET=shop-dev-invoices,shop-dev-receipts");
    const ids = (type: string): string[] => Object.keys(json.resource[type] ?? {});
    expect(
      [...ids("docker_container"), ...ids("docker_volume")].filter((id) => /object|invoices|receipts/.test(id)),
    ).toEqual(["stores_object-store", "stores_object-store-data"]);
  });

  it("makes no bucket that nobody asked for, and tells nobody of itself", () => {
    expect(server["command"]).toEqual(
      expect.arrayContaining(["mini", "-s3.autoCreateBucket=false", "-master.telemetry=false"]),
    );
  });

  it("is healthy once the last of its buckets is there", () => {
    expect(server).toMatchObject({
      wait: true,
      restart: "unless-stopped",
      stop_timeout: 30,
      healthcheck: { test: ["CMD-SHELL", expect.stringContaining("shop-dev-receipts")], interval: "5s", retries: 12 },
    });
  });

  it("is opened by a secret that is a sensitive variable, may not be empty, and is nowhere in plain text", () => {
    expect(json.variable["object_store_secret_key"]).toMatchObject({
      sensitive: true,
      nullable: false,
      default: "development-only-object-store-secret-key",
      validation: [{ condition: "${length(var.object_store_secret_key) > 0}" }],
    });
    expect(JSON.stringify(json.resource)).not.toContain("development-only");
    expect(server.env).toEqual(
      expect.arrayContaining(["AWS_ACCESS_KEY_ID=shop-dev", `AWS_SECRET_ACCESS_KEY=${SECRET}`]),
    );
  });

  it("is known to whoever has a grant on a bucket, and to nobody else", () => {
    expect(aws(container("services_api"))).toEqual(ACCESS);
    expect(aws(container("services_worker"))).toEqual(ACCESS);
    expect(aws(container("jobs_migrate"))).toEqual([]);
  });

  it("gives a bucket its name by the environment", () => {
    expect(container("services_api").env).toEqual(
      expect.arrayContaining(["INVOICES=s3://shop-dev-invoices", "RECEIPTS=shop-dev-receipts"]),
    );
  });

  it("is waited for and seen by who may read a bucket, without a word of need", () => {
    expect(container("services_api")["depends_on"]).toContain("docker_container.stores_object-store");
    expect(container("services_worker")["depends_on"]).toContain("docker_container.stores_object-store");
    expect(JSON.stringify(container("services_worker")["networks_advanced"])).toContain("networks_stores");
  });

  it("is out of everybody's sight but for those, until it has a port on the laptop", () => {
    expect(server["ports"]).toBeUndefined();
    expect(server["networks_advanced"]).toEqual([network("stores")]);
  });
});

describe("the object store with a port on the laptop", () => {
  it.each(["all", "infra"] as const)("binds S3 alone, to the laptop alone, in mode %s", (mode) => {
    const server = build({ mode, hostPorts: { "object-store": 18333 } }).container("stores_object-store");
    expect(server["ports"]).toEqual([{ internal: 8333, external: 18333, ip: "127.0.0.1", protocol: "tcp" }]);
    expect(server["networks_advanced"]).toEqual([network("project"), network("stores")]);
  });
});

describe("a laptop without buckets", () => {
  it("has no object store, and no secret for one", () => {
    const { json } = build({ mode: "all" }, shop);
    expect(JSON.stringify(json)).not.toMatch(/object.store|seaweedfs/);
  });
});
