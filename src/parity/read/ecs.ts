import {
  block,
  blocks,
  headOf,
  isTrue,
  nameIn,
  number,
  resources,
  text,
  texts,
  type Block,
  type Root,
} from "../../preflight/json";
import { capabilities, mebibytes, ONLY, OWN_VOLUME, present, ROOT, seconds, SOCKET, units, withAccess } from "../facts";
import type { Facts, TargetFacts } from "../facts";
import { bufferOf } from "./log";
import { settingsBeside } from "./settings";

/**
 * Read into facts; or who waits for whom, which `ferry start-order` tells; or said because a plan would else find ECS's
 * own default: an empty list, a limit of open files, one image for all tasks of a deployment.
 */
const READ = [
  "command", "cpu", "dependsOn", "dockerLabels", "environment", "essential", "healthCheck", "image", "linuxParameters",
  "logConfiguration", "mountPoints", "name", "portMappings", "readonlyRootFilesystem", "secrets", "stopTimeout",
  "systemControls", "ulimits", "user", "versionConsistency", "volumesFrom",
]; // prettier-ignore

/** What containers that prepare volumes are called behind the name of the one they prepare them for. */
const HELPERS = { files: "_files", scratch: "_scratch" } as const;

/** What task definitions and services give each container. */
export const ecsFacts = (root: Root): TargetFacts =>
  Object.fromEntries(
    resources(root, "aws_ecs_task_definition").flatMap(([id, definition]) => {
      const all = JSON.parse(text(definition["container_definitions"])) as Block[];
      const named = new Map(all.map((each) => [text(each["name"]), each]));
      const isHelper = (name: string): boolean =>
        Object.values(HELPERS).some((ending) => name.endsWith(ending) && named.has(name.slice(0, -ending.length)));
      return all
        .filter((each) => !isHelper(text(each["name"])))
        .map((of): [string, Facts] => [text(of["name"]), container({ root, unit: headOf(id), definition, named, of })]);
    }),
  );

interface Parts {
  readonly root: Root;
  /** The service or task whose definition it is. */
  readonly unit: string;
  readonly definition: Block;
  readonly named: ReadonlyMap<string, Block>;
  readonly of: Block;
}

function container(parts: Parts): Facts {
  const { of } = parts;
  const linux = block(of["linuxParameters"]);
  return {
    image: { [ONLY]: text(of["image"]) },
    command: present({ [ONLY]: of["command"] === undefined ? undefined : JSON.stringify(texts(of["command"])) }),
    variable: variables(of["environment"], "value"),
    secret: variables(of["secrets"], "valueFrom"),
    port: Object.fromEntries(
      blocks(of["portMappings"]).map((port) => [text(port["containerPort"]), `task:${text(port["hostPort"])}`]),
    ),
    ...mounts(parts),
    health: health(block(of["healthCheck"])),
    size: size(parts),
    drain: present({ stop: of["stopTimeout"] === undefined ? undefined : seconds(number(of["stopTimeout"])) }),
    user: present({
      user: text(of["user"]) || undefined,
      root: isTrue(of["readonlyRootFilesystem"]) ? ROOT.readOnly : ROOT.writable,
      capabilities: capabilities(texts(block(linux["capabilities"])["drop"])),
    }),
    log: log(block(of["logConfiguration"])),
    life: {
      restart: isTrue(of["essential"]) ? "with its task" : "no",
      init: text(linux["initProcessEnabled"] ?? false),
    },
    setting: {
      ...settingsBeside(of, [...READ, ...unprivileged(of)]),
      ...settingsBeside(linux, ["capabilities", "initProcessEnabled"]),
      ...settingsBeside(block(linux["capabilities"]), ["drop"]),
    },
  };
}

const unprivileged = (of: Block): string[] => (isTrue(of["privileged"]) ? [] : ["privileged"]);

const variables = (list: unknown, key: string): Record<string, string> =>
  Object.fromEntries(blocks(list).map((each) => [text(each["name"]), text(each[key])]));

