import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { logGroupName } from "../aws-names";
import { statementsFor } from "../aws-grants";
import { foundationOutputs as out } from "../outputs";
import type { AwsWorkspaceStack } from "../workspace-stack";
import { physicalName } from "../../model/naming";
import type { Capacity } from "../../model/scale";
import { fargateSizeFor, type Size } from "../../model/size";
import type { Workload } from "../../model/service";
import { taskDefinition } from "../../modules/ecs-service";
import { Role, type Statement } from "../../modules/role";
import type { TaskContainer } from "./containers";
import { imageName, type EcsAnswers } from "./references";
import { secretStatements } from "../aws-secrets";
import { execStatements } from "./exec";
import { secretNames } from "./secrets";
import { taskVolumes } from "./volumes";

/** What runs together in one task: workloads by name, and the containers that they come to. */
export interface TaskParts {
  readonly workloads: Readonly<Record<string, Workload>>;
  readonly containers: readonly TaskContainer[];
  readonly size: Size;
  readonly capacity: Capacity;
  /** May a shell be opened in its containers? */
  readonly exec: boolean;
}

export interface TaskContext {
  readonly stack: AwsWorkspaceStack;
  readonly answers: EcsAnswers;
  /** A task that this one may start: its family and roles. */
  readonly startable: (task: string) => { readonly family: string; readonly roleArns: readonly string[] } | undefined;
}

/** One task definition with two identities: what ECS needs to start it, and what it may do itself. */
export class TaskUnit extends Construct {
  readonly definitionArn: string;
  readonly family: string;
  readonly roleArns: readonly string[];
  /** A task that starts before its roles may do anything fails, and starts again. */
  readonly ready: readonly ITerraformDependable[];

  /** `name` is the service or the task that it is the definition of. */
  constructor(scope: Construct, id: string, name: string, context: TaskContext, parts: TaskParts) {
    super(scope, id);
    const { stack, answers } = context;
    this.family = physicalName("service", ...stack.words(name));
    const execution = new Role(this, "execution", {
      name: physicalName("role", ...stack.words(name, "start")),
      principal: "ecs-tasks",
      account: stack.aws.account,
      statements: startStatements(context, parts),
    });
    const own = new Role(this, "role", {
      name: physicalName("role", ...stack.words(name)),
      principal: "ecs-tasks",
      account: stack.aws.account,
      statements: ownStatements(context, parts),
    });
    const definition = taskDefinition(this, "definition", {
      family: this.family,
      size: parts.size,
      onEc2: parts.capacity === "ec2",
      executionRoleArn: execution.arn,
      taskRoleArn: own.arn,
      containers: parts.containers,
      volumes: taskVolumes(answers.foundation, parts),
    });
    this.definitionArn = definition.arn;
    this.roleArns = [execution.arn, own.arn];
    this.ready = [...execution.ready, ...own.ready];
  }
}

/** All containers of one task at once need this; one alone keeps the size it was given, and an instance takes any. */
export function sizeOfTask(sizes: readonly Size[], capacity: Capacity): Size {
  const [only] = sizes;
  if (only && sizes.length === 1) return only;
  const sum = {
    cpu: sizes.reduce((total, { cpu }) => total + cpu, 0),
    memoryMiB: sizes.reduce((total, { memoryMiB }) => total + memoryMiB, 0),
  };
  return capacity === "ec2" ? sum : fargateSizeFor(sum);
}

/** Pull these images, write these logs, open these secrets; nothing else. */
function startStatements({ stack, answers }: TaskContext, { workloads }: TaskParts): Statement[] {
  const { account, region } = stack.aws;
  const names = Object.keys(workloads).sort();
  const images = Object.values(workloads).map(({ image }) => image);
  const ours = [...new Set(images)]
    .sort()
    .filter((image) => imageName(answers.deployment, image).includes(".dkr.ecr."));
  const { environment, platform } = stack;
  const secrets = secretStatements(
    { environment, platform, foundation: answers.foundation },
    secretNames(Object.values(workloads)),
  );
  const statements: Statement[] = [
    {
      actions: ["logs:CreateLogStream", "logs:PutLogEvents"],
      resources: names.map(
        (name) => `arn:aws:logs:${region}:${account}:log-group:${logGroupName(stack.environment, name)}:*`,
      ),
    },
  ];
  if (ours.length > 0) {
    const repositories = ours.map((image) => answers.deployment.platform.images[image]?.repository as string);
    statements.push(
      { actions: ["ecr:GetAuthorizationToken"], resources: ["*"] },
      {
        actions: ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
        resources: repositories.map((repository) => `arn:aws:ecr:${region}:${account}:repository/${repository}`),
      },
    );
  }
  if (secrets.length > 0) {
    statements.push(...secrets, { actions: ["kms:Decrypt"], resources: [answers.foundation.text(out.kmsKeyArn)] });
  }
  return statements;
}

function ownStatements({ stack, answers, startable }: TaskContext, { workloads, exec }: TaskParts): Statement[] {
  const { account, region } = stack.aws;
  const { platform } = stack;
  const adopted = stack.environment.adopt?.stores ?? {};
  const all = Object.values(workloads);
  const grants = all.flatMap((workload) => workload.grants);
  const files = all.flatMap(({ mounts }) => mounts.flatMap((mount) => (mount.kind === "shared" ? [mount] : [])));
  const mounted = [...new Set(files.map(({ store }) => store))].sort().map((store) => {
    const writes = files.some((mount) => mount.store === store && !mount.readOnly);
    const actions = ["elasticfilesystem:ClientMount", ...(writes ? ["elasticfilesystem:ClientWrite"] : [])];
    const id = answers.foundation.text(out.fileSystemId(store));
    return { actions, resources: [`arn:aws:elasticfilesystem:${region}:${account}:file-system/${id}`] };
  });
  return [
    ...statementsFor(grants, { aws: stack.aws, platform, foundation: answers.foundation, startable, adopted }),
    ...mounted,
    ...(exec ? execStatements(stack.environment, answers.foundation) : []),
  ];
}
