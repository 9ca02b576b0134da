import { execFileSync } from "node:child_process";
import type { Platform } from "../../src/model/platform";
import { addressOf, pathOf, store } from "../../src/model/reference";
import { renderShellFile } from "../../src/rendering/env-file";
import { renderProcessFiles, type ProcessInput } from "../../src/rendering/process-files";
import { shop } from "./shop";

const input: ProcessInput = {
  platform: shop,
  environment: "dev",
  hostPorts: { stores: { db: 15432, cache: 16379 }, services: { api: { http: 18010 } } },
  domain: "localhost",
  imageName: (image) => `${image}:1`,
  secret: (name) => ({ session: '{"cookie":"crumbs"}', "openai-key": "" })[name] ?? `value-of-${name}`,
  folder: "/home/dev/shop",
};

/** As the shell that sources it would have them. */
const read = (text: string | undefined): Record<string, string> => {
  const printed = execFileSync("sh", ["-c", `set -a; eval "$TEXT"; unset TEXT; env -0`], {
    encoding: "utf8",
    env: { TEXT: text ?? "", PATH: process.env["PATH"] },
  });
  const pairs = printed.split("\0").filter(Boolean);
  return Object.fromEntries(pairs.map((pair) => [pair.slice(0, pair.indexOf("=")), pair.slice(pair.indexOf("=") + 1)]));
};

const rendered = renderProcessFiles(input);

describe("files for processes on a laptop", () => {
  it("are one of variables for each service and job of ours, by its own name, and what these mount", () => {
    expect(Object.keys(rendered.files)).toEqual([
      ".env.api",
      ".env.migrations",
      ".env.worker",
      "mounted/api/etc/shop/config.json",
      "mounted/api/run/secrets/openai",
    ]);
  });

  it("have addresses of the laptop: stores and services by the ports that the environment file gives them", () => {
    expect(read(rendered.files[".env.api"])).toMatchObject({
      DB_HOST: "127.0.0.1",
      WORKER: "127.0.0.1:8020",
      PUBLIC_URL: "http://localhost:18010",
      RUNTIME: "docker",
      CACHE_URL: "redis://:value-of-cache-password@127.0.0.1:6379/0",
      COOKIE: "crumbs",
      OPENAI_KEY: "",
      LIMITS: '{"motto":"it\'s $5 #1"}',
    });
    expect(read(rendered.files[".env.migrations"])).toMatchObject({
      DB_HOST: "127.0.0.1",
      DB_PASSWORD: "value-of-db-password",
    });
  });

  it("name directories of the laptop in the place of shared ones", () => {
    expect(rendered.directories).toEqual(["files/uploads"]);
    expect(read(rendered.files[".env.api"])["UPLOADS_ON_HOST"]).toBe("/home/dev/shop/files/uploads");
  });

  it("say what nobody can answer outside of AWS", () => {
    expect(rendered.absent).toEqual([{ service: "api", variable: "REGION", reason: "a laptop is in no region" }]);
  });

  it("hold what a container's file would hold, for the laptop", () => {
    expect(rendered.files["mounted/api/etc/shop/config.json"]).toBe('{"db":"127.0.0.1","home":"${HOME}"}');
  });

  it("leave out the proxy and other people's images", () => {
    const { images, services } = shop;
    const foreign = { ...shop, images: { ...images, other: { ...images["redis"]! } } } as Platform;
    const other = { ...services["worker"]!, image: "other" };
    const files = renderProcessFiles({
      ...input,
      platform: { ...foreign, services: { ...services, other } },
      proxy: "worker",
    }).files;
    expect(Object.keys(files).filter((path) => path.startsWith(".env"))).toEqual([".env.api", ".env.migrations"]);
  });
});

describe("a service outside of its container", () => {
  const { api } = shop.services;
  const environment = {
    UPLOADS: ["file://", pathOf("/uploads")],
    CONFIG: pathOf("/etc/shop/config.json"),
    CERTS: pathOf("/certs"),
    BARE: pathOf("/var/tmp"),
    DB: [store("db").host, ":", store("db").port],
    MODE: "container",
  } as const;
  const asProcess = {
    environment: { MODE: "process", API: ["http://", addressOf("api")] },
    mounts: [{ kind: "config", path: "/etc/shop/config.json", content: "other" }],
  } as const;
  const platform = { ...shop, services: { api: { ...api!, environment, asProcess } } };
  const { files } = renderProcessFiles({ ...input, platform });

  it("finds its mounts where they really lie, and the rest where it always is", () => {
    expect(read(files[".env.api"])).toMatchObject({
      UPLOADS: "file:///home/dev/shop/files/uploads",
      CONFIG: "/home/dev/shop/mounted/api/etc/shop/config.json",
      CERTS: "/etc/ssl/certs",
      BARE: "/var/tmp",
      DB: "127.0.0.1:15432",
    });
  });

  it("has what the definition changes for it, variables and files", () => {
    expect(read(files[".env.api"])).toMatchObject({ MODE: "process", API: "http://127.0.0.1:18010" });
    expect(files["mounted/api/etc/shop/config.json"]).toBe("other");
  });

  it("lacks a store that has no port on the laptop, and says so", () => {
    const { files: without, absent } = renderProcessFiles({
      ...input,
      platform,
      hostPorts: { stores: {}, services: {} },
    });
    expect(read(without[".env.api"])).not.toHaveProperty("DB");
    expect(absent).toContainEqual({ service: "api", variable: "DB", reason: "db has no port on the laptop" });
  });
});

describe("a file that a shell sources", () => {
  it.each(["plain", "", 'it\'s `$HOME` \\ "x" ${Y} #1', "two\nlines", " a ", "'", "'''", "größe"])(
    "gives back %j",
    (value) => expect(read(renderShellFile({ NAME: value }))["NAME"]).toBe(value),
  );
});
