import { ServiceDiscoveryInstance } from "@cdktf/provider-aws/lib/service-discovery-instance";
import { Construct } from "constructs";
import type { Deployment } from "../../deployment";
import { composeJobs, composeServices, type Situation } from "../../migration/ownership";
import { physicalName } from "../../model/naming";
import { groupOf, referencesOf, workloads } from "../../model/calls";
import type { Platform } from "../../model/platform";
import { registry } from "../../modules/ecs-service";
import { renderComposeBundle, type ComposeBundle } from "../../rendering/compose-bundle";
import type { HostInput } from "../../rendering/host-file";
import { accountRegistry, hostMetrics, hostRoot, logGroupName, placeName, projectName } from "../aws-names";
import { forwardedRoutes } from "../edge-routes";
import { imageName } from "../ecs/references";
import { foundationOutputs as out, type Reader } from "../outputs";
import { resolveOnHost } from "./references";
import { hostSecretSource } from "./secrets";

/** The compose file and what belongs to it, for the services and jobs that the host has now. */
export function hostBundle(deployment: Deployment, situation: Situation, foundation: Reader): ComposeBundle {
  const { environment, platform } = deployment;
  const reached = reachedFromOutside(deployment);
  return renderComposeBundle({
    project: projectName(environment),
    platform,
    services: composeServices(situation),
    jobs: composeJobs(situation),
    resolve: resolveOnHost(deployment, situation, foundation),
    image: (name) => imageName(deployment, name),
    secretSource: hostSecretSource({ environment, platform, foundation }),
    hostRoot: hostRoot(environment),
    log: { region: environment.aws?.region ?? "", group: (workload) => logGroupName(environment, workload) },
    bindAddress: "0.0.0.0",
    publishes: (service) => reached.has(service),
    host: hostInput(deployment, foundation),
  });
}

/** What the host mounts, where it logs in, and where it reports. Every file store has a file system in the foundation. */
function hostInput({ environment, platform }: Deployment, foundation: Reader): HostInput {
  const { aws, registry: named } = environment;
  const stores = Object.entries(platform.stores).filter(([, { kind }]) => kind === "files");
  return {
    region: aws?.region ?? "",
    metrics: hostMetrics(environment),
    fileSystems: Object.fromEntries(
      stores.map(([store]) => [
        store,
        {
          fileSystemId: foundation.text(out.fileSystemId(store)),
          accessPointId: foundation.text(out.accessPointId(store)),
        },
      ]),
    ),
    registry: named ?? (aws && accountRegistry(aws.account, aws.region)),
  };
}

/** Behind the load balancer, or called by a service that may run elsewhere. */
function reachedFromOutside(deployment: Deployment): Set<string> {
  const routed = forwardedRoutes(deployment).map(({ service }) => service);
  return new Set([...routed, ...(deployment.migration ? calledServices(deployment.platform) : [])]);
}

/** Called by another task: one that runs alongside its caller is in every place at its side. */
const calledServices = (platform: Platform): string[] =>
  workloads(platform).flatMap(({ group, workload }) =>
    referencesOf(platform, workload).flatMap((reference) =>
      reference.ref === "address" && groupOf(platform, reference.service) !== group ? [reference.service] : [],
    ),
  );

/** An address in the private zone for each service that runs on the host now and is called by one that may have moved. */
export function hostAddresses(
  scope: Construct,
  id: string,
  props: { deployment: Deployment; situation: Situation; namespaceId: string; privateIp: string },
): void {
  const addresses = new Construct(scope, id);
  const { platform } = props.situation;
  const called = new Set(props.deployment.migration ? calledServices(platform) : []);
  for (const [service, state] of Object.entries(composeServices(props.situation))) {
    const model = called.has(service) ? platform.services[service] : undefined;
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
