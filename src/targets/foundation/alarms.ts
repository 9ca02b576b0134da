import type { ClusterRef } from "../../modules/ecs-cluster";
import type { LoadBalancer } from "../../modules/load-balancer";
import type { Network } from "../../modules/network";
import type { FoundationStack } from "./stack";
import type { FoundationStores } from "./stores";

export interface AlarmsProps {
  readonly network: Network;
  readonly edge: LoadBalancer;
  readonly stores: FoundationStores;
  readonly cluster: ClusterRef;
  readonly kmsKeyArn: string;
}

export function foundationAlarms(_stack: FoundationStack, _props: AlarmsProps): void {}
