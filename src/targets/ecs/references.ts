import { Fn, Token } from "cdktf";
import type { Deployment } from "../../deployment";
import { ownerOf, type Situation } from "../../migration/ownership";
import { groupOf, portNumber } from "../../model/calls";
import { pullNameOf } from "../../model/image";
import type { Platform } from "../../model/platform";
import { absent, type Absent, type Reference, type TaskField } from "../../model/reference";
import { capacityOf } from "../../model/scale";
import { VPC_DNS } from "../../rendering/addresses";
import { hostPathIn } from "../../rendering/host-path";
import { accountRegistry, placeAddress } from "../aws-names";
import { awsProxyConfiguration } from "../aws-proxy";
import { storeAnswer } from "../aws-stores";
import { foundationOutputs as out, type Reader } from "../outputs";

export interface EcsAnswers {
  readonly deployment: Deployment;
  readonly situation: Situation;
  readonly foundation: Reader;
  /** The ARN of a task's definition, which this workspace made before the service that starts it. */
  readonly taskDefinitionArn: (task: string) => string;
}

/** What a container on ECS is told when the model refers to something; `asking` is the service it belongs to. */
export function resolveOnEcs(answers: EcsAnswers, asking: string): (reference: Reference) => string | Absent {
  const { deployment, foundation } = answers;
  const { environment, platform } = deployment;
  return function answer(reference): string | Absent {
    switch (reference.ref) {
      case "address":
        return address(answers, asking, reference);
      case "store":
        return storeAnswer(platform, foundation, reference.store, reference.field);
      case "image":
        return imageName(deployment, reference.image);
      case "task":
        return taskAnswer(answers, reference.task, reference.field);
      case "hostPath":
        return hostPath(platform, asking, reference.mountPath);
      case "path":
        return reference.mountPath;
      case "proxyConfig":
        return awsProxyConfiguration(deployment, reference.proxy, { resolver: VPC_DNS, resolve: answer });
      case "publicUrl":
        return `https://${environment.edge.domain}`;
      case "region":
        return environment.aws?.region ?? absent("no AWS region");
      case "secret":
        throw new Error(`secret ${reference.secret} is asked for as plain text by ${asking}`);
    }
  };
}

/** An instance of ours has paths, but shared files lie in none of them: each task mounts those itself. */
function hostPath(platform: Platform, asking: string, path: string): string | Absent {
  const workload = platform.services[asking];
  if (!workload || capacityOf(platform.services, asking) !== "ec2")
    return absent("Fargate has no host whose paths could be named");
  const notOnHost = (): Absent => absent("shared files lie in no directory of an ECS instance");
  return hostPathIn(workload.mounts, path, notOnHost);
}

/** As the engine pulls it: ours from the account's registry, pinned as the release says. */
export function imageName({ environment, platform }: Deployment, name: string): string {
  const { aws, registry } = environment;
  return pullNameOf(platform.images, name, registry ?? (aws && accountRegistry(aws.account, aws.region)));
}

/** One that shares the task is at its own door; any other is at its place's name, never at a shared one. */
function address(
  { deployment, situation }: EcsAnswers,
  asking: string,
  { service, port, form }: Extract<Reference, { ref: "address" }>,
): string {
  const { environment, platform } = deployment;
  const group = groupOf(platform, service);
  const sameTask = group === groupOf(platform, asking);
  const host = sameTask ? "127.0.0.1" : placeAddress(environment, group, ownerOf(situation, service));
  const number = String(portNumber(platform, service, port));
  return form === "host" ? host : form === "port" ? number : `${host}:${number}`;
}

/** By Terraform, where it alone knows the list. */
const joined = (list: string[]): string => (Token.isUnresolved(list) ? Fn.join(",", list) : list.join(","));

function taskAnswer({ foundation, taskDefinitionArn }: EcsAnswers, task: string, field: TaskField): string {
  switch (field) {
    case "runtime":
      return "fargate";
    case "viaEcs":
      return "1";
    case "cluster":
      return foundation.text(out.clusterArn);
    case "taskDefinition":
      return taskDefinitionArn(task);
    case "containerName":
      return task;
    case "subnets":
      return joined(foundation.list(out.privateSubnetIds));
    case "securityGroups":
      return foundation.text(out.securityGroupId(task));
  }
}
