import { Construct } from "constructs";
import type { Deployment } from "../../deployment";
import { readsCompose } from "../../migration/order";
import type { Workspace } from "../../migration/workspaces";
import type { Task } from "../../model/service";
import { logGroupName } from "../aws-names";
import { forwardedRoutes } from "../edge-routes";
import { composeOutputs, ecsOutputs, foundationOutputs } from "../outputs";
import { AwsWorkspaceStack } from "../workspace-stack";
import { taskContainers } from "./containers";
import { waitingFor } from "./jobs";
import { imageName, resolveOnEcs } from "./references";
import { secretsOf } from "./secrets";
import { ServiceUnit, type ServiceContext } from "./services";
import { TaskUnit, type TaskContext, type TaskParts } from "./task";

/** Services on ECS: all of them where an environment starts there, one phase's where it is moving. */
export class EcsStack extends AwsWorkspaceStack {
  private readonly tasks = new Map<string, TaskUnit>();
  private readonly units = new Map<string, ServiceUnit>();

  constructor(scope: Construct, workspace: Workspace, deployment: Deployment) {
    super(scope, workspace, deployment);
    // Backend, provider and guard alone: so that going back to planned is an apply like any other.
    if (workspace.phase?.state === "planned") return;
    const members = this.members();
    const context = this.context(members);
    for (const [name, task] of Object.entries(this.platform.tasks)) {
      if (members.includes(task.startedBy)) this.task(context, name, task);
    }
    for (const name of this.inOrder(context, members)) this.unit(context, name);
    this.outputs.publish(ecsOutputs.clusterName, context.answers.foundation.text(foundationOutputs.clusterName));
  }

  /** The services that have a task of their own here. */
  private members(): string[] {
    const { services } = this.platform;
    const names = this.workspace.phase?.services ?? Object.keys(services);
    return names.filter((name) => services[name]?.alongside === undefined).sort();
  }

  private context(members: readonly string[]): ServiceContext {
    const { phase } = this.workspace;
    const { migration } = this.deployment;
    const host = phase && readsCompose(phase) ? this.read("ec2-compose") : undefined;
    const startable = (task: string): TaskUnit => this.startable(task);
    return {
      stack: this,
      answers: {
        deployment: this.deployment,
        situation: { platform: this.platform, home: phase ? "compose" : "ecs", migration },
        foundation: this.read("foundation"),
        taskDefinitionArn: (task) => startable(task).definitionArn,
      },
      phase,
      members,
      routes: forwardedRoutes(this.deployment),
      startable,
      hostTargetGroupArn: (service) => {
        if (!host) throw new Error(`${this.workspace.name} does not read the compose host`);
        return host.text(composeOutputs.targetGroupArn(service));
      },
    };
  }

  private startable(task: string): TaskUnit {
    const unit = this.tasks.get(task);
    if (!unit) throw new Error(`task ${task} is started from a workspace that does not hold it`);
    return unit;
  }

  private task(context: TaskContext, name: string, task: Task): void {
    const { answers } = context;
    const containers = taskContainers(name, task, {
      image: imageName(this.deployment, task.image),
      resolve: resolveOnEcs(answers, name),
      ...secretsOf(this, answers.foundation, task),
      logGroup: logGroupName(this.environment, name),
      region: this.aws.region,
      report: (absent) => this.absent.push(absent),
      // Its starter asks for Fargate, whatever it runs on itself, and opens no shell.
      capacity: "fargate",
      exec: false,
      waitsFor: [],
    });
    const parts: TaskParts = {
      workloads: { [name]: task },
      containers,
      size: task.size,
      capacity: "fargate",
      exec: false,
    };
    this.tasks.set(name, new TaskUnit(new Construct(this, name), "task", name, context, parts));
  }

  private unit(context: ServiceContext, name: string): void {
    const after = this.before(context, name).flatMap((other) => this.units.get(other)?.service.resource ?? []);
    const unit = new ServiceUnit(this, name, context, after);
    this.units.set(name, unit);
    this.outputs.publish(ecsOutputs.serviceName(name), unit.service.resource.name);
  }

  /** Services that must stand first: what it needs, and whose task runs a job that it needs. */
  private before({ answers }: ServiceContext, name: string): string[] {
    const needed = Object.keys(this.platform.services[name]?.needs ?? {});
    return [...new Set([...needed, ...waitingFor(answers.situation, name)])].sort();
  }

  /** Names so that each stands after all it waits for; the checks have refused a cycle. */
  private inOrder(context: ServiceContext, members: readonly string[]): string[] {
    const order: string[] = [];
    const visit = (name: string): void => {
      if (order.includes(name) || !members.includes(name)) return;
      this.before(context, name).forEach(visit);
      order.push(name);
    };
    members.forEach(visit);
    return order;
  }
}
