import { EcsService as Service } from "@cdktf/provider-aws/lib/ecs-service";
import { EcsTaskDefinition } from "@cdktf/provider-aws/lib/ecs-task-definition";
import { ServiceDiscoveryService } from "@cdktf/provider-aws/lib/service-discovery-service";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import type { Size } from "../model/size";
import { jsonDocument } from "../terraform";

/** What containers of one task mount: shared files, something of the EC2 host, or scratch that goes with the task. */
export interface TaskVolume {
  readonly name: string;
  readonly hostPath?: string;
  readonly files?: { readonly fileSystemId: string; readonly accessPointId: string };
}

export interface TaskDefinitionProps {
  readonly family: string;
  readonly size: Size;
  /** On instances of ours; else on Fargate. */
  readonly onEc2: boolean;
  readonly executionRoleArn: string;
  readonly taskRoleArn: string;
  /** As the ECS API takes them. */
  readonly containers: readonly object[];
  readonly volumes: readonly TaskVolume[];
}

/** Of the whole definition. Source: AWS, ECS service quotas, "Task definition size". */
const MAX_DEFINITION_BYTES = 64 * 1024;

/** What ECS runs together: containers with one address, one size and one identity. */
export function taskDefinition(scope: Construct, id: string, props: TaskDefinitionProps): EcsTaskDefinition {
  return new EcsTaskDefinition(scope, id, {
    family: props.family,
    requiresCompatibilities: [props.onEc2 ? "EC2" : "FARGATE"],
    networkMode: "awsvpc",
    // A running processor starts the revision it was told of, and a rollback goes to the one before: both must live on.
    skipDestroy: true,
    cpu: String(props.size.cpu),
    memory: String(props.size.memoryMiB),
    executionRoleArn: props.executionRoleArn,
    taskRoleArn: props.taskRoleArn,
    runtimePlatform: { operatingSystemFamily: "LINUX", cpuArchitecture: "X86_64" },
    volume: props.volumes.map(({ name, hostPath, files }) => ({
      name,
      ...(hostPath !== undefined && { hostPath }),
      ...(files && {
        efsVolumeConfiguration: {
          fileSystemId: files.fileSystemId,
          rootDirectory: "/",
          transitEncryption: "ENABLED",
          authorizationConfig: { accessPointId: files.accessPointId, iam: "ENABLED" },
        },
      }),
    })),
    containerDefinitions: containerDefinitions(props),
  });
}

/** What is known only at apply counts as its mark does, so this is no proof; but a text that is far too long stops here. */
function containerDefinitions({ family, containers }: TaskDefinitionProps): string {
  const document = jsonDocument(containers);
  const bytes = Buffer.byteLength(document);
  if (bytes <= MAX_DEFINITION_BYTES) return document;
  throw new Error(`the containers of task ${family} come to ${bytes} bytes; ECS takes ${MAX_DEFINITION_BYTES} in all`);
}

const TIMEOUT = "45m";

/** Zones first, so that losing one loses its share alone; then as few instances as will do. */
const PLACEMENT = [
  { type: "spread", field: "attribute:ecs.availability-zone" },
  { type: "binpack", field: "memory" },
] as const;

/** The providers whose capacity it takes, in this proportion; none in a cluster that was made without them. */
export type ServiceCapacity =
  | { readonly on: "fargate" | "ec2"; readonly strategy: readonly CapacityShare[] }
  | { readonly on: "fargate"; readonly launchType: "FARGATE" };

export interface CapacityShare {
  readonly capacityProvider: string;
  /** So many tasks before the weights count. */
  readonly base: number;
  readonly weight: number;
}

