import { execOn } from "../../config/exec-on";
import { groupOf, referencesOf } from "../../model/calls";
import { DOCKER_SOCKET, type Mount } from "../../model/mount";
import { healthCheckOf } from "../../model/probe";
import { capacityOf, scales } from "../../model/scale";
import type { Service, User, Workload } from "../../model/service";
import { fargateSizeFor, type Size } from "../../model/size";
import { inMemory, mebibytes, ONLY, OWN_VOLUME, ROOT, seconds, SOCKET, units, withAccess } from "../facts";
import type { RuleId } from "../rules";
import { balanced } from "./edge";
import { image as imageAnswer, isHere } from "./references";
import { valueWant } from "./values";
import { as, not, same, type Asked, type Named, type Want, type Wants } from "./want";

export function imageWants(asked: Asked, { image }: Workload): Named {
  const answer = imageAnswer(asked, image);
  const { platform } = asked.place.deployment;
  const meaning = JSON.stringify(platform.images[image]);
  return isHere(answer) ? { [ONLY]: as(meaning, answer.text, answer.rules, `image ${image}`) } : {};
}

export const commandWants = ({ command }: Workload): Named =>
  command ? { [ONLY]: same(JSON.stringify(command)) } : {};

/** Each port by its number: where it can be reached at. */
export function portWants(asked: Asked, { ports }: Service): Named {
  return Object.fromEntries(Object.entries(ports).map(([name, port]) => [String(port), portWant(asked, name, port)]));
}

function portWant(asked: Asked, name: string, port: number): Want {
  const { place } = asked;
  const { environment } = place.deployment;
  const [meaning, words] = [String(port), `port ${name}`];
  switch (place.target) {
    case "devenv": {
      const asks = environment.services[asked.name]?.hostPorts?.[name];
      return asks === undefined
        ? not(meaning, "port-not-asked", words)
        : as(meaning, `127.0.0.1:${asks}`, ["port-on-laptop"], words);
    }
    case "ec2-compose":
      return balanced(asked) || (environment.migration !== undefined && isCalled(asked))
        ? as(meaning, `0.0.0.0:${port}`, ["port-on-host"], words)
        : not(meaning, "port-inside", words);
    case "ecs":
      return as(meaning, `task:${port}`, ["port-on-task"], words);
  }
}

function isCalled({ place, name }: Asked): boolean {
  const { platform } = place.deployment;
  return Object.values({ ...platform.services, ...platform.tasks }).some((workload) =>
    referencesOf(platform, workload).some((reference) => reference.ref === "address" && reference.service === name),
  );
}

export function healthWants({ probe, ports }: Service): Named {
  const check = healthCheckOf(probe, ports);
  return {
    command: same(check.command, "probe"),
    interval: same(seconds(check.intervalSec), "probe"),
    timeout: same(seconds(check.timeoutSec), "probe"),
    retries: same(String(check.retries), "probe"),
    "start period": same(seconds(check.startPeriodSec), "probe"),
  };
}

/** What it may use. A task is as large as all that runs in it. */
export function sizeWants(asked: Asked, workload: Workload, kind: "service" | "job" | "task"): Named {
  const { target } = asked.place;
  const { cpu, memoryMiB } = workload.size;
  const own: Named = { cpu: same(units(cpu), "size"), memory: same(mebibytes(memoryMiB), "size") };
  const pids = "no limit";
  switch (target) {
    case "devenv":
      return { ...own, cpu: as(units(cpu), `weight ${cpu}`, ["cpu-weight"], "size"), pids: not(pids, "pids-of-host") };
    case "ec2-compose":
      return {
        ...own,
        cpu: as(units(cpu), `${cpu / 1024} of a processor`, ["cpu-of-host"], "size"),
        pids: as(pids, "4096", ["pids-of-host"]),
      };
    case "ecs":
      return { ...taskSize(asked, workload, kind), pids: not(pids, "pids-of-host") };
  }
}

function taskSize(asked: Asked, { size }: Workload, kind: "service" | "job" | "task"): Named {
  const { services } = asked.place.deployment.platform;
  const sized = (task: Size, rules: readonly RuleId[]): Named => ({
    cpu: as(units(size.cpu), units(task.cpu), rules, "size"),
    memory: as(mebibytes(size.memoryMiB), mebibytes(task.memoryMiB), rules, "size"),
  });
  if (kind === "task") return sized(size, []);
  if (kind === "job") {
    const owners = Object.keys(services).filter((name) => asked.name in (services[name]?.needs ?? {}));
    const sizes = owners.map((name) => sizeOfTask(asked, groupOf(asked.place.deployment.platform, name)));
    const oneOf = (text: (each: Size) => string) => (fact: string) => sizes.some((each) => text(each) === fact);
    const first = sizes[0] ?? size;
    const { cpu, memory } = sized(first, ["size-of-owner"]);
    return {
      cpu: { ...(cpu as Want), holds: oneOf((each) => units(each.cpu)) },
      memory: { ...(memory as Want), holds: oneOf((each) => mebibytes(each.memoryMiB)) },
    };
  }
  const group = groupOf(asked.place.deployment.platform, asked.name);
  const task = sizeOfTask(asked, group);
  const alone = task.cpu === size.cpu && task.memoryMiB === size.memoryMiB;
  return sized(task, alone ? [] : ["size-of-task"]);
}

