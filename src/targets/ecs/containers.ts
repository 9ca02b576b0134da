import { mountPath, type Mount } from "../../model/mount";
import { healthCheckOf } from "../../model/probe";
import { renderAll, type Resolve } from "../../model/reference";
import type { Job, Service, Task, Workload } from "../../model/service";
import type { AbsentVariable } from "../workspace-stack";
import { configFiles, fileMounts, writerContainer, type MountPoint } from "./config-files";
import type { SecretVariable } from "./secrets";

/** As the ECS API takes it; what is mounted is also a volume of the task. */
export interface TaskContainer {
  readonly name: string;
  readonly mountPoints: readonly MountPoint[];
  readonly [field: string]: unknown;
}

export interface ContainerContext {
  readonly image: string;
  readonly resolve: Resolve;
  readonly secrets: readonly SecretVariable[];
  /** Said of the container and not to it: another label is another task definition. @default - none */
  readonly labels?: Readonly<Record<string, string>>;
  readonly logGroup: string;
  readonly region: string;
  /** Is told of every variable that has no answer here. */
  readonly report: (absent: AbsentVariable) => void;
  /** Containers of the same task that this one waits for. */
  readonly waitsFor: readonly { readonly container: string; readonly condition: "START" | "HEALTHY" | "SUCCESS" }[];
}

/** A service's container: it runs for ever, so the task ends with it. Before it, as with all, the one that writes its files. */
export function serviceContainers(name: string, service: Service, context: ContainerContext): TaskContainer[] {
  const check = healthCheckOf(service.probe, service.ports);
  return workloadContainers(name, service, context, {
    essential: true,
    portMappings: Object.values(service.ports)
      .sort((a, b) => a - b)
      .map((containerPort) => ({ containerPort, hostPort: containerPort, protocol: "tcp" })),
    healthCheck: {
      command: ["CMD-SHELL", check.command],
      interval: check.intervalSec,
      timeout: check.timeoutSec,
      retries: check.retries,
      startPeriod: check.startPeriodSec,
    },
    stopTimeout: service.stopGraceSec,
  });
}

/** A job as a first container of a task: it ends, and those after it wait for its success. */
export const jobContainers = (name: string, job: Job, context: ContainerContext): TaskContainer[] =>
  workloadContainers(name, job, context, { essential: false });

export const taskContainers = (name: string, task: Task, context: ContainerContext): TaskContainer[] =>
  workloadContainers(name, task, context, { essential: true });

function workloadContainers(
  name: string,
  workload: Workload,
  context: ContainerContext,
  own: Readonly<Record<string, unknown>>,
): TaskContainer[] {
  const { values, absent } = renderAll(workload.environment, context.resolve);
  for (const [variable, reason] of Object.entries(absent)) context.report({ service: name, variable, reason });
  const files = configFiles(name, workload, context);
  const writers = files.length > 0 ? [writerContainer(name, files, { image: context.image, log: log(context) })] : [];
  const { user } = workload;
  const container: TaskContainer = {
    name,
    image: context.image,
    ...(workload.command && { command: workload.command }),
    environment: Object.entries(values).map(([variable, value]) => ({ name: variable, value })),
    secrets: context.secrets,
    ...(Object.keys(context.labels ?? {}).length > 0 && { dockerLabels: context.labels }),
    mountPoints: [...mountPoints(workload.mounts), ...fileMounts(name, files, true)],
    dependsOn: [
      ...writers.map((writer) => ({ containerName: writer.name, condition: "SUCCESS" })),
      ...context.waitsFor.map(({ container, condition }) => ({ containerName: container, condition })),
    ],
    ...(user && { user: `${user.uid}:${user.gid}`, readonlyRootFilesystem: user.readOnlyRoot ?? false }),
    linuxParameters: { initProcessEnabled: true },
    logConfiguration: log(context),
    ...own,
  };
  return [...writers, container];
}

const log = ({ logGroup, region }: ContainerContext): object => ({
  logDriver: "awslogs",
  options: {
    "awslogs-group": logGroup,
    "awslogs-region": region,
    "awslogs-stream-prefix": "ecs",
    // A full log must not stop the service that writes it.
    mode: "non-blocking",
    "max-buffer-size": "25m",
  },
});

/** The engine's socket is not among them: on ECS a task is started through ECS. */
const mountPoints = (mounts: readonly Mount[]): MountPoint[] =>
  mounts.flatMap((mount) => {
    const sourceVolume = volumeName(mount);
    if (sourceVolume === undefined) return [];
    return [
      { sourceVolume, containerPath: mountPath(mount), readOnly: mount.kind === "shared" && (mount.readOnly ?? false) },
    ];
  });

/** Shared files carry their store's name, scratch the path it lies at; of the others none is a directory on ECS. */
function volumeName(mount: Mount): string | undefined {
  if (mount.kind === "shared") return mount.store;
  if (mount.kind === "scratch") return `scratch${mount.path.replace(/[^a-zA-Z0-9]+/g, "-")}`;
  return undefined;
}
