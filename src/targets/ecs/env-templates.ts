import type { Deployment } from "../../deployment";
import { jobOwner, phaseOf, type Situation } from "../../migration/ownership";
import { hasReached } from "../../migration/resolve";
import { physicalName } from "../../model/naming";
import { byKey, renderAll } from "../../model/reference";
import type { SecretUse } from "../../model/secret";
import type { Workload } from "../../model/service";
import { componentOf, renderEnvTemplate } from "../../rendering/env-template";
import { parameterPath, secretName } from "../aws-names";
import { secretPlace, type SecretContext } from "../aws-secrets";
import type { Reader } from "../outputs";
import { resolveOnEcs, type EcsAnswers } from "./references";

/** `<component>/env.template` → text, for all that has a task definition; sorted by component. */
export function ecsEnvTemplates(deployment: Deployment, foundation: Reader): Record<string, string> {
  const { environment, platform, migration } = deployment;
  const situation: Situation = { platform, home: environment.target === "ecs" ? "ecs" : "compose", migration };
  const answers: EcsAnswers = {
    deployment,
    situation,
    foundation,
    taskDefinitionArn: (task) => exampleDefinition(deployment, task),
  };
  const files: Record<string, string> = {};
  for (const [name, workload] of Object.entries(onEcs(situation))) {
    const path = `${componentOf(name, workload)}/env.template`;
    if (files[path] !== undefined) throw new Error(`two workloads keep their variables in ${path}`);
    const context = { environment, platform, foundation };
    files[path] = renderEnvTemplate({
      name,
      environment: `${environment.platform}/${environment.environment}`,
      ...renderAll(workload.environment, resolveOnEcs(answers, name)),
      secrets: Object.fromEntries(
        Object.entries(workload.secrets).map(([variable, use]) => [variable, keptIn(context, use)]),
      ),
    });
  }
  return Object.fromEntries(Object.entries(files).sort(byKey));
}

/** What stands in a task definition now: nothing of a phase that is only planned. */
function onEcs(situation: Situation): Record<string, Workload> {
  const { platform, home } = situation;
  const there = (service: string): boolean => {
    const phase = phaseOf(situation.migration, service);
    return phase ? hasReached(phase, "standby") : home === "ecs";
  };
  const chosen = <T extends Workload>(all: Readonly<Record<string, T>>, is: (name: string, workload: T) => boolean) =>
    Object.fromEntries(Object.entries(all).filter(([name, workload]) => is(name, workload)));
  return {
    ...chosen(platform.services, there),
    ...chosen(platform.jobs, (job) => jobOwner(situation, job)?.place === "ecs"),
    ...chosen(platform.tasks, (_, { startedBy }) => there(startedBy)),
  };
}

/** In words: the kind of store, the name in it, and the key when it is one of several. */
function keptIn(
  context: SecretContext & { readonly environment: Deployment["environment"] },
  { secret, key }: SecretUse,
): string {
  const { arn, kind, adopted } = secretPlace(context, secret);
  const [store, name] =
    kind === "ssm"
      ? ["Parameter Store", parameterPath(context.environment, secret)]
      : ["Secrets Manager", secretName(context.environment, secret)];
  return `${store}: ${adopted ? arn : name}${key === undefined ? "" : `, key ${key}`}`;
}

/** Its first revision, under the name that it will have. */
function exampleDefinition({ environment }: Deployment, task: string): string {
  const { account = "", region = "" } = environment.aws ?? {};
  const family = physicalName("service", environment.platform, environment.environment, task);
  return `arn:aws:ecs:${region}:${account}:task-definition/${family}:1`;
}
