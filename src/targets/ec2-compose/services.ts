import { ServiceDiscoveryInstance } from "@cdktf/provider-aws/lib/service-discovery-instance";
import { Construct } from "constructs";
import type { Deployment } from "../../deployment";
import { HOST_PROGRAM } from "../../host/program";
import { composeJobs, composeServices, type Situation } from "../../migration/ownership";
import { physicalName } from "../../model/naming";
import { groupOf, referencesOf, workloads } from "../../model/calls";
import { registry } from "../../modules/ecs-service";
import { renderComposeBundle, type ComposeBundle } from "../../rendering/compose-bundle";
import { accountRegistry, hostMetrics, hostRoot, logGroupName, placeName, projectName } from "../aws-names";
import { forwardedRoutes } from "../edge-routes";
import { imageName } from "../ecs/references";
import type { Reader } from "../outputs";
import { hostFileSystems } from "./files";
import { resolveOnHost } from "./references";
import { hostSecretSource } from "./secrets";

/** The compose file, what belongs to it, and the program that runs it, for the services and jobs that the host has now. */
export function hostBundle(deployment: Deployment, situation: Situation, foundation: Reader): ComposeBundle {
  const { environment, platform } = deployment;
  const { account = "", region = "" } = environment.aws ?? {};
  const reached = reachedFromOutside(deployment);
  const bundle = renderComposeBundle({
    project: projectName(environment),
    platform,
    services: composeServices(situation),
    jobs: composeJobs(situation),
    resolve: resolveOnHost(deployment, situation, foundation),
    image: (name) => imageName(deployment, name),
    secretSource: hostSecretSource({ environment, platform, foundation }),
    hostRoot: hostRoot(environment),
    log: { region, group: (workload) => logGroupName(environment, workload) },
    bindAddress: "0.0.0.0",
    publishes: (service) => reached.has(service),
    host: {
      region,
      metrics: hostMetrics(environment),
      fileSystems: hostFileSystems(situation, foundation),
      registry: environment.registry ?? accountRegistry(account, region),
    },
  });
  return { ...bundle, files: { ...bundle.files, ...HOST_PROGRAM } };
}

/** Behind the load balancer, or called by a service that may run elsewhere. */
function reachedFromOutside(deployment: Deployment): Set<string> {
  const routed = forwardedRoutes(deployment).map(({ service }) => service);
  return new Set([...routed, ...calledFromEcs(deployment)]);
}

/** Who may be called by a service that has moved: by name, or by a proxy that has the whole route table. */
function calledFromEcs({ environment, platform, migration }: Deployment): string[] {
  if (!migration) return [];
  const behindProxy = platform.routes.flatMap(({ service, exposure }) =>
    service !== undefined && exposure === "public" ? [service] : [],
  );
  // One that runs alongside its caller is in every place at its side.
  const named = workloads(platform).flatMap(({ group, workload }) =>
    referencesOf(platform, workload).flatMap((reference) =>
      reference.ref === "address" && groupOf(platform, reference.service) !== group ? [reference.service] : [],
    ),
  );
  return [...new Set([...named, ...(environment.edge.kind === "proxy" ? behindProxy : [])])].sort();
}

/** An address in the private zone for each service that runs on the host now and is called from ECS. */
export function hostAddresses(
  scope: Construct,
  id: string,
  props: { deployment: Deployment; situation: Situation; namespaceId: string; privateIp: string },
): void {
  const addresses = new Construct(scope, id);
  const { platform } = props.situation;
  const called = new Set(calledFromEcs(props.deployment));
  for (const [service, state] of Object.entries(composeServices(props.situation))) {
    if (!called.has(service)) continue;
    const model = platform.services[service];
    if (state === "stopped" || !model || model.alongside !== undefined || Object.keys(model.ports).length === 0)
      continue;
    const address = registry(addresses, service, placeName(service, "compose"), props.namespaceId);
    new ServiceDiscoveryInstance(addresses, `${service}-host`, {
      serviceId: address.id,
      instanceId: physicalName("other", service, "host"),
      attributes: { AWS_INSTANCE_IPV4: props.privateIp },
    });
  }
}