export interface EcsServiceProps {
  readonly name: string;
  readonly clusterArn: string;
  readonly taskDefinitionArn: string;
  readonly capacity: ServiceCapacity;
  readonly desiredCount: number;
  /** false once something else moves it: a plan would undo the autoscaler's work. */
  readonly countIsOurs: boolean;
  /** Never two at once: the old one stops before the new one starts, and an apply waits until that has happened. */
  readonly oneAtATime: boolean;
  /** An apply returns only when the tasks are steady. */
  readonly waitForSteadyState: boolean;
  readonly subnetIds: readonly string[];
  readonly securityGroupId: string;
  readonly loadBalancers: readonly {
    readonly targetGroupArn: string;
    readonly container: string;
    readonly port: number;
  }[];
  readonly graceSec: number;
  /** May ECS move a task to another zone to even them out? It stops a running one for that. */
  readonly rebalance: boolean;
  /** May an operator open a shell in its containers? */
  readonly exec: boolean;
  /** Alarms that take a deployment back when they go off during it. @default - none */
  readonly rollbackAlarms?: readonly string[];
  readonly registryArn: string | undefined;
  readonly dependsOn: readonly ITerraformDependable[];
}

/** Keeps tasks running, replaces them a few at a time, and goes back by itself when the new ones do not come up. */
export class EcsService extends Construct {
  readonly resource: Service;

  constructor(scope: Construct, id: string, props: EcsServiceProps) {
    super(scope, id);
    const { capacity } = props;
    this.resource = new Service(this, "Resource", {
      name: props.name,
      cluster: props.clusterArn,
      taskDefinition: props.taskDefinitionArn,
      desiredCount: props.desiredCount,
      schedulingStrategy: "REPLICA",
      ...("strategy" in capacity
        ? { capacityProviderStrategy: [...capacity.strategy] }
        : { launchType: capacity.launchType }),
      ...(capacity.on === "fargate" ? { platformVersion: "LATEST" } : { orderedPlacementStrategy: [...PLACEMENT] }),
      // The strategy that lets listener rules of ours weigh two places: ECS's own blue and green would own them.
      deploymentController: { type: "ECS" },
      networkConfiguration: {
        subnets: props.subnetIds as string[],
        securityGroups: [props.securityGroupId],
        assignPublicIp: false,
      },
      deploymentMinimumHealthyPercent: props.oneAtATime ? 0 : 100,
      deploymentMaximumPercent: props.oneAtATime ? 100 : 200,
      deploymentCircuitBreaker: { enable: true, rollback: true },
      // One that is in alarm already when a deployment begins is not looked at during it.
      ...(props.rollbackAlarms !== undefined &&
        props.rollbackAlarms.length > 0 && {
          alarms: { enable: true, rollback: true, alarmNames: [...props.rollbackAlarms] },
        }),
      // Said either way: a service keeps what it was made with. Rebalancing starts the new before it stops the old,
      // which one at a time forbids.
      availabilityZoneRebalancing: props.rebalance && !props.oneAtATime ? "ENABLED" : "DISABLED",
      enableExecuteCommand: props.exec,
      loadBalancer: props.loadBalancers.map(({ targetGroupArn, container, port }) => ({
        targetGroupArn,
        containerName: container,
        containerPort: port,
      })),
      ...(props.loadBalancers.length > 0 && { healthCheckGracePeriodSeconds: props.graceSec }),
      ...(props.registryArn !== undefined && { serviceRegistries: { registryArn: props.registryArn } }),
      enableEcsManagedTags: true,
      propagateTags: "SERVICE",
      waitForSteadyState: props.waitForSteadyState,
      // A drain of ten minutes twice, and a slow start, are no failure.
      timeouts: { create: TIMEOUT, update: TIMEOUT, delete: TIMEOUT },
      dependsOn: [...props.dependsOn],
      ...(!props.countIsOurs && { lifecycle: { ignoreChanges: ["desired_count"] } }),
    });
  }
}

/** An address in the private zone, answered with the tasks that run now. */
export const registry = (scope: Construct, id: string, name: string, namespaceId: string): ServiceDiscoveryService =>
  new ServiceDiscoveryService(scope, id, {
    name,
    dnsConfig: { namespaceId, routingPolicy: "MULTIVALUE", dnsRecords: [{ type: "A", ttl: 10 }] },
    healthCheckCustomConfig: { failureThreshold: 1 },
    // ECS takes its instances out a little after the service is gone.
    forceDestroy: true,
  });