function sizeOfTask({ place }: Asked, group: string): Size {
  const { platform } = place.deployment;
  const sizes = Object.entries(platform.services).flatMap(([name, { size }]) =>
    groupOf(platform, name) === group ? [size] : [],
  );
  const [only] = sizes;
  if (only && sizes.length === 1) return only;
  const sum = {
    cpu: sizes.reduce((total, { cpu }) => total + cpu, 0),
    memoryMiB: sizes.reduce((total, { memoryMiB }) => total + memoryMiB, 0),
  };
  return capacityOf(platform.services, group) === "ec2" ? sum : fargateSizeFor(sum);
}

/** How many there are: a machine has one of each. */
export function instanceWants({ place, name }: Asked, kind: "service" | "job"): Named {
  const { platform } = place.deployment;
  if (kind === "job")
    return { instances: place.target === "ecs" ? not("1", "size-of-owner", "scale") : same("1", "scale") };
  const owner = platform.services[groupOf(platform, name)] as Service;
  const { min, max } = owner.scale;
  const text = scales(owner) && min !== max ? `${min} to ${max}` : String(min);
  if (place.target === "ecs") return { instances: same(text, "scale") };
  return { instances: as(text, "1", text === "1" ? [] : ["one-of-each"], "scale") };
}

export const stopWants = ({ stopGraceSec }: Service): Named => ({ stop: same(seconds(stopGraceSec), "stopGraceSec") });

const NEVER_NEEDED = ["AUDIT_WRITE", "MKNOD", "NET_RAW", "SETFCAP", "SETPCAP"];
const DEFAULT_SET = [
  ...NEVER_NEEDED,
  "CHOWN",
  "DAC_OVERRIDE",
  "FOWNER",
  "FSETID",
  "KILL",
  "SETGID",
  "SETUID",
  "SYS_CHROOT",
];

export function userWants({ place }: Asked, { user }: Workload, ports: readonly number[]): Named {
  const words = "the engine's default set";
  const without = `without ${dropped(user, ports).join(", ")}`;
  return {
    ...(user && { user: same(`${user.uid}:${user.gid}`, "user") }),
    root: same(user?.readOnlyRoot ? ROOT.readOnly : ROOT.writable, "user"),
    capabilities:
      place.target === "ecs"
        ? as(words, without, ["without-capabilities"], "user")
        : not(words, "without-capabilities", "user"),
  };
}

/** Who has a user of its own needs none, but to listen below 1024, which takes all but the right to do so. */
function dropped(user: User | undefined, ports: readonly number[]): readonly string[] {
  if (!user || user.uid === 0) return NEVER_NEEDED;
  return ports.some((port) => port < 1024) ? [...DEFAULT_SET].sort() : ["ALL"];
}

const BUFFERS: Readonly<Record<string, string>> = { "ec2-compose": "4m", ecs: "25m" };

export function logWants({ place, name }: Asked): Named {
  const { environment } = place.deployment;
  const [group, mode, buffer] = ["CloudWatch group of its own", "non-blocking", "a buffer"];
  if (place.target === "devenv")
    return {
      to: as(group, "json-file", ["log-on-laptop"], "log"),
      mode: not(mode, "log-on-laptop", "log"),
      buffer: not(buffer, "log-on-laptop", "log"),
    };
  const to = `awslogs /${environment.platform}-${environment.environment}/${name} in ${environment.aws?.region}`;
  return {
    to: as(group, to, [], "log"),
    mode: same(mode, "log"),
    buffer: as(buffer, BUFFERS[place.target] ?? "", ["log-buffer"], "log"),
  };
}

export function lifeWants({ place }: Asked, kind: "service" | "job" | "task"): Named {
  const meaning = kind === "job" ? "no" : "unless-stopped";
  const restart =
    place.target === "ecs" && kind !== "job"
      ? as(meaning, "with its task", ["restart-by-ecs"], "life")
      : same(meaning, "life");
  return { restart, init: same("true", "life") };
}

