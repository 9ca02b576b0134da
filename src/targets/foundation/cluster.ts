import { ServiceDiscoveryPrivateDnsNamespace } from "@cdktf/provider-aws/lib/service-discovery-private-dns-namespace";
import { physicalName } from "../../model/naming";
import type { Platform } from "../../model/platform";
import { capacityOf } from "../../model/scale";
import { STORE_PORTS } from "../../model/store";
import { Ec2Capacity } from "../../modules/ec2-capacity";
import { AdoptedCluster, EcsCluster, type ClusterRef } from "../../modules/ecs-cluster";
import type { SecurityGroups } from "../../modules/security-groups";
import type { Network } from "../../modules/network";
import { clusterName, execLogGroupName, namespaceName } from "../aws-names";
import { foundationOutputs as out } from "../outputs";
import type { FoundationStack } from "./stack";

export interface ClusterProps {
  readonly network: Network;
  readonly groups: SecurityGroups;
  readonly kmsKeyArn: string;
}

/** Where tasks run, and the private zone that has their addresses. */
export function foundationCluster(stack: FoundationStack, props: ClusterProps): ClusterRef {
  const adopted = stack.environment.adopt?.cluster;
  const cluster =
    adopted === undefined ? ownCluster(stack, props) : new AdoptedCluster(stack, "cluster", { name: adopted });
  const namespace = new ServiceDiscoveryPrivateDnsNamespace(stack, "namespace", {
    name: namespaceName(stack.environment),
    description: `Addresses of ${stack.words().join("-")}, one per service and place`,
    vpc: props.network.vpcId,
  });
  stack.outputs.publish(out.clusterArn, cluster.arn);
  stack.outputs.publish(out.clusterName, cluster.name);
  stack.outputs.publish(out.namespaceId, namespace.id);
  return cluster;
}

function ownCluster(stack: FoundationStack, { network, groups, kmsKeyArn }: ClusterProps): EcsCluster {
  const { environment, aws } = stack;
  const cluster = new EcsCluster(stack, "cluster", {
    name: clusterName(environment),
    kmsKeyArn,
    execLog: { name: execLogGroupName(environment), retentionDays: environment.logRetentionDays },
  });
  const instances =
    aws.capacity &&
    new Ec2Capacity(stack, "instances", {
      name: physicalName("other", ...stack.words("ec2")),
      roleName: physicalName("role", ...stack.words("ec2")),
      account: aws.account,
      region: aws.region,
      clusterName: clusterName(environment),
      cluster: cluster.resource,
      ...aws.capacity,
      vpcId: network.vpcId,
      subnetIds: network.subnetIds.private,
      files: mountedOnInstances(stack.platform).map((name) => ({
        name,
        securityGroupId: groups.idOf(name),
        port: STORE_PORTS.files,
      })),
    });
  cluster.capacity(instances ? [instances.providerName] : []);
  if (instances) stack.outputs.publish(out.capacityProvider, instances.providerName);
  return cluster;
}

/** The file stores of services whose tasks run on instances, sorted. */
function mountedOnInstances({ services }: Platform): string[] {
  const mounts = Object.keys(services)
    .filter((name) => capacityOf(services, name) === "ec2")
    .flatMap((name) => services[name]?.mounts ?? []);
  return [...new Set(mounts.flatMap((mount) => (mount.kind === "shared" ? [mount.store] : [])))].sort();
}
