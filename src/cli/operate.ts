import pc from "picocolors";
import { ConfigError } from "../config/errors";
import { startOf } from "../config/extends";
import { knownNames } from "../config/suggest";
import { describeAll, type Deployment } from "../deployment";
import { ownerOf } from "../migration/ownership";
import { groupOf } from "../model/calls";
import { physicalName } from "../model/naming";
import { hostQuestions, type Question } from "./operate-host";
import { clusterName, logGroupName } from "../targets/aws-names";
import { execOn } from "../config/exec-on";
import { forwardedRoutes } from "../targets/edge-routes";

/** `ferry operate shop/prod [api]`: what an operator asks first, as commands; every name in them is derived. */
export function operateCommand(root: string, target: string, service?: string): string {
  const [deployment] = describeAll(root, [target]);
  return operateText(deployment as Deployment, service);
}

export function operateText(deployment: Deployment, only?: string): string {
  const { environment, platform } = deployment;
  if (environment.target === "devenv" || !environment.aws) {
    const text = "devenv is asked with docker logs and docker exec; allowed: an environment on AWS";
    throw new ConfigError([{ ...startOf(environment.file), path: "target", text }]);
  }
  const names = Object.keys(platform.services).sort();
  if (only !== undefined && !names.includes(only)) {
    const text = `there is no service ${only}; ${knownNames(only, names)}`;
    throw new ConfigError([{ ...startOf(environment.file), path: "services", text }]);
  }
  const host = only === undefined && hasHost(deployment) ? [hostSection(deployment)] : [];
  return [...host, ...(only === undefined ? names : [only]).map((name) => sectionOf(deployment, name))].join("\n\n");
}

const hasHost = ({ environment, migration }: Deployment): boolean =>
  environment.target === "ec2-compose" && migration?.host !== "removed";

const hostSection = ({ environment }: Deployment): string =>
  [pc.bold("the compose host"), ...hostQuestions(environment).map(text)].join("\n");

function sectionOf(deployment: Deployment, name: string): string {
  const { environment, platform, migration } = deployment;
  const home = environment.target === "ecs" ? "ecs" : "compose";
  const task = groupOf(platform, name);
  const phase = migration?.phases.find(({ services }) => services.includes(task));
  const onEcs = home === "ecs" || (phase !== undefined && phase.state !== "planned");
  const owner = ownerOf({ platform, home, migration }, task);
  const heading = pc.bold(name) + (task === name ? "" : pc.dim(`  in the task of ${task}`));
  const where = onEcs ? "" : pc.dim(`  on the ${owner} host; there is nothing on ECS yet`);
  const questions = [logs(deployment, name), ...(onEcs ? ecsQuestions(deployment, name, task) : [])];
  return [heading + where, ...questions.map(text)].join("\n");
}

const text = ({ what, command }: Question): string =>
  [`  ${pc.dim(`# ${what}`)}`, ...command.map((line, index) => `  ${index > 0 ? "  " : ""}${line}`)].join("\n");

const regionOf = ({ environment }: Deployment): string => `--region ${environment.aws?.region ?? ""}`;

const logs = (deployment: Deployment, name: string): Question => ({
  what: "its log, as it is written",
  command: [`aws logs tail ${logGroupName(deployment.environment, name)} ${regionOf(deployment)} --since 1h --follow`],
});

function ecsQuestions(deployment: Deployment, name: string, task: string): Question[] {
  const { environment } = deployment;
  const { platform: of, environment: named } = environment;
  const cluster = `--cluster ${clusterName(environment)} ${regionOf(deployment)}`;
  const service = physicalName("service", of, named, task);
  const describe = [`aws ecs describe-services ${cluster} \\`, `--services ${service} \\`];
  const tasks = [`aws ecs list-tasks ${cluster} \\`, `--service-name ${service} \\`];
  const questions: Question[] = [
    {
      what: "what ECS has to say, the newest first",
      command: [...describe, "--query 'services[0].events[:10].[createdAt,message]' --output table"],
    },
    {
      what: "why tasks stopped, of the last hour",
      command: [
        `aws ecs describe-tasks ${cluster} \\`,
        "--query 'tasks[].[stoppedAt,stopCode,stoppedReason,containers[].[name,exitCode,reason]]' \\",
        "--tasks $( \\",
        ...tasks,
        "--desired-status STOPPED --query taskArns --output text)",
      ],
    },
  ];
  if (task === name && forwardedRoutes(deployment).some(({ service: routed }) => routed === name))
    questions.push({
      what: "the health of its targets, as the load balancer sees them",
      command: [
        `aws elbv2 describe-target-health ${regionOf(deployment)} --output table \\`,
        "--query 'TargetHealthDescriptions[].[Target.Id,TargetHealth.[State,Reason,Description]]' \\",
        "--target-group-arn $( \\",
        ...describe,
        "--query 'services[0].loadBalancers[0].targetGroupArn' --output text)",
      ],
    });
  questions.push(shell(deployment, name, task, cluster, tasks), {
    what: "new tasks, after an operator wrote a new value of a secret",
    command: [`aws ecs update-service ${cluster} \\`, `--service ${service} --force-new-deployment`],
  });
  return questions;
}

function shell(
  { environment }: Deployment,
  name: string,
  task: string,
  cluster: string,
  tasks: readonly string[],
): Question {
  if (!execOn(environment, task))
    return {
      what: `a shell in it: off in ${environment.profile}; services.${task}.exec: true turns it on`,
      command: [],
    };
  return {
    what: "a shell in it; what is typed is kept in a log",
    command: [
      `aws ecs execute-command ${cluster} \\`,
      `--container ${name} --interactive --command /bin/sh \\`,
      "--task $( \\",
      ...tasks,
      "--query 'taskArns[0]' --output text)",
    ],
  };
}
