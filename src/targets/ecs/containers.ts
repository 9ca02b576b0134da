import { mountPath, type Mount } from "../../model/mount";
import { healthCheckOf } from "../../model/probe";
import { renderAll, type Resolve } from "../../model/reference";
import type { Job, Service, Task, Workload } from "../../model/service";
import type { AbsentVariable } from "../workspace-stack";
import type { SecretVariable } from "./secrets";

export interface ContainerContext {
  readonly image: string;
  readonly resolve: Resolve;
  readonly secrets: readonly SecretVariable[];
  readonly logGroup: string;
  readonly region: string;
  /** Is told of every variable that has no answer here. */
  readonly report: (absent: AbsentVariable) => void;
  /** Containers of the same task that this one waits for. */
  readonly waitsFor: readonly { readonly container: string; readonly condition: "START" | "HEALTHY" | "SUCCESS" }[];
}

/** A service's container: it runs for ever, so the task ends with it. */
export function serviceContainer(name: string, service: Service, context: ContainerContext): object {
  const check = healthCheckOf(service.probe, service.ports);
  return {
    ...workloadContainer(name, service, context),
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
  };
}

/** A job as the first container of a task: it ends, and those after it wait for its success. */
export const jobContainer = (name: string, job: Job, context: ContainerContext): object => ({
  ...workloadContainer(name, job, context),
  essential: false,
});

export const taskContainer = (name: string, task: Task, context: ContainerContext): object => ({
  ...workloadContainer(name, task, context),
  essential: true,
});

function workloadContainer(name: string, workload: Workload, context: ContainerContext): object {
  const { values, absent } = renderAll(workload.environment, context.resolve);
  for (const [variable, reason] of Object.entries(absent)) context.report({ service: name, variable, reason });
  const { user } = workload;
  return {
    name,
    image: context.image,
    ...(workload.command && { command: workload.command }),
    environment: Object.entries(values).map(([variable, value]) => ({ name: variable, value })),
    secrets: context.secrets,
    mountPoints: mountPoints(workload.mounts),
    dependsOn: context.waitsFor.map(({ container, condition }) => ({ containerName: container, condition })),
    ...(user && { user: `${user.uid}:${user.gid}`, readonlyRootFilesystem: user.readOnlyRoot ?? false }),
    linuxParameters: { initProcessEnabled: true },
    logConfiguration: {
      logDriver: "awslogs",
      options: {
        "awslogs-group": context.logGroup,
        "awslogs-region": context.region,
        "awslogs-stream-prefix": "ecs",
        // A full log must not stop the service that writes it.
        mode: "non-blocking",
        "max-buffer-size": "25m",
      },
    },
  };
}

/** The engine's socket is not among them: on ECS a task is started through ECS. */
const mountPoints = (mounts: readonly Mount[]): object[] =>
  mounts.flatMap((mount) => {
    const sourceVolume = volumeName(mount);
    if (sourceVolume === undefined) return [];
    return [
      { sourceVolume, containerPath: mountPath(mount), readOnly: mount.kind === "shared" && (mount.readOnly ?? false) },
    ];
  });

/** Shared files carry their store's name, scratch the path it lies at; other mounts have no volume on ECS. */
export function volumeName(mount: Mount): string | undefined {
  if (mount.kind === "shared") return mount.store;
  if (mount.kind === "scratch") return `scratch${mount.path.replace(/[^a-zA-Z0-9]+/g, "-")}`;
  return undefined;
}
