import type { Mount } from "../model/mount";
import { mountPath } from "../model/mount";
import type { Check, CheckInput, Fault } from "./check";
import { at } from "./check";
import { helpersOnEcs, servicesOnEcs } from "./walk";

const WITH_REASON: Partial<Record<Mount["kind"], string>> = {
  config: "ECS has no place for a file of ours; pass it as a variable, bake it into the image, or keep it in a store",
  secretFile: "ECS hands secrets over as variables only; read it from a variable",
  hostPath: "there is no machine of ours under Fargate; keep it in a store",
  dockerSocket: "there is no engine to talk to under Fargate; give the mount startsTask, and start tasks through ECS",
};

/** 24 · A mount that ECS cannot offer would be missing without a word. */
export const mountWhatEcsHas: Check = {
  id: 24,
  title: "what runs on ECS mounts only what ECS can offer: shared files and scratch",
  severity: "breaks",
  run: (input) => {
    const services = servicesOnEcs(input).map(([name, workload]) => ({ kind: "service", name, workload }));
    return [...services, ...helpersOnEcs(input)].flatMap(({ kind, name, workload }) =>
      workload.mounts.flatMap((mount) => refuse(input, `${kind} ${name}`, mount)),
    );
  },
};

function refuse({ environment: { migration } }: CheckInput, who: string, mount: Mount): Fault[] {
  const reason = WITH_REASON[mount.kind];
  if (reason === undefined || (mount.kind === "dockerSocket" && mount.startsTask !== undefined)) return [];
  // While it is only planned to move, what lies on the host does no harm: rule 25 looks at its phase.
  if (mount.kind === "hostPath" && migration) return [];
  const text = `${who} mounts ${mountPath(mount)} (${mount.kind}), which cannot be had on ECS: ${reason}`;
  // What a service mounts follows from the platform's own part of the YAML.
  return [
    migration ? at("migration.stays").is(`${text}; or list it here to leave it on the host`) : at("settings").is(text),
  ];
}
