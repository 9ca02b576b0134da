import { parse } from "yaml";
import type { RenderedContainer, RenderedHost, RenderedMount, RenderedUnit } from "../model/rendered";
import { readEnvFile } from "./dotenv";
import { statementsOf } from "./identities";
import { block, blocks, isTrue, nameIn, number, resources, text, texts, type Block, type Root } from "./json";

const CONDITIONS: Readonly<Record<string, string>> = {
  service_started: "started",
  service_healthy: "healthy",
  service_completed_successfully: "completed",
};

/** The bundle of a host by path, as it lies in its bucket. */
const bundleOf = (root: Root): Readonly<Record<string, string>> =>
  Object.fromEntries(
    resources(root, "aws_s3_object").flatMap(([, object]) => {
      const [, local = "", path] = FILE.exec(text(object["content"])) ?? [];
      return path === undefined ? [] : [[path, text(block(block(root.json["locals"])[local])[path])]];
    }),
  );

/** The text of an object is a member of a local: its key is made of the same text's hash. */
const FILE = /^\$\{local\.([\w-]+)\["([^"]+)"\]\}$/;

export function composeContainers(root: Root): RenderedContainer[] {
  const bundle = bundleOf(root);
  const file = bundle["docker-compose.yaml"];
  if (file === undefined) return [];
  const compose = interpolated(parse(file)) as Block;
  const project = text(compose["name"]);
  const manifest = JSON.parse(bundle["secrets.json"] ?? "{}") as Block;
  return Object.entries(block(compose["services"])).map(([name, of]) =>
    container({ root, project, bundle, manifest, name, of: of as Block }),
  );
}

interface ContainerParts {
  readonly root: Root;
  readonly project: string;
  readonly bundle: Readonly<Record<string, string>>;
  readonly manifest: Block;
  readonly name: string;
  readonly of: Block;
}

function container({ root, project, bundle, manifest, name, of }: ContainerParts): RenderedContainer {
  const own = texts(of["env_file"]);
  const envFile = own[0] ?? "";
  const secretFiles = block(manifest["envFiles"]);
  const secrets = own.slice(1).flatMap((path) => Object.entries(block(secretFiles[path.split("/").at(-1) ?? ""])));
  return {
    on: "compose",
    workspace: root.workspace,
    name,
    unit: "host",
    running: of["scale"] !== 0,
    image: text(of["image"]),
    environment: readEnvFile(bundle[envFile] ?? ""),
    secrets: Object.fromEntries(
      secrets.map(([variable, from]) => [variable, text(block(from)["secretId"]).replace(`${project}-`, "")]),
    ),
    ports: texts(of["ports"]).map((port) => Number(port.split(":").at(-1))),
    published: texts(of["ports"]).map((port) => port.split(":").slice(0, -1).join(":")),
    health: texts(block(of["healthcheck"])["test"]).slice(1).join(" ") || undefined,
    mounts: blocks(of["volumes"]).map(mount),
    files: Object.fromEntries(
      blocks(of["volumes"]).flatMap((volume) => {
        const content = bundle[text(volume["source"]).replace(/^\.\//, "")];
        return content === undefined ? [] : [[text(volume["target"]), content]];
      }),
    ),
    waitsFor: Object.fromEntries(
      Object.entries(block(of["depends_on"])).map(([other, on]) => {
        const condition = text(block(on)["condition"]);
        return [other, CONDITIONS[condition] ?? condition];
      }),
    ),
    user: text(of["user"]) || undefined,
    stopSec: text(of["stop_grace_period"]) === "" ? undefined : parseInt(text(of["stop_grace_period"]), 10),
    privileged: isTrue(of["privileged"]),
  };
}

function mount(of: Block): RenderedMount {
  const source = text(of["source"]);
  const kind = text(of["type"]) !== "bind" ? "scratch" : source.startsWith("./") ? "file" : "bind";
  return { path: text(of["target"]), source, kind, readOnly: isTrue(of["read_only"]) };
}

/** As compose fills in a file of its own: `$$` is a dollar, a variable has its default. */
function interpolated(value: unknown): unknown {
  if (typeof value === "string")
    return value.replace(/\$\$|\$\{(\w+):?-([^}]*)\}/g, (all, _name, fallback: string) =>
      all === "$$" ? "$" : fallback,
    );
  if (Array.isArray(value)) return value.map(interpolated);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, interpolated(inner)]));
}

/** The host has one identity for all that it runs. */
export const hostUnits = (root: Root): RenderedUnit[] =>
  resources(root, "aws_instance").map(([name]) => ({
    on: "compose",
    workspace: root.workspace,
    name: "host",
    family: name,
    launch: ["EC2"],
    architecture: hostsOf(root)[0]?.architecture ?? "",
    allows: resources(root, "aws_iam_role").flatMap(([role]) => statementsOf(root, role)),
    startAllows: resources(root, "aws_iam_role").flatMap(([role]) => statementsOf(root, role)),
    roles: [],
    volumes: [],
  }));

/** Templates of compose hosts alone: tasks on instances of ECS have an identity of their own, and ask no instance. */
export function hostsOf(root: Root): RenderedHost[] {
  const launched = resources(root, "aws_instance").map(([, instance]) =>
    nameIn(block(instance["launch_template"])["id"], "aws_launch_template"),
  );
  return resources(root, "aws_launch_template")
    .filter(([name]) => launched.includes(name))
    .map(([, template]) => ({
      hopLimit: number(block(template["metadata_options"])["http_put_response_hop_limit"]),
      architecture: /arm64|aarch64/.test(text(template["image_id"])) ? "ARM64" : "X86_64",
    }));
}
