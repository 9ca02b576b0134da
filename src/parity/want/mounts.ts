import { execOn } from "../../config/exec-on";
import { groupOf } from "../../model/calls";
import { DOCKER_SOCKET, type Mount } from "../../model/mount";
import { capacityOf } from "../../model/scale";
import type { User, Workload } from "../../model/service";
import { inMemory, OWN_VOLUME, SOCKET, withAccess } from "../facts";
import type { RuleId } from "../rules";
import { valueWant } from "./values";
import { as, not, same, type Asked, type Want, type Wants, type Named } from "./want";

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
      return scratchWant(asked, workload, mount);
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

type Scratch = Extract<Mount, { kind: "scratch" }>;

/** Its user's, open to all, and programs run from it. */
const memoryOf = (sizeMiB: number, user: User | undefined): string =>
  inMemory(sizeMiB, ["mode 1777", "exec", ...(user ? [`uid ${user.uid}`, `gid ${user.gid}`] : [])]);

function scratchWant({ place }: Asked, { user, size }: Workload, { path, sizeMiB }: Scratch): Want {
  const meaning = sizeMiB === undefined ? OWN_VOLUME : memoryOf(sizeMiB, user);
  const opened = user !== undefined && user.uid !== 0;
  // Every image has these two, open to all.
  const isOpen = path === "/tmp" || path === "/var/tmp";
  if (place.target === "ec2-compose" && sizeMiB === undefined && opened && !isOpen)
    return as(meaning, memoryOf(size.memoryMiB, user), ["scratch-in-memory"], "scratch");
  if (place.target !== "ecs") return same(meaning, "scratch");
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
  const { platform } = place.deployment;
  if (!user?.readOnlyRoot || platform.tasks[name] || !shells(place, name)) return {};
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
