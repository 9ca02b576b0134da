import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import type { Phase } from "../../migration/plan";
import { hasReached } from "../../migration/resolve";
import { groupOf } from "../../model/calls";
import { balancingOf } from "../../model/balancing";
import { deregistrationSec } from "../../model/drain";
import { physicalName } from "../../model/naming";
import { healthCheckOf, patienceSec } from "../../model/probe";
import { scales } from "../../model/scale";
import type { Condition, Service, Workload } from "../../model/service";
import { EcsService, registry } from "../../modules/ecs-service";
import { targetGroup } from "../../modules/target-group";
import { logGroupName, placeName } from "../aws-names";
import { publicPorts, rowsOn, type ForwardedRoute } from "../edge-routes";
import { foundationOutputs as out } from "../outputs";
import { serviceCapacity } from "./capacity";
import { jobContainers, serviceContainers, type ContainerContext } from "./containers";
import { execOn } from "../../config/exec-on";
import { isWaitedFor, jobsInTask } from "./jobs";
import { imageName, resolveOnEcs } from "./references";
import { rollbackAlarms, runsTasks, serviceAlarms, type ServiceAlarmsProps } from "./alarms";
import { ecsRules } from "./routes";
import { ecsScaling } from "./scaling";
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
    const watched = watch(context, id, groups);
    // Where no task is meant to run, none that is missing is news.
    const watching = runsTasks(model, phase);
    const one = model.instances === "one" || model.deploy === "recreate";
    const address =
      Object.keys(model.ports).length > 0
        ? registry(this, "address", placeName(id, "ecs"), answers.foundation.text(out.namespaceId))
        : undefined;
    this.service = new EcsService(this, "service", {
      name: watched.serviceName,
      clusterArn: answers.foundation.text(out.clusterArn),
      taskDefinitionArn: task.definitionArn,
      capacity: serviceCapacity(context, model),
      desiredCount: desiredCount(model, phase),
      countIsOurs: countIsOurs(model, phase),
      oneAtATime: one,
      // While it moves, a step is done when its tasks are healthy: the next one gives them traffic.
      waitForSteadyState:
        phase !== undefined || model.instances === "one" || isWaitedFor(answers.situation, id, context.members),
      subnetIds: answers.foundation.list(out.privateSubnetIds),
      securityGroupId: answers.foundation.text(out.securityGroupId(id)),
      loadBalancers: groups.map(({ targetGroupArn, port }) => ({ targetGroupArn, port, container: id })),
      rollbackAlarms: watching ? rollbackAlarms(this, id, watched) : [],
      graceSec: patienceSec(healthCheckOf(model.probe, model.ports)),
      // What one task took from a queue is lost with it, whatever the permission to protect itself is used for.
      rebalance: model.consumes === undefined,
      exec: execOn(stack.environment, id),
      registryArn: address?.arn,
      // A group that no rule names is refused by ECS, so the rules come first.
      dependsOn: [...task.ready, ...rules, ...after],
    });
    if (watching) serviceAlarms(this, id, { ...watched, after: [this.service.resource] });
    ecsScaling(this, "scaling", {
      ...watched,
      platform: stack.platform,
      phase,
      running: this.service.resource.name,
    });
  }

  private targetGroups({ stack, answers, routes }: ServiceContext, id: string, model: Service) {
    return publicPorts(routes, id).map((port, index) => {
      const group = targetGroup(this, index === 0 ? "targets" : `targets-${port}`, {
        name: [...stack.words(id), "ecs"].join("-"),
        vpcId: answers.foundation.text(out.vpcId),
        port,
        targetType: "ip",
        balancing: balancingOf(model, rowsOn(routes, id, port)),
        deregistrationSec: deregistrationSec(id, model, stack.platform.routes),
      });
      return { port, targetGroupArn: group.arn, arnSuffix: group.arnSuffix };
    });
  }
}

/** What its alarms and its scaling look at. The service's name is derived, so that some of them can stand before it. */
function watch(
  { stack, answers: { foundation } }: ServiceContext,
  id: string,
  targetGroups: ServiceAlarmsProps["targetGroups"],
): ServiceAlarmsProps {
  return {
    words: stack.words(),
    clusterName: foundation.text(out.clusterName),
    serviceName: physicalName("service", ...stack.words(id)),
    topics: { page: foundation.text(out.topicArnPage), ticket: foundation.text(out.topicArnTicket) },
    service: stack.platform.services[id] as Service,
    loadBalancer: foundation.text(out.loadBalancerArnSuffix),
    targetGroups,
  };
}

/** None before its tasks may run; its least from then on. */
const desiredCount = (model: Service, phase: Phase | undefined): number =>
  runsTasks(model, phase) ? model.scale.min : 0;

/**
 * The number is ours up to warm, where scaling is registered and suspended; from shared on scaling may have moved it.
 * What has no scaling has nobody else to say it. `one` is one for ever.
 */
const countIsOurs = (model: Service, phase: Phase | undefined): boolean =>
  !scales(model) || (phase !== undefined && !hasReached(phase, "shared"));

/** The service's container, those that run alongside it, and before them the jobs that its task owns. */
function taskParts(context: ServiceContext, id: string): TaskParts {
  const { platform } = context.stack;
  const { situation } = context.answers;
  const companions = Object.keys(platform.services)
    .filter((name) => name !== id && groupOf(platform, name) === id)
    .sort();
  const { capacity } = platform.services[id] as Service;
  const exec = execOn(context.stack.environment, id);
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
    capacity,
    exec,
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
    size: sizeOfTask(
      services.map((name) => platform.services[name]!.size),
      capacity,
    ),
    capacity,
    exec,
  };
}

const CONDITION: Record<Condition, "START" | "HEALTHY" | "SUCCESS"> = {
  started: "START",
  healthy: "HEALTHY",
  completed: "SUCCESS",
};
