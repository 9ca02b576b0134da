import { ServiceDiscoveryPrivateDnsNamespace } from "@cdktf/provider-aws/lib/service-discovery-private-dns-namespace";
import { physicalName } from "../../model/naming";
import { Ec2Capacity } from "../../modules/ec2-capacity";
import { AdoptedCluster, EcsCluster, type ClusterRef } from "../../modules/ecs-cluster";
import type { Network } from "../../modules/network";
import { clusterName, execLogGroupName, namespaceName } from "../aws-names";
import { foundationOutputs as out } from "../outputs";
import type { FoundationStack } from "./stack";

export interface ClusterProps {
  readonly network: Network;
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

function ownCluster(stack: FoundationStack, { network, kmsKeyArn }: ClusterProps): EcsCluster {
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
    });
  cluster.capacity(instances ? [instances.providerName] : []);
  if (instances) stack.outputs.publish(out.capacityProvider, instances.providerName);
  return cluster;
}
