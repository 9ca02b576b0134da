import type { Environment } from "../../config/schema";
import { groupOf, portNumber, doorOf } from "../../model/calls";
import { pullNameOf } from "../../model/image";
import { laptopServices } from "../../model/laptop";
import { DOCKER_SOCKET, mountPath } from "../../model/mount";
import { physicalName } from "../../model/naming";
import type { Reference } from "../../model/reference";
import { originOf } from "../../model/route";
import { capacityOf } from "../../model/scale";
import { STORE_PORTS } from "../../model/store";
import { DOCKER_DNS, VPC_DNS } from "../../rendering/addresses";
import { nginxConfiguration } from "../../rendering/nginx";
import { bucketsOf, OBJECT_STORE_REGION } from "../../rendering/object-store";
import type { RuleId } from "../rules";
import type { Asked, Here, NotHere } from "./want";

/*
 * What each place must answer when a value refers to something. Said here a second time and in other words than in the
 * targets, which are what is looked at.
 */

export type Answer = Here | NotHere;
export type Of<R extends Reference["ref"]> = Extract<Reference, { ref: R }>;

const here = (text: string, ...rules: RuleId[]): Answer => ({ text, rules });
const notHere = (absent: RuleId): Answer => ({ absent });

export const isHere = (answer: Answer): answer is Here => "text" in answer;

export function answerOf(asked: Asked, reference: Reference): Answer {
  switch (reference.ref) {
    case "address":
      return address(asked, reference);
    case "store":
      return asked.place.target === "devenv" ? laptopStore(asked, reference) : awsStore(asked, reference);
    case "image":
      return image(asked, reference.image);
    case "task":
      return task(asked, reference);
    case "hostPath":
      return hostPath(asked, reference);
    case "path":
      return here(reference.mountPath);
    case "proxyConfig":
      return proxyConfig(asked, reference);
    case "publicUrl":
      return publicUrl(asked);
    case "region":
      return region(asked);
    case "secret":
      throw new Error(`secret ${reference.secret} is asked for as plain text by ${asked.name}`);
  }
}

function address({ place, name }: Asked, { service, port, form }: Of<"address">): Answer {
  const { platform, environment } = place.deployment;
  const number = String(portNumber(platform, service, port));
  if (place.target === "devenv" && !inContainers(place, service)) return notHere("mode-infra");
  if (form === "port") return here(number);
  const said = (host: string, ...rules: RuleId[]): Answer =>
    here(form === "host" ? host : `${host}:${number}`, ...rules);
  if (place.target !== "ecs") return said(service);
  const group = groupOf(platform, service);
  if (group === groupOf(platform, name)) return said("127.0.0.1", "address-in-task");
  return said(`${group}-ecs.${environment.platform}-${environment.environment}.internal`, "address-on-ecs");
}

/** Does the laptop run it as a container? */
export const inContainers = ({ deployment: { platform, environment } }: Asked["place"], service: string): boolean =>
  service in laptopServices(platform, environment.devenv?.mode ?? "all");

function awsStore({ place }: Asked, { store: name, field }: Of<"store">): Answer {
  const store = place.deployment.platform.stores[name];
  const bucket = `<foundation.bucket_name_${name}>`;
  if (store?.kind === "bucket") {
    if (field === "name") return here(bucket);
    return field === "uri" ? here(`s3://${bucket}`) : notHere("field-not-here");
  }
  if (store && field === "port") return here(String(STORE_PORTS[store.kind]));
  if (store?.kind === "postgres" && (field === "database" || field === "user")) return here(store[field]);
  if (!store || store.kind === "files") return notHere("field-not-here");
  if (field === "host") return here(`<foundation.store_host_${name}>`);
  if (field === "tls") return here("true");
  if (field === "scheme") return here(store.kind === "redis" ? "rediss" : "postgresql");
  return notHere("field-not-here");
}

