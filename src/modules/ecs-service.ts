import { EcsService as Service } from "@cdktf/provider-aws/lib/ecs-service";
import { EcsTaskDefinition } from "@cdktf/provider-aws/lib/ecs-task-definition";
import { ServiceDiscoveryService } from "@cdktf/provider-aws/lib/service-discovery-service";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import type { Capacity } from "../model/scale";
import type { Size } from "../model/size";
import { jsonDocument } from "../terraform";

/** A directory that containers of one task mount: shared files, or scratch that goes with the task. */
export interface TaskVolume {
  readonly name: string;
  readonly files?: { readonly fileSystemId: string; readonly accessPointId: string };
}

export interface TaskDefinitionProps {
  readonly family: string;
  readonly size: Size;
  readonly executionRoleArn: string;
  readonly taskRoleArn: string;
  /** As the ECS API takes them. */
  readonly containers: readonly object[];
  readonly volumes: readonly TaskVolume[];
}

/** Of the whole definition. Source: AWS, ECS service quotas, "Task definition size". */
const MAX_DEFINITION_BYTES = 64 * 1024;

/** What ECS runs together on Fargate: containers with one address, one size and one identity. */
export function taskDefinition(scope: Construct, id: string, props: TaskDefinitionProps): EcsTaskDefinition {
  return new EcsTaskDefinition(scope, id, {
    family: props.family,
    requiresCompatibilities: ["FARGATE"],
    networkMode: "awsvpc",
    // A running processor starts the revision it was told of, and a rollback goes to the one before: both must live on.
    skipDestroy: true,
    cpu: String(props.size.cpu),
    memory: String(props.size.memoryMiB),
    executionRoleArn: props.executionRoleArn,
    taskRoleArn: props.taskRoleArn,
    runtimePlatform: { operatingSystemFamily: "LINUX", cpuArchitecture: "X86_64" },
    volume: props.volumes.map(({ name, files }) => ({
      name,
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

const CAPACITY_PROVIDERS: Partial<Record<Capacity, string>> = { fargate: "FARGATE", "fargate-spot": "FARGATE_SPOT" };

const TIMEOUT = "45m";

export interface EcsServiceProps {
  readonly name: string;
  readonly clusterArn: string;
  readonly taskDefinitionArn: string;
  readonly capacity: Capacity;
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
    const capacityProvider = CAPACITY_PROVIDERS[props.capacity];
    if (!capacityProvider) throw new Error(`capacity ${props.capacity} passed the checks`);
    this.resource = new Service(this, "Resource", {
      name: props.name,
      cluster: props.clusterArn,
      taskDefinition: props.taskDefinitionArn,
      desiredCount: props.desiredCount,
      capacityProviderStrategy: [{ capacityProvider, weight: 1, base: 0 }],
      platformVersion: "LATEST",
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
      // Rebalancing starts the new before it stops the old, which one at a time forbids.
      availabilityZoneRebalancing: props.oneAtATime ? "DISABLED" : "ENABLED",
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
