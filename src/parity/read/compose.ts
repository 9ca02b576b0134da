import { parse } from "yaml";
import { interpolated } from "../../preflight/compose";
import { readEnvFile } from "../../preflight/dotenv";
import { block, blocks, isTrue, text, texts, type Block } from "../../preflight/json";
import { capabilities, inMemory, mebibytes, ONLY, OWN_VOLUME, present, ROOT, seconds, SOCKET } from "../facts";
import { together, withAccess, type Facts, type TargetFacts } from "../facts";
import { bufferOf } from "./log";
import { mebibytesOf, tmpfsText } from "./memory";
import { composeReach } from "./reach";
import { settingsBeside } from "./settings";

export type Bundle = Readonly<Record<string, string>>;

/** Read into facts, or about the order of starting, which `ferry start-order` tells. */
const READ = [
  "cap_drop", "command", "cpus", "depends_on", "env_file", "healthcheck", "image", "init", "labels", "logging",
  "mem_limit", "pids_limit", "ports", "read_only", "restart", "scale", "stop_grace_period", "tmpfs", "user", "volumes",
]; // prettier-ignore

/** What the compose file and the files beside it give each container. */
export function composeFacts(bundle: Bundle): TargetFacts {
  const compose = interpolated(parse(bundle["docker-compose.yaml"] ?? "{}")) as Block;
  const manifest = JSON.parse(bundle["secrets.json"] ?? "{}") as Block;
  const services = Object.entries(block(compose["services"])).map(
    ([name, of]) => [name, container({ bundle, manifest, of: of as Block })] as const,
  );
  const tasks = Object.entries(block(compose["x-task-images"])).map(([name, image]): [string, Facts] => [
    name,
    { image: { [ONLY]: text(image) } },
  ]);
  return together([Object.fromEntries([...services, ...tasks]), composeReach(compose)]);
}

interface Parts {
  readonly bundle: Bundle;
  readonly manifest: Block;
  readonly of: Block;
}

function container({ bundle, manifest, of }: Parts): Facts {
  const [plain = "", ...secret] = texts(of["env_file"]);
  const files = block(manifest["envFiles"]);
  const secrets = secret.flatMap((path) => Object.entries(block(files[path.split("/").at(-1) ?? ""])));
  return {
    image: { [ONLY]: text(of["image"]) },
    command: present({ [ONLY]: of["command"] === undefined ? undefined : JSON.stringify(texts(of["command"])) }),
    variable: readEnvFile(bundle[plain] ?? ""),
    secret: {
      ...Object.fromEntries(secrets.map(([variable, from]) => [variable, sourceText(from as Block)])),
      ...secretFiles(manifest, of),
    },
    port: Object.fromEntries(texts(of["ports"]).map(published)),
    ...mounts(bundle, of),
    health: health(block(of["healthcheck"])),
    size: present({
      cpu: of["cpus"] === undefined ? undefined : `${text(of["cpus"])} of a processor`,
      memory: of["mem_limit"] === undefined ? undefined : mebibytes(mebibytesOf(text(of["mem_limit"]))),
      pids: of["pids_limit"] === undefined ? undefined : text(of["pids_limit"]),
      instances: of["scale"] === undefined ? "1" : text(of["scale"]),
    }),
    drain: present({ stop: duration(of["stop_grace_period"]) }),
    user: present({
      user: text(of["user"]) || undefined,
      root: isTrue(of["read_only"]) ? ROOT.readOnly : ROOT.writable,
      capabilities: capabilities(texts(of["cap_drop"])),
    }),
    log: log(block(of["logging"])),
    life: { restart: text(of["restart"]), init: text(of["init"] ?? false) },
    // With more than names, such as an alias, it is not read.
    setting: settingsBeside(of, Array.isArray(of["networks"]) ? [...READ, "networks"] : READ),
  };
}

/** Whatever the manifest says of one value, the identifier first. */
function sourceText(from: Block): string {
  const { secretId, ...rest } = from;
  const more = Object.entries(rest).map(([key, value]) => `${key} ${text(value)}`);
  return [text(secretId), ...more.sort()].join(" ").trim();
}

/** A secret that is mounted is told under its path. */
function secretFiles(manifest: Block, of: Block): Record<string, string> {
  const files = Object.entries(block(manifest["files"]));
  return Object.fromEntries(
    blocks(of["volumes"]).flatMap((volume) => {
      const found = files.find(([path]) => text(volume["source"]).endsWith(`/${path}`));
      return found ? [[text(volume["target"]), sourceText(found[1] as Block)]] : [];
    }),
  );
}

/** `0.0.0.0:8010:8010` → 8010, and where the machine gives it out. */
function published(port: string): [string, string] {
  const parts = port.split(":");
  return [parts.at(-1) ?? "", parts.slice(0, -1).join(":")];
}

function mounts(bundle: Bundle, container: Block): Pick<Facts, "mount" | "file"> {
  const mount = Object.fromEntries(texts(container["tmpfs"]).map(inTmpfs));
  const file: Record<string, string> = {};
  for (const of of blocks(container["volumes"])) {
    const [source, target] = [text(of["source"]), text(of["target"])];
    const content = bundle[source.replace(/^\.\//, "")];
    if (content !== undefined) file[target] = isTrue(of["read_only"]) ? content : `(writable) ${content}`;
    else if (!source.includes("/secrets/files/")) mount[target] = mountText(of);
  }
  return { mount, file };
}

/** `/work:size=64m,exec` */
function inTmpfs(short: string): [string, string] {
  const [path = "", ...options] = short.split(":");
  return [path, tmpfsText(options.join(":"))];
}

function mountText(of: Block): string {
  const source = text(of["source"]);
  if (text(of["type"]) === "tmpfs") return inMemory(mebibytesOf(text(block(of["tmpfs"])["size"])));
  if (text(of["type"]) === "volume")
    return withAccess(source === "" ? OWN_VOLUME : `volume ${source}`, isTrue(of["read_only"]));
  if (source === "/var/run/docker.sock") return SOCKET;
  return withAccess(`directory ${source}`, isTrue(of["read_only"]));
}

const health = (of: Block): Record<string, string> =>
  present({
    command: texts(of["test"]).slice(1).join(" ") || undefined,
    interval: duration(of["interval"]),
    timeout: duration(of["timeout"]),
    retries: text(of["retries"]) || undefined,
    "start period": duration(of["start_period"]),
    "start interval": duration(of["start_interval"]),
  });

function log(of: Block): Record<string, string> {
  const options = block(of["options"]);
  const group = options["awslogs-group"];
  return present({
    to:
      group === undefined
        ? text(of["driver"])
        : `${text(of["driver"])} ${text(group)} in ${text(options["awslogs-region"])}`,
    ...bufferOf(options),
  });
}

const SECONDS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600 };

/** Of compose's durations, which may be written `1m30s`. */
function duration(value: unknown): string | undefined {
  const parts = [...text(value).matchAll(/(\d+)([smh])/g)];
  if (parts.length === 0) return undefined;
  return seconds(parts.reduce((sum, [, number, unit = "s"]) => sum + Number(number) * (SECONDS[unit] ?? 0), 0));
}
