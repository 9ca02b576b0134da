import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import type { Phase } from "../../migration/plan";
import { hasReached } from "../../migration/resolve";
import { groupOf } from "../../model/calls";
import { deregistrationSec } from "../../model/drain";
import { physicalName } from "../../model/naming";
import { healthCheckOf, patienceSec } from "../../model/probe";
import type { Condition, Service, Workload } from "../../model/service";
import { EcsService, registry } from "../../modules/ecs-service";
import { targetGroup } from "../../modules/target-group";
import { logGroupName, placeName } from "../aws-names";
import { publicPorts, type ForwardedRoute } from "../edge-routes";
import { foundationOutputs as out } from "../outputs";
import { jobContainers, serviceContainers, type ContainerContext } from "./containers";
import { isWaitedFor, jobsInTask } from "./jobs";
import { imageName, resolveOnEcs } from "./references";
import { ecsRules } from "./routes";
import { secretsOf } from "./secrets";
import { sizeOfTask, TaskUnit, type TaskContext, type TaskParts } from "./task";

export interface ServiceContext extends TaskContext {
  readonly phase: Phase | undefined;
  /** The services that have a task of their own in this workspace. */
  readonly members: readonly string[];
  readonly routes: readonly ForwardedRoute[];
  readonly hostTargetGroupArn: (service: string) => string;
}

/** One service on ECS: its task, its groups and rules at the load balancer, its address, and the service that runs it. */
export class ServiceUnit extends Construct {
  readonly service: EcsService;

  constructor(scope: Construct, id: string, context: ServiceContext, after: readonly ITerraformDependable[]) {
    super(scope, id);
    const { stack, answers, phase } = context;
    const model = stack.platform.services[id] as Service;
    const task = new TaskUnit(this, "task", id, context, taskParts(context, id));
    const groups = this.targetGroups(context, id, model);
    const rules = ecsRules(this, "rules", {
      listenerArn: answers.foundation.text(out.listenerArn),
      routes: context.routes.filter(({ service }) => service === id),
      ownTargetGroupArn: () => (groups[0] as { targetGroupArn: string }).targetGroupArn,
      hostTargetGroupArn: context.hostTargetGroupArn,
      phase,
    });
    const one = model.instances === "one" || model.deploy === "recreate";
    const address =
      Object.keys(model.ports).length > 0
        ? registry(this, "address", placeName(id, "ecs"), answers.foundation.text(out.namespaceId))
        : undefined;
    this.service = new EcsService(this, "service", {
      name: physicalName("service", ...stack.words(id)),
      clusterArn: answers.foundation.text(out.clusterArn),
      taskDefinitionArn: task.definitionArn,
      capacity: model.capacity,
      desiredCount: desiredCount(model, phase),
      countIsOurs: countIsOurs(model, phase),
      oneAtATime: one,
      // While it moves, a step is done when its tasks are healthy: the next one gives them traffic.
      waitForSteadyState:
        phase !== undefined || model.instances === "one" || isWaitedFor(answers.situation, id, context.members),
      subnetIds: answers.foundation.list(out.privateSubnetIds),
      securityGroupId: answers.foundation.text(out.securityGroupId(id)),
      loadBalancers: groups.map((group) => ({ ...group, container: id })),
      graceSec: patienceSec(healthCheckOf(model.probe, model.ports)),
      registryArn: address?.arn,
      // A group that no rule names is refused by ECS, so the rules come first.
      dependsOn: [...task.ready, ...rules, ...after],
    });
  }

  private targetGroups({ stack, answers, routes }: ServiceContext, id: string, model: Service) {
    return publicPorts(routes, id).map((port, index) => ({
      port,
      targetGroupArn: targetGroup(this, index === 0 ? "targets" : `targets-${port}`, {
        name: [...stack.words(id), "ecs"].join("-"),
        vpcId: answers.foundation.text(out.vpcId),
        port,
        targetType: "ip",
        probe: model.probe,
        traffic: model.traffic,
        deregistrationSec: deregistrationSec(id, model, stack.platform.routes),
      }).arn,
    }));
  }
}

/** None before its tasks may run; its least from then on. `one` waits until it has moved. */
function desiredCount({ scale, instances }: Service, phase: Phase | undefined): number {
  if (!phase) return scale.min;
  return hasReached(phase, instances === "one" ? "moved" : "warm") ? scale.min : 0;
}

/** The number is ours up to warm; from shared on an autoscaler may have moved it. `one` is one for ever. */
function countIsOurs({ scale, instances }: Service, phase: Phase | undefined): boolean {
  if (instances === "one") return true;
  return phase ? !hasReached(phase, "shared") : scale.min === scale.max;
}

/** The service's container, those that run alongside it, and before them the jobs that its task owns. */
function taskParts(context: ServiceContext, id: string): TaskParts {
  const { platform } = context.stack;
  const { situation } = context.answers;
  const companions = Object.keys(platform.services)
    .filter((name) => name !== id && groupOf(platform, name) === id)
    .sort();
  const jobs = jobsInTask(situation, id);
  const services = [id, ...companions];
  const inTask = new Set([...services, ...jobs]);
  const container = (name: string, workload: Workload): ContainerContext => ({
    image: imageName(context.answers.deployment, workload.image),
    resolve: resolveOnEcs(context.answers, name),
    ...secretsOf(context.stack, context.answers.foundation, workload),
    logGroup: logGroupName(context.stack.environment, name),
    region: context.stack.aws.region,
    report: (absent) => context.stack.absent.push(absent),
    waitsFor: Object.entries(workload.needs)
      .filter(([other]) => inTask.has(other))
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([other, condition]) => ({ container: other, condition: CONDITION[condition] })),
  });
  const workloads: Record<string, Workload> = {};
  for (const name of services) workloads[name] = platform.services[name] as Service;
  for (const name of jobs) workloads[name] = platform.jobs[name] as Workload;
  return {
    workloads,
    containers: [
      ...jobs.flatMap((name) => jobContainers(name, platform.jobs[name]!, container(name, platform.jobs[name]!))),
      ...services.flatMap((name) =>
        serviceContainers(name, platform.services[name]!, container(name, platform.services[name]!)),
      ),
    ],
    size: sizeOfTask(services.map((name) => platform.services[name]!.size)),
  };
}

const CONDITION: Record<Condition, "START" | "HEALTHY" | "SUCCESS"> = {
  started: "START",
  healthy: "HEALTHY",
  completed: "SUCCESS",
};
