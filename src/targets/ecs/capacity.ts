import type { Service } from "../../model/service";
import type { ServiceCapacity } from "../../modules/ecs-service";
import { foundationOutputs as out } from "../outputs";
import type { TaskContext } from "./task";

/** Tasks that are never interrupted, of those on Spot: two, so that a zone may fail, or as many as there are at least. */
const NOT_ON_SPOT = 2;

/** What a service's tasks take their capacity from. An adopted cluster may have no providers, and needs none for Fargate. */
export function serviceCapacity({ stack, answers }: TaskContext, { capacity, scale }: Service): ServiceCapacity {
  switch (capacity) {
    case "fargate":
      if (stack.environment.adopt?.cluster !== undefined) return { on: "fargate", launchType: "FARGATE" };
      return { on: "fargate", strategy: [{ capacityProvider: "FARGATE", base: 0, weight: 1 }] };
    case "fargate-spot":
      return {
        on: "fargate",
        strategy: [
          { capacityProvider: "FARGATE", base: Math.max(1, Math.min(NOT_ON_SPOT, scale.min)), weight: 0 },
          { capacityProvider: "FARGATE_SPOT", base: 0, weight: 1 },
        ],
      };
    case "ec2":
      return {
        on: "ec2",
        strategy: [{ capacityProvider: answers.foundation.text(out.capacityProvider), base: 0, weight: 1 }],
      };
  }
}
