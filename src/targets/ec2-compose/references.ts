import type { Deployment } from "../../deployment";
import { composeServices, ownerOf, type Situation } from "../../migration/ownership";
import { groupOf, portNumber } from "../../model/calls";
import { absent, type Absent, type Reference } from "../../model/reference";
import { addressInNetwork, DOCKER_DNS } from "../../rendering/addresses";
import { placeAddress } from "../aws-names";
import { awsProxyConfiguration } from "../aws-proxy";
import { storeAnswer } from "../aws-stores";
import type { Reader } from "../outputs";
import { imageName } from "../ecs/references";

/** What a container on the compose host is told; host paths are answered by the renderer, which knows the mounts. */
export function resolveOnHost(
  deployment: Deployment,
  situation: Situation,
  foundation: Reader,
): (workload: string, reference: Reference) => string | Absent {
  const { environment, platform } = deployment;
  const present = composeServices(situation);
  return function answer(asking, reference): string | Absent {
    switch (reference.ref) {
      case "address": {
        // In one project a service's own name; else the name of the place that answers now. What runs alongside the
        // asking one stays at its side, also while both only stand by.
        const owner = ownerOf(situation, reference.service);
        const beside = groupOf(platform, reference.service) === groupOf(platform, asking);
        if (present[reference.service] && (owner === "compose" || beside)) return addressInNetwork(platform, reference);
        const host = placeAddress(environment, groupOf(platform, reference.service), owner);
        const port = String(portNumber(platform, reference.service, reference.port));
        return reference.form === "host" ? host : reference.form === "port" ? port : `${host}:${port}`;
      }
      case "store":
        return storeAnswer(platform, foundation, reference.store, reference.field);
      case "image":
        return imageName(deployment, reference.image);
      case "task":
        return reference.field === "runtime" ? "docker" : absent("on a host a task is started through the engine");
      case "publicUrl":
        return `https://${environment.edge.domain}`;
      case "region":
        return environment.aws?.region ?? absent("no AWS region");
      case "path":
        return reference.mountPath;
      case "proxyConfig":
        return awsProxyConfiguration(deployment, reference.proxy, {
          resolver: DOCKER_DNS,
          resolve: (inner) => answer(asking, inner),
        });
      case "hostPath":
      case "secret":
        throw new Error(`a reference of kind ${reference.ref} is not answered by the host`);
    }
  };
}
