import { FARGATE_STOP_MAX_SEC } from "../../../model/drain";
import { unitOf } from "./network";
import { rule, inService, runningOn, named, noneOnEcs } from "./rule";

export const stopInTime = rule({
  id: 122,
  group: "lifecycle",
  title: "no container on Fargate asks for more than two minutes to stop",
  severity: "breaks",
  consequence: "ECS refuses the task definition",
  fix: "lower stopGraceSec",
  source: "documents",
  looksAt: "stopTimeout of containers on Fargate",
  idle: noneOnEcs,
  run: (input) =>
    runningOn(input, "ecs").flatMap((each) =>
      (each.stopSec ?? 0) <= FARGATE_STOP_MAX_SEC || !unitOf(input, each)?.launch.includes("FARGATE")
        ? []
        : [inService(each.name, `${named(each)} asks for ${each.stopSec} s; Fargate gives ${FARGATE_STOP_MAX_SEC}`)],
    ),
});
