import { callsOf, HOST, LOAD_BALANCER } from "../../model/calls";
import { physicalName } from "../../model/naming";
import { Network } from "../../modules/network";
import { SecurityGroups } from "../../modules/security-groups";
import { foundationOutputs as out } from "../outputs";
import type { FoundationStack } from "./stack";

/** The network of the environment, its own. */
export const foundationNetwork = (stack: FoundationStack): Network =>
  new Network(stack, "network", {
    name: physicalName("other", ...stack.words()),
    region: stack.aws.region,
    ...stack.aws.network,
  });

/** One for each thing that has an address, with every call between them that any phase makes. */
export function securityGroups(
  stack: FoundationStack,
  network: Network,
  adopted: Readonly<Record<string, string>> = {},
): SecurityGroups {
  const { platform, environment } = stack;
  const { services, tasks, stores } = platform;
  const own = Object.entries(services).filter(([, { alongside }]) => alongside === undefined);
  const labels = [
    LOAD_BALANCER,
    ...(stack.hasHost ? [HOST] : []),
    ...own.map(([service]) => service),
    ...Object.keys(tasks),
    ...Object.keys(stores).filter((store) => stores[store]?.kind !== "bucket"),
  ].sort();
  return new SecurityGroups(stack, "security", {
    vpcId: network.vpcId,
    adopted,
    groups: Object.fromEntries(
      labels.map((label) => [
        label,
        {
          name: physicalName("securityGroup", ...stack.words(label)),
          description: `${label} of ${stack.words().join("-")}`,
        },
      ]),
    ),
    calls: callsOf({
      platform,
      edge: environment.edge.kind,
      proxy: environment.edge.proxy,
      host: stack.hasHost,
    }),
  });
}

export function publishNetwork(stack: FoundationStack, network: Network, groups: SecurityGroups): void {
  stack.outputs.publish(out.vpcId, network.vpcId);
  stack.outputs.publish(out.privateSubnetIds, network.subnetIds.private);
  if (stack.hasHost) stack.outputs.publish(out.hostSecurityGroupId, groups.idOf(HOST));
  const { services, tasks } = stack.platform;
  const own = Object.keys(services).filter((service) => services[service]?.alongside === undefined);
  for (const label of [...own, ...Object.keys(tasks)]) {
    stack.outputs.publish(out.securityGroupId(label), groups.idOf(label));
  }
}
