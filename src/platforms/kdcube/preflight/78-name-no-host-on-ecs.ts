import { unitOf } from "./network";
import { rule, inService, runningOn, named, noneOnEcs } from "./rule";

export const nameNoHostOnEcs = rule({
  id: 78,
  group: "storage",
  title: "no container on Fargate is told paths of a host",
  severity: "breaks",
  consequence: "the bundle loader takes a path of a host for one of its own, and clones into a directory that is lost",
  fix: "leave HOST_… variables to the model: they have no answer on Fargate",
  source: "documents",
  looksAt: "variables HOST_… of containers on Fargate",
  idle: noneOnEcs,
  run: (input) =>
    runningOn(input, "ecs")
      .filter((each) => unitOf(input, each)?.launch.includes("FARGATE"))
      .flatMap((each) =>
        Object.keys(each.environment)
          .filter((variable) => /^HOST_\w+_PATH$/.test(variable))
          .map((variable) => inService(each.name, `${named(each)} has ${variable}`)),
      ),
});
