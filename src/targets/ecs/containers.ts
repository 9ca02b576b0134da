import { dropped } from "../../model/hardening";
import { healthCheckOf } from "../../model/probe";
import { renderAll, type Resolve } from "../../model/reference";
import type { Capacity } from "../../model/scale";
import type { Job, Service, Task, Workload } from "../../model/service";
import type { AbsentVariable } from "../workspace-stack";
import { configFiles, fileMounts, writerContainer } from "./config-files";
import { agentMounts } from "./exec";
import { hardening } from "./hardening";
import { scratchContainer } from "./helper";
import type { SecretVariable } from "./secrets";
import { mountPoints, scratchMounts, type MountPoint } from "./volumes";

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
  /** What its task runs on. */
  readonly capacity: Capacity;
  /** May a shell be opened in it? */
  readonly exec: boolean;
  /** Containers of the same task that this one waits for. */
  readonly waitsFor: readonly { readonly container: string; readonly condition: "START" | "HEALTHY" | "SUCCESS" }[];
}

/** A service's container: it runs for ever, so the task ends with it. Before it, as with all, those that prepare its volumes. */
export function serviceContainers(name: string, service: Service, context: ContainerContext): TaskContainer[] {
  const check = healthCheckOf(service.probe, service.ports);
  const ports = Object.values(service.ports).sort((a, b) => a - b);
  return workloadContainers(name, service, context, {
    essential: true,
    ports,
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
  { ports = [], ...own }: { readonly ports?: readonly number[]; readonly [field: string]: unknown },
): TaskContainer[] {
  const { values, absent } = renderAll(workload.environment, context.resolve);
  for (const [variable, reason] of Object.entries(absent)) context.report({ service: name, variable, reason });
  const files = configFiles(name, workload, context);
  const scratch = scratchMounts(name, workload);
  const { user } = workload;
  const helped = { image: context.image, log: log(context) };
  const helpers = [
    ...(files.length > 0 ? [writerContainer(name, files, helped)] : []),
    ...(scratch.length > 0 && user && user.uid !== 0 ? [scratchContainer(name, scratch, helped)] : []),
  ];
  const container: TaskContainer = {
    name,
    image: context.image,
    // No share of its own: the containers of a task have all of its CPU between them.
    cpu: 0,
    ...(workload.command && { command: workload.command }),
    environment: Object.entries(values).map(([variable, value]) => ({ name: variable, value })),
    secrets: context.secrets,
    ...(Object.keys(context.labels ?? {}).length > 0 && { dockerLabels: context.labels }),
    mountPoints: [
      ...mountPoints(name, workload.mounts, context.capacity),
      ...fileMounts(name, files, true),
      ...(context.exec && user?.readOnlyRoot ? agentMounts(name) : []),
    ],
    volumesFrom: [],
    portMappings: ports.map((containerPort) => ({ containerPort, hostPort: containerPort, protocol: "tcp" })),
    systemControls: [],
    dependsOn: [
      ...helpers.map((helper) => ({ containerName: helper.name, condition: "SUCCESS" })),
      ...context.waitsFor.map(({ container: other, condition }) => ({ containerName: other, condition })),
    ],
    ...(user && { user: `${user.uid}:${user.gid}` }),
    ...hardening({ readOnlyRoot: user?.readOnlyRoot ?? false, drop: dropped(user, ports) }),
    // Tasks of one service run one image, also when its tag has moved since.
    versionConsistency: "enabled",
    logConfiguration: log(context),
    ...own,
  };
  return [...helpers, container];
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