/** Directories that hold files are there for the files, which are told each by its path. */
function mounts({ definition, named, of }: Parts): Pick<Facts, "mount" | "file"> {
  const volumes = new Map(blocks(definition["volume"]).map((each) => [text(each["name"]), each]));
  const writer = named.get(`${text(of["name"])}${HELPERS.files}`);
  const opener = named.get(`${text(of["name"])}${HELPERS.scratch}`);
  const written = new Set(blocks(writer?.["mountPoints"]).map((point) => text(point["sourceVolume"])));
  const opened = new Set(blocks(opener?.["mountPoints"]).map((point) => text(point["sourceVolume"])));
  const points = blocks(of["mountPoints"]);
  const directories = points.filter((point) => written.has(text(point["sourceVolume"])));
  const mount = points
    .filter((point) => !written.has(text(point["sourceVolume"])))
    .map((point): [string, string] => {
      const source = text(point["sourceVolume"]);
      const kind = volumeText(volumes.get(source) ?? {});
      return [
        text(point["containerPath"]),
        withAccess(opened.has(source) ? `${kind}, opened to all` : kind, isTrue(point["readOnly"])),
      ];
    });
  return { mount: Object.fromEntries(mount), file: writer ? files(writer, directories) : {} };
}

function volumeText(volume: Block): string {
  const host = text(volume["host_path"]);
  if (host !== "") return host === "/var/run/docker.sock" ? SOCKET : `directory ${host}`;
  const efs = block(volume["efs_volume_configuration"]);
  if (Object.keys(efs).length === 0) return OWN_VOLUME;
  const { access_point_id: point } = block(efs["authorization_config"]);
  const way = text(efs["transit_encryption"]) === "ENABLED" ? "encrypted" : "not encrypted";
  return `EFS ${text(efs["file_system_id"])} by ${text(point)}, ${way}`;
}

/** The script names a variable and a path on each line. A file is there where its directory is mounted, unwritable. */
function files(writer: Block, directories: readonly Block[]): Record<string, string> {
  const values = variables(writer["environment"], "value");
  const lines = texts(writer["command"])
    .join("\n")
    .matchAll(/"\$(\w+)" > '([^']+)'/g);
  return Object.fromEntries(
    [...lines].flatMap(([, variable = "", path = ""]) => {
      const directory = directories.find(
        (point) => path.slice(0, path.lastIndexOf("/")) === text(point["containerPath"]),
      );
      if (!directory) return [];
      const content = values[variable] ?? "";
      return [[path, isTrue(directory["readOnly"]) ? content : `(writable) ${content}`]];
    }),
  );
}

const health = (of: Block): Record<string, string> =>
  present({
    command: texts(of["command"]).slice(1).join(" ") || undefined,
    interval: inSeconds(of["interval"]),
    timeout: inSeconds(of["timeout"]),
    retries: text(of["retries"]) || undefined,
    "start period": inSeconds(of["startPeriod"]),
  });

const inSeconds = (value: unknown): string | undefined => (value === undefined ? undefined : seconds(number(value)));

/** A task has one size for all of its containers; the number of tasks is its service's to say. */
function size({ root, unit, definition, of }: Parts): Record<string, string> {
  const own = (type: string): Block | undefined => resources(root, type).find(([id]) => headOf(id) === unit)?.[1];
  const range = own("aws_appautoscaling_target");
  const service = own("aws_ecs_service");
  const [min, max] = range
    ? [number(range["min_capacity"]), number(range["max_capacity"])]
    : [number(service?.["desired_count"]), number(service?.["desired_count"])];
  return present({
    cpu: units(number(definition["cpu"])),
    memory: mebibytes(number(definition["memory"])),
    // What is started by others, and what runs once, has no number.
    instances: service && isTrue(of["essential"]) ? (min === max ? String(min) : `${min} to ${max}`) : undefined,
  });
}

function log(of: Block): Record<string, string> {
  const options = block(of["options"]);
  const group = `${text(of["logDriver"])} ${text(options["awslogs-group"])} in ${text(options["awslogs-region"])}`;
  return present({ to: group, ...bufferOf(options) });
}

/** The service of a target group, by the service on ECS that is registered in it. */
export const ecsTargets = (root: Root): [string, string, number][] =>
  resources(root, "aws_ecs_service").flatMap(([id, service]) =>
    blocks(service["load_balancer"]).flatMap((balancer): [string, string, number][] => {
      const group = nameIn(balancer["target_group_arn"], "aws_lb_target_group");
      return group === undefined
        ? []
        : [[group, text(balancer["container_name"]) || headOf(id), number(balancer["container_port"])]];
    }),
  );
