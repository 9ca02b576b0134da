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
} from "../../preflight/json";
import { inMemory, mebibytes, ONLY, OWN_VOLUME, present, ROOT, seconds, SOCKET, together, withAccess } from "../facts";
import type { Facts, TargetFacts } from "../facts";
import { tmpfsText } from "./memory";
import { laptopReach } from "./reach";
import { settingsBeside } from "./settings";

/** Read into facts; or how Terraform finds, names and awaits a container. */
const READ = [
  "attach", "command", "cpu_shares", "depends_on", "destroy_grace_seconds", "env", "healthcheck", "image", "init",
  "labels", "lifecycle", "log_driver", "log_opts", "memory", "memory_swap", "mounts", "must_run", "name",
  "network_mode", "networks_advanced", "ports", "read_only", "restart", "stop_timeout", "tmpfs", "upload", "user",
  "volumes", "wait", "wait_timeout",
]; // prettier-ignore

/** What the Docker provider is told of the platform's containers; the stores' own are not among them. */
export function laptopFacts(root: Root): TargetFacts {
  const images = Object.fromEntries(resources(root, "docker_image").map(([id, image]) => [id, text(image["name"])]));
  const containers = resources(root, "docker_container")
    .filter(([id]) => ["services", "jobs"].includes(headOf(id)))
    .map(([id, of]): [string, Facts] => [tailOf(id), container(images, of)]);
  return together([Object.fromEntries(containers), laptopReach(root)]);
}

/** The images that the laptop has, by key: what a service starts itself is there as an image alone. */
export const laptopImagesOf = (root: Root): Record<string, string> =>
  Object.fromEntries(resources(root, "docker_image").map(([id, image]) => [tailOf(id), text(image["name"])]));

function container(images: Readonly<Record<string, string>>, of: Block): Facts {
  const environment = texts(of["env"]).map((line) => [
    line.slice(0, line.indexOf("=")),
    line.slice(line.indexOf("=") + 1),
  ]);
  const secret = environment.filter(([, value = ""]) => isSecret(value));
  const plain = environment.filter(([, value = ""]) => !isSecret(value));
  const uploads = blocks(of["upload"]).map((file): [string, string] => [text(file["file"]), text(file["content"])]);
  return {
    image: { [ONLY]: images[nameIn(of["image"], "docker_image") ?? ""] ?? text(of["image"]) },
    command: present({ [ONLY]: of["command"] === undefined ? undefined : JSON.stringify(texts(of["command"])) }),
    variable: Object.fromEntries(plain) as Record<string, string>,
    secret: {
      ...(Object.fromEntries(secret) as Record<string, string>),
      ...Object.fromEntries(uploads.filter(([, content]) => isSecret(content))),
    },
    port: Object.fromEntries(
      blocks(of["ports"]).map((port) => [text(port["internal"]), `${text(port["ip"])}:${text(port["external"])}`]),
    ),
    mount: mounts(of),
    file: Object.fromEntries(uploads.filter(([, content]) => !isSecret(content))),
    health: health(block(of["healthcheck"])),
    size: present({
      cpu: of["cpu_shares"] === undefined ? undefined : `weight ${text(of["cpu_shares"])}`,
      memory: of["memory"] === undefined ? undefined : mebibytes(number(of["memory"])),
      instances: "1",
    }),
    drain: present({ stop: stop(of) }),
    user: present({
      user: text(of["user"]) || undefined,
      root: isTrue(of["read_only"]) ? ROOT.readOnly : ROOT.writable,
    }),
    log: { to: text(of["log_driver"]) },
    life: { restart: text(of["restart"]), init: text(of["init"] ?? false) },
    setting: settingsBeside(of, READ),
  };
}

/** What a variable of Terraform fills in is a secret: nothing else is asked for there. */
const isSecret = (value: string): boolean => /<[^>]*\bvar\./.test(value);

function mounts(of: Block): Record<string, string> {
  const mounted = blocks(of["mounts"]).map((mount): [string, string] => [text(mount["target"]), mountText(mount)]);
  const anonymous = blocks(of["volumes"]).map((volume): [string, string] => [
    text(volume["container_path"]),
    OWN_VOLUME,
  ]);
  const memory = Object.entries(block(of["tmpfs"])).map(([path, options]) => [path, tmpfsText(text(options))] as const);
  return Object.fromEntries([...mounted, ...anonymous, ...memory]);
}

function mountText(mount: Block): string {
  const source = text(mount["source"]);
  if (text(mount["type"]) === "tmpfs")
    return inMemory(number(block(mount["tmpfs_options"])["size_bytes"]) / 1024 / 1024);
  if (source === "/var/run/docker.sock") return SOCKET;
  return withAccess(
    `${text(mount["type"]) === "volume" ? "volume" : "directory"} ${source}`,
    isTrue(mount["read_only"]),
  );
}

const health = (of: Block): Record<string, string> =>
  present({
    command: texts(of["test"]).slice(1).join(" ") || undefined,
    interval: goSeconds(of["interval"]),
    timeout: goSeconds(of["timeout"]),
    retries: text(of["retries"]) || undefined,
    "start period": goSeconds(of["start_period"]),
  });

/** Both are there: the one when the engine stops it, the other when Terraform takes it away. */
function stop(of: Block): string | undefined {
  if (of["stop_timeout"] === undefined) return undefined;
  const [stops, destroys] = [number(of["stop_timeout"]), number(of["destroy_grace_seconds"])];
  return stops === destroys ? seconds(stops) : `${seconds(stops)}, and ${seconds(destroys)} when it is taken away`;
}

const GO: Readonly<Record<string, number>> = { h: 3600, m: 60, s: 1 };

/** `2m0s` → 120 s */
function goSeconds(value: unknown): string | undefined {
  const parts = [...text(value).matchAll(/(\d+)([hms])/g)];
  if (parts.length === 0) return undefined;
  return seconds(parts.reduce((sum, [, amount, unit = "s"]) => sum + Number(amount) * (GO[unit] ?? 0), 0));
}
