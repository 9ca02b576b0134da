import type { Mount } from "../model/mount";
import { mountPath } from "../model/mount";
import { capacityOf } from "../model/scale";
import { partsOf } from "../model/reference";
import { bytesInJson, directoryOf, FILES_MAX_BYTES, normalPath } from "../rendering/file-writer";
import type { Check, CheckInput, Fault } from "./check";
import { at } from "./check";
import { helpersOnEcs, servicesOnEcs } from "./walk";

type ConfigMount = Extract<Mount, { readonly kind: "config" }>;

const WITH_REASON: Partial<Record<Mount["kind"], string>> = {
  secretFile: "ECS hands secrets over as variables only; read it from a variable",
  hostPath: "there is no machine of ours under Fargate; keep it in a store, or take capacity ec2",
  dockerSocket:
    "there is no engine to talk to under Fargate; give the mount startsTask, and start tasks through ECS, or take capacity ec2",
};

/** Where every image has files of its own, or the kernel has. Source: Filesystem Hierarchy Standard 3.0. */
const OF_THE_IMAGE = [
  /^\/(bin|boot|etc|home|lib\w*|media|mnt|opt|root|run|sbin|srv|tmp|usr|var)?$/,
  /^\/usr\/(local\/)?(bin|include|lib\w*|local|sbin|share)$/,
  // The distribution's packages, an HTTP server's pages among them.
  /^\/usr\/share\//,
  /^\/var\/(cache|lib|log|run|spool|tmp)$/,
  /^\/(dev|proc|sys)(\/|$)/,
];

/** 24 · A mount that ECS cannot offer would be missing without a word. */
export const mountWhatEcsHas: Check = {
  id: 24,
  title:
    "what runs on ECS mounts only what ECS can offer: shared files, scratch, and files in a directory of their own",
  severity: "breaks",
  run: (input) => {
    const services = servicesOnEcs(input).map(([name, workload]) => ({
      kind: "service",
      name,
      workload,
      onEc2: capacityOf(input.platform.services, name) === "ec2",
    }));
    const helpers = helpersOnEcs(input).map((helper) => ({ ...helper, onEc2: false }));
    return [...services, ...helpers].flatMap(({ kind, name, workload: { mounts }, onEc2 }) => {
      const who = `${kind} ${name}`;
      const files = mounts.filter((mount) => mount.kind === "config");
      return [
        ...mounts.flatMap((mount) => (onEc2 && mount.kind !== "secretFile" ? [] : refuse(input, who, mount))),
        ...files.flatMap((file) => refuseDirectory(input, who, file, mounts)),
        ...refuseSize(input, who, files),
      ];
    });
  },
};

function refuse(input: CheckInput, who: string, mount: Mount): Fault[] {
  const reason = WITH_REASON[mount.kind];
  if (reason === undefined || (mount.kind === "dockerSocket" && mount.startsTask !== undefined)) return [];
  // While it is only planned to move, what lies on the host does no harm: rule 25 looks at its phase.
  if (mount.kind === "hostPath" && input.environment.migration) return [];
  return [fault(input, `${who} mounts ${mountPath(mount)} (${mount.kind})`, reason)];
}

/** What is mounted on ECS is never a file but its directory, so nothing else may be in there. */
function refuseDirectory(input: CheckInput, who: string, { path }: ConfigMount, mounts: readonly Mount[]): Fault[] {
  const what = `${who} mounts ${path} (config)`;
  const directory = directoryOf(path);
  const whole = `its directory ${directory} is mounted as a whole`;
  if (OF_THE_IMAGE.some((pattern) => pattern.test(directory))) {
    return [fault(input, what, `${whole} and would hide what the image has there; put it into a directory of its own`)];
  }
  const other = directoriesOf(mounts).find(({ kind, path: taken }) => {
    if (kind === "config") return isBelow(directory, taken);
    return directory === taken || isBelow(directory, taken) || isBelow(taken, directory);
  });
  if (!other) return [];
  return [fault(input, what, `${whole}, and ${other.path} (${other.kind}) too; put them side by side`)];
}

interface Directory {
  readonly kind: Mount["kind"];
  readonly path: string;
}

/** The socket is left out on ECS, and the others are refused. */
const directoriesOf = (mounts: readonly Mount[]): Directory[] =>
  mounts.flatMap((mount): Directory[] => {
    const { kind } = mount;
    if (kind === "config") return [{ kind, path: directoryOf(mount.path) }];
    return kind === "shared" || kind === "scratch" ? [{ kind, path: normalPath(mount.path) }] : [];
  });

const isBelow = (inner: string, outer: string): boolean => inner.startsWith(`${outer}/`);

/** References are not counted: what they come to differs by place. */
function refuseSize(input: CheckInput, who: string, files: readonly ConfigMount[]): Fault[] {
  const texts = files.flatMap(({ content }) => partsOf(content).filter((part) => typeof part === "string"));
  const bytes = texts.reduce((sum, text) => sum + bytesInJson(text), 0);
  if (bytes <= FILES_MAX_BYTES) return [];
  const paths = files.map(({ path }) => path).join(", ");
  const reason =
    `${files.length === 1 ? "it comes" : "together they come"} to ${bytes} bytes of a task definition, ` +
    `where ${FILES_MAX_BYTES} are left for files; keep it in a store, or bake it into the image`;
  return [fault(input, `${who} mounts ${paths} (config)`, reason)];
}

function fault({ environment: { migration } }: CheckInput, what: string, reason: string): Fault {
  const text = `${what}, which cannot be had on ECS: ${reason}`;
  // What a service mounts follows from the platform's own part of the YAML.
  return migration
    ? at("migration.stays").is(`${text}; or list it here to leave it on the host`)
    : at("settings").is(text);
}
