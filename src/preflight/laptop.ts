import type { RenderedCache, RenderedContainer, RenderedDatabase } from "../model/rendered";
import {
  block,
  blocks,
  headOf,
  isTrue,
  nameIn,
  number,
  resources,
  tailOf,
  text,
  texts,
  type Block,
  type Root,
} from "./json";

/** What the platform runs on a laptop; its stores are not among them. */
export const laptopContainers = (root: Root): RenderedContainer[] =>
  resources(root, "docker_container")
    .filter(([id]) => ["services", "jobs"].includes(headOf(id)))
    .map(([id, of]) => ({
      on: "laptop",
      workspace: root.workspace,
      name: tailOf(id),
      unit: tailOf(id),
      running: true,
      image: text(of["image"]),
      environment: variables(of),
      secrets: {},
      ports: blocks(of["ports"]).map((port) => number(port["internal"])),
      published: blocks(of["ports"]).map((port) => `${text(port["ip"])}:${text(port["external"])}`),
      health: texts(block(of["healthcheck"])["test"]).slice(1).join(" ") || undefined,
      mounts: blocks(of["mounts"]).map((mount) => ({
        path: text(mount["target"]),
        source: text(mount["source"]),
        kind: text(mount["type"]) === "bind" ? "bind" : text(mount["type"]) === "volume" ? "shared" : "scratch",
        readOnly: isTrue(mount["read_only"]),
      })),
      files: Object.fromEntries(blocks(of["upload"]).map((file) => [text(file["file"]), text(file["content"])])),
      // Terraform waits for a container until it is healthy, and for a job until it has ended well.
      waitsFor: Object.fromEntries(texts(of["depends_on"]).flatMap(waited)),
      user: text(of["user"]) || undefined,
      stopSec: of["stop_timeout"] === undefined ? undefined : number(of["stop_timeout"]),
      privileged: isTrue(of["privileged"]),
    }));

const variables = (of: Block): Record<string, string> =>
  Object.fromEntries(
    texts(of["env"]).map((line) => [line.slice(0, line.indexOf("=")), line.slice(line.indexOf("=") + 1)]),
  );

function waited(on: string): [string, string][] {
  const other = nameIn(on, "docker_container");
  return other === undefined ? [] : [[tailOf(other), headOf(other) === "jobs" ? "completed" : "healthy"]];
}

const servers = (root: Root, program: string): [string, string[]][] =>
  resources(root, "docker_container")
    .filter(([id, of]) => headOf(id) === "stores" && texts(of["command"])[0] === program)
    .map(([id, of]) => [tailOf(id), texts(of["command"])]);

export const laptopCaches = (root: Root): RenderedCache[] =>
  servers(root, "redis-server").map(([name, command]) => ({
    on: "laptop",
    name,
    tls: false,
    shards: 1,
    eviction: command[command.indexOf("--maxmemory-policy") + 1] ?? "",
    nodeType: "",
  }));

export const laptopDatabases = (root: Root): RenderedDatabase[] =>
  servers(root, "postgres").map(([name, command]) => ({
    on: "laptop",
    name,
    version: "",
    parameters: Object.fromEntries(
      command.flatMap((word) => {
        const setting = /^(\w+)=(.*)$/.exec(word);
        return setting ? [[setting[1] as string, setting[2] as string]] : [];
      }),
    ),
  }));