function laptopStore({ place }: Asked, { store: name, field }: Of<"store">): Answer {
  const { environment, platform } = place.deployment;
  const store = platform.stores[name];
  const bucket = physicalName("bucket", environment.platform, environment.environment, name);
  if (store?.kind === "bucket" && field === "name") return here(bucket, "store-on-laptop");
  if (store?.kind === "bucket" && field === "uri") return here(`s3://${bucket}`, "store-on-laptop");
  if (store?.kind !== "postgres" && store?.kind !== "redis") return notHere("field-not-here");
  if (field === "port") return here(String(STORE_PORTS[store.kind]));
  if (field === "host") return here(name, "store-on-laptop");
  if (field === "tls") return here("false", "store-on-laptop");
  if (field === "scheme" && store.kind === "redis") return here("redis", "store-on-laptop");
  if (store.kind === "postgres" && (field === "database" || field === "user")) return here(store[field]);
  return notHere("field-not-here");
}

export function image({ place }: Asked, key: string): Answer {
  const { environment, platform } = place.deployment;
  const registry = registryOf(environment);
  const rules: RuleId[] = registry === undefined && platform.images[key]?.ours ? ["image-without-registry"] : [];
  return here(pullNameOf(platform.images, key, registry), ...rules);
}

const registryOf = ({ registry, aws }: Environment): string | undefined =>
  registry ?? (aws && `${aws.account}.dkr.ecr.${aws.region}.amazonaws.com`);

function task({ place }: Asked, { task: name, field }: Of<"task">): Answer {
  if (place.target !== "ecs") return field === "runtime" ? here("docker") : notHere("task-by-engine");
  const fields: Readonly<Record<typeof field, string>> = {
    runtime: "fargate",
    viaEcs: "1",
    cluster: "<foundation.cluster_arn>",
    taskDefinition: `<aws_ecs_task_definition.${name}_task_definition.arn>`,
    containerName: name,
    subnets: "<join(,,foundation.private_subnet_ids)>",
    securityGroups: `<foundation.security_group_id_${name}>`,
  };
  return here(fields[field], "task-by-ecs");
}

function hostPath({ place, name }: Asked, { mountPath: path }: Of<"hostPath">): Answer {
  const { platform, environment } = place.deployment;
  const workload = platform.services[name] ?? platform.jobs[name] ?? platform.tasks[name];
  const mount = workload?.mounts.find((each) => mountPath(each) === path);
  const onEcs = place.target === "ecs";
  if (onEcs && capacityOf(platform.services, name) !== "ec2") return notHere("no-host");
  if (mount?.kind === "hostPath") return here(mount.hostPath);
  if (mount?.kind === "dockerSocket") return here(DOCKER_SOCKET);
  if (mount?.kind !== "shared" || onEcs) return notHere("no-host");
  if (place.target === "devenv") return here(`<docker_volume.stores_${mount.store}-data.mountpoint>`, "path-of-volume");
  return here(`/opt/${environment.platform}-${environment.environment}/files/${mount.store}`);
}

/** The text is the renderer's, which nginx has tried; who is asked for a name, and who is at it, is said here. */
function proxyConfig(asked: Asked, { proxy }: Of<"proxyConfig">): Answer {
  const { platform, environment } = asked.place.deployment;
  const rules = new Set<RuleId>(asked.place.target === "ec2-compose" ? [] : ["proxy-by-place"]);
  const text = nginxConfiguration({
    platform,
    settings: proxy,
    place: {
      resolver: asked.place.target === "ecs" ? VPC_DNS : DOCKER_DNS,
      trusted: environment.aws ? [environment.aws.network.cidr] : [],
    },
    resolve: (reference) => {
      const answer = answerOf(asked, reference);
      if (!isHere(answer)) return { absent: "services of our own run outside of containers in mode infra" };
      answer.rules.forEach((rule) => rules.add(rule));
      return answer.text;
    },
  });
  return { text, rules: [...rules] };
}

function publicUrl({ place }: Asked): Answer {
  const { platform, environment } = place.deployment;
  const { kind, proxy, domain } = environment.edge;
  if (place.target !== "devenv") return here(`https://${domain}`);
  const door = doorOf(platform, kind === "proxy" ? proxy : undefined);
  const port = door && environment.services[door.service]?.hostPorts?.[door.port];
  return port === undefined ? notHere("no-door") : here(originOf(domain, port), "url-of-laptop");
}

function region({ place }: Asked): Answer {
  const { platform, environment } = place.deployment;
  if (place.target !== "devenv") return here(environment.aws?.region ?? "");
  return bucketsOf(platform).length > 0 ? here(OBJECT_STORE_REGION, "region-of-laptop") : notHere("no-region");
}