/** What it finds at each path; files that hold text are told under `file`, secret ones under `secret`. */
export function mountWants(asked: Asked, workload: Workload): Pick<Wants, "mount" | "file"> {
  const mounts = workload.mounts.flatMap((mount) => {
    const want = mountWant(asked, workload, mount);
    return want ? [[mount.kind === "dockerSocket" ? DOCKER_SOCKET : mount.path, want] as const] : [];
  });
  const files = workload.mounts.flatMap((mount) =>
    mount.kind === "config" ? [[mount.path, fileWant(asked, mount)] as const] : [],
  );
  return { mount: { ...Object.fromEntries(mounts), ...agentWants(asked, workload) }, file: Object.fromEntries(files) };
}

function mountWant(asked: Asked, workload: Workload, mount: Mount): Want | undefined {
  const { place, name } = asked;
  const { platform } = place.deployment;
  const ec2 = capacityOf(platform.services, name) === "ec2";
  switch (mount.kind) {
    case "shared":
      return sharedWant(asked, mount);
    case "scratch":
      return scratchWant(asked, workload, mount.sizeMiB);
    case "hostPath":
      return same(withAccess(`directory ${mount.hostPath}`, mount.readOnly ?? false), "host path");
    case "dockerSocket":
      return place.target !== "ecs" || (ec2 && mount.startsTask === undefined)
        ? same(SOCKET, SOCKET)
        : not(SOCKET, "no-engine", SOCKET);
    case "config":
    case "secretFile":
      return undefined;
  }
}

function sharedWant({ place }: Asked, { store, readOnly = false }: Extract<Mount, { kind: "shared" }>): Want {
  const { platform, environment } = place.deployment.environment;
  const words = `files of store ${store}`;
  const [text, rule] = {
    devenv: [`volume <docker_volume.stores_${store}-data.name>`, "shared-in-volume"] as const,
    "ec2-compose": [`directory /opt/${platform}-${environment}/files/${store}`, "shared-on-host"] as const,
    ecs: [
      `EFS <foundation.file_system_id_${store}> by <foundation.access_point_id_${store}>, encrypted`,
      "shared-on-efs",
    ] as const,
  }[place.target];
  return as(withAccess(words, readOnly), withAccess(text, readOnly), [rule], words);
}

function scratchWant({ place }: Asked, { user }: Workload, sizeMiB: number | undefined): Want {
  const meaning = sizeMiB === undefined ? OWN_VOLUME : inMemory(sizeMiB);
  if (place.target !== "ecs") return same(meaning, "scratch");
  const opened = user !== undefined && user.uid !== 0;
  const rules: RuleId[] = [
    ...(sizeMiB === undefined ? [] : ["scratch-on-task-disk" as const]),
    ...(opened ? ["scratch-opened" as const] : []),
  ];
  return as(meaning, opened ? `${OWN_VOLUME}, opened to all` : OWN_VOLUME, rules, "scratch");
}

function fileWant(asked: Asked, { content }: Extract<Mount, { kind: "config" }>): Want {
  const want = valueWant(asked, content);
  if (!("text" in want)) return not(want.meaning, "file-not-here", want.from);
  const way: Readonly<Record<string, readonly RuleId[]>> = {
    devenv: ["file-uploaded"],
    "ec2-compose": [],
    ecs: ["file-by-helper"],
  };
  // The Docker provider takes no empty file.
  const text = want.text === "" && asked.place.target === "devenv" ? "\n" : want.text;
  return as(want.meaning, text, [...(way[asked.place.target] ?? []), ...want.rules], want.from);
}

const AGENT = ["/managed-agents", "/var/lib/amazon/ssm", "/var/log/amazon/ssm"];

/** A shell on ECS is opened by an agent, which has to write somewhere. */
function agentWants({ place, name }: Asked, { user }: Workload): Named {
  const { environment, platform } = place.deployment;
  if (!user?.readOnlyRoot || platform.tasks[name] || !shells(place, name)) return {};
  void environment;
  const [meaning, words] = ["what a shell needs", "exec"];
  return Object.fromEntries(
    AGENT.map((path) => [
      path,
      place.target === "ecs" ? as(meaning, OWN_VOLUME, ["shell-agent"], words) : not(meaning, "shell-agent", words),
    ]),
  );
}

/** May a shell be opened in the task that it runs in? A job runs in that of a service that needs it. */
function shells({ deployment: { environment, platform } }: Asked["place"], name: string): boolean {
  const needing = Object.keys(platform.services).filter((service) => name in (platform.services[service]?.needs ?? {}));
  const groups = platform.services[name] ? [name] : needing;
  return groups.some((service) => execOn(environment, groupOf(platform, service)));
}
