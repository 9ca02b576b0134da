import { apiFacts, wayToAws } from "../../config/way-to-aws";
import { callsOf, ENDPOINTS, HOST, INSTANCES, LOAD_BALANCER } from "../../model/calls";
import { apiCalls, callsBeyond, endpointsOf } from "../../model/endpoints";
import { physicalName } from "../../model/naming";
import { AdoptedNetwork } from "../../modules/adopted-network";
import { FlowLog } from "../../modules/flow-log";
import { OwnNetwork, type Network } from "../../modules/network";
import { SecurityGroups, type AdoptedGroup } from "../../modules/security-groups";
import { VpcEndpoints } from "../../modules/vpc-endpoints";
import { logGroupName } from "../aws-names";
import { foundationOutputs as out } from "../outputs";
import type { FoundationStack } from "./stack";

/** The network of the environment: its own, with a log of what flows in it, or one that others made. */
export function foundationNetwork(stack: FoundationStack, kmsKeyArn: string): Network {
  const { account, region, network } = stack.aws;
  const adopted = stack.environment.adopt?.network;
  if (adopted) {
    const { vpcId, publicSubnetIds, privateSubnetIds, dataSubnetIds } = adopted;
    const subnetIds = { public: publicSubnetIds, private: privateSubnetIds, data: dataSubnetIds };
    return new AdoptedNetwork(stack, "network", { vpcId, region, subnetIds, ...network });
  }
  const own = new OwnNetwork(stack, "network", {
    name: physicalName("other", ...stack.words()),
    region,
    ...network,
  });
  new FlowLog(own, "flow-log", {
    vpcId: own.vpcId,
    logGroupName: logGroupName(stack.environment, "network/flow-log"),
    roleName: physicalName("role", ...stack.words("network", "flow-log")),
    account,
    region,
    retentionDays: stack.environment.logRetentionDays,
    kmsKeyArn,
  });
  return own;
}

/**
 * One for each thing that has an address, with every call between them that any phase makes. `adopted` are groups that
 * exist already, by what has them.
 */
export function securityGroups(
  stack: FoundationStack,
  network: Network,
  adopted: Readonly<Record<string, AdoptedGroup>> = {},
): SecurityGroups {
  const { platform, environment } = stack;
  const { services, tasks, stores } = platform;
  const way = wayToAws(environment);
  const own = Object.entries(services).filter(([, { alongside }]) => alongside === undefined);
  const labels = [
    LOAD_BALANCER,
    ...(stack.hasHost ? [HOST] : []),
    ...(stack.aws.capacity ? [INSTANCES] : []),
    ...(way === "endpoints" ? [ENDPOINTS] : []),
    ...own.map(([service]) => service),
    ...Object.keys(tasks),
    ...Object.keys(stores).filter((store) => stores[store]?.kind !== "bucket"),
  ]
    .filter((label) => !(label in adopted))
    .sort();
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
      beyond: callsBeyond(platform, apiFacts(environment), way),
    }),
    s3PrefixListId: network.s3PrefixListId,
  });
}

/** A door in the network for each API of AWS that is called, and for no other. */
export function endpoints(stack: FoundationStack, network: Network, groups: SecurityGroups): void {
  const { platform, environment } = stack;
  if (wayToAws(environment) !== "endpoints") return;
  new VpcEndpoints(stack, "endpoints", {
    name: physicalName("other", ...stack.words()),
    vpcId: network.vpcId,
    region: stack.aws.region,
    apis: endpointsOf(apiCalls(platform, apiFacts(environment))).map(({ api }) => api),
    subnetIds: network.subnetIds.private,
    securityGroupId: groups.idOf(ENDPOINTS),
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
