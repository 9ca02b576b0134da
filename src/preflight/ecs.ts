import type {
  RenderedContainer,
  RenderedMount,
  RenderedService,
  RenderedUnit,
  RenderedVolume,
} from "../model/rendered";
import { statementsOf } from "./identities";
import { block, blocks, headOf, isTrue, nameIn, number, resources, text, texts, type Block, type Root } from "./json";

const CONDITIONS: Readonly<Record<string, string>> = { START: "started", HEALTHY: "healthy", SUCCESS: "completed" };
/** What a file writer's container is called behind the name of the one it writes for. */
const WRITER = "_files";

export const ecsUnits = (root: Root): RenderedUnit[] => resources(root, "aws_ecs_task_definition").map(unit(root));

const unit =
  (root: Root) =>
  ([id, definition]: [string, Block]): RenderedUnit => {
    const [own, starter] = ["task_role_arn", "execution_role_arn"].map((key) =>
      nameIn(definition[key], "aws_iam_role"),
    );
    return {
      on: "ecs",
      workspace: root.workspace,
      name: headOf(id),
      family: text(definition["family"]),
      launch: texts(definition["requires_compatibilities"]),
      architecture: text(block(definition["runtime_platform"])["cpu_architecture"]),
      allows: statementsOf(root, own),
      startAllows: statementsOf(root, starter),
      roles: [own, starter].flatMap((role) => (role === undefined ? [] : [`<aws_iam_role.${role}.arn>`])).sort(),
      volumes: blocks(definition["volume"]).map(volume),
    };
  };

function volume(of: Block): RenderedVolume {
  const files = block(of["efs_volume_configuration"]);
  return {
    name: text(of["name"]),
    fileSystem: optional(files["file_system_id"]),
    accessPoint: optional(block(files["authorization_config"])["access_point_id"]),
    rootDirectory: optional(files["root_directory"]),
    encrypted: text(files["transit_encryption"]) === "ENABLED",
    hostPath: optional(of["host_path"]),
  };
}

const optional = (value: unknown): string | undefined => (text(value) === "" ? undefined : text(value));

export const ecsContainers = (root: Root): RenderedContainer[] =>
  resources(root, "aws_ecs_task_definition").flatMap(([id, definition]) => {
    const all = JSON.parse(text(definition["container_definitions"])) as Block[];
    const writers = new Map(all.map((each) => [text(each["name"]), each]));
    const volumes = new Map(blocks(definition["volume"]).map((each) => [text(each["name"]), volume(each)]));
    return all
      .filter((each) => !text(each["name"]).endsWith(WRITER))
      .map((each) =>
        container({ root, unit: headOf(id), of: each, writer: writers.get(`${text(each["name"])}${WRITER}`), volumes }),
      );
  });

interface ContainerParts {
  readonly root: Root;
  readonly unit: string;
  readonly of: Block;
  readonly writer: Block | undefined;
  readonly volumes: ReadonlyMap<string, RenderedVolume>;
}

const container = ({ root, unit: name, of, writer, volumes }: ContainerParts): RenderedContainer => ({
  on: "ecs",
  workspace: root.workspace,
  name: text(of["name"]),
  unit: name,
  running: true,
  image: text(of["image"]),
  environment: variables(of["environment"], "value"),
  secrets: Object.fromEntries(
    Object.entries(variables(of["secrets"], "valueFrom")).map(([variable, from]) => [variable, secretNamed(from)]),
  ),
  ports: blocks(of["portMappings"]).map((port) => number(port["containerPort"])),
  published: [],
  health: optional(texts(block(of["healthCheck"])["command"]).slice(1).join(" ")),
  mounts: blocks(of["mountPoints"]).map((mount) => mountOf(mount, volumes, writer !== undefined)),
  files: writer ? filesOf(writer) : {},
  waitsFor: Object.fromEntries(
    blocks(of["dependsOn"])
      .filter((on) => !text(on["containerName"]).endsWith(WRITER))
      .map((on) => [text(on["containerName"]), CONDITIONS[text(on["condition"])] ?? text(on["condition"])]),
  ),
  user: optional(of["user"]),
  stopSec: of["stopTimeout"] === undefined ? undefined : number(of["stopTimeout"]),
  privileged: isTrue(of["privileged"]),
});

const variables = (list: unknown, key: string): Record<string, string> =>
  Object.fromEntries(blocks(list).map((each) => [text(each["name"]), text(each[key])]));

/** The name that the foundation publishes its address under. */
const secretNamed = (from: string): string => /secret_arn_([\w-]+)/.exec(from)?.[1] ?? from;

function mountOf(of: Block, volumes: ReadonlyMap<string, RenderedVolume>, hasFiles: boolean): RenderedMount {
  const source = text(of["sourceVolume"]);
  const found = volumes.get(source);
  const kind = found?.fileSystem
    ? "shared"
    : found?.hostPath
      ? "bind"
      : hasFiles && source.includes(WRITER)
        ? "file"
        : "scratch";
  return { path: text(of["containerPath"]), source, kind, readOnly: isTrue(of["readOnly"]) };
}

/** The writer's script names a variable and a path on each line; the variables are the texts. */
function filesOf(writer: Block): Record<string, string> {
  const values = variables(writer["environment"], "value");
  const lines = texts(writer["command"])
    .join("\n")
    .matchAll(/"\$(\w+)" > '([^']+)'/g);
  return Object.fromEntries([...lines].map(([, variable = "", path = ""]) => [path, values[variable] ?? ""]));
}

export const ecsServices = (root: Root): RenderedService[] =>
  resources(root, "aws_ecs_service").map(([id, service]) => {
    const network = block(service["network_configuration"]);
    return {
      workspace: root.workspace,
      name: headOf(id),
      desired: number(service["desired_count"]),
      oneAtATime: number(service["deployment_maximum_percent"]) === 100,
      securityGroups: texts(network["security_groups"]).map(groupNamed),
      subnets: texts(network["subnets"]),
      publicIp: isTrue(network["assign_public_ip"]),
      startsAfter: texts(service["depends_on"]).flatMap((on) => {
        const other = nameIn(on, "aws_ecs_service");
        return other === undefined ? [] : [headOf(other)];
      }),
      waited: isTrue(service["wait_for_steady_state"]),
    };
  });

/** What stands for a group: an output of the foundation, one of ours, a store's or a load balancer's of others. */
const GROUPS: readonly RegExp[] = [
  /security_group_id_([\w-]+)/,
  /data\.aws_security_group\.adopted_([\w-]+?)_group\.id/,
  /data\.aws_lb\.([\w-]+)\.security_groups/,
  /aws_security_group\.security_([\w-]+)/,
];

/** `<foundation.security_group_id_chat>` → `chat` */
export const groupNamed = (id: string): string =>
  GROUPS.map((group) => group.exec(id)?.[1]).find((name) => name !== undefined) ?? id;
