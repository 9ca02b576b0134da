import { STORE_PORTS } from "../../../model/store";
import { isOpen, reachesOut, noGroups } from "./network";
import { rule, inService, runningOn, shown } from "./rule";

export const letCodeReachWhatItNeeds = rule({
  id: 83,
  group: "storage",
  title: "tasks that run code reach Redis, and the services of AWS",
  severity: "breaks",
  consequence: "a task cannot pull its image or fetch its files, and ends without an answer",
  fix: "keep the task's references to Redis and its egress on 443",
  source: "documents",
  looksAt: "the security group that FARGATE_SECURITY_GROUPS names",
  idle: (input) =>
    noGroups(input) ?? (runningOn(input, "ecs", "py-code-exec").length === 0 ? "no code runs as tasks" : undefined),
  run: (input) =>
    runningOn(input, "ecs", "chat-proc").flatMap((each) => {
      const groups = each.environment["FARGATE_SECURITY_GROUPS"] ?? "";
      const group = /security_group_id_([\w-]+)/.exec(groups)?.[1] ?? groups;
      return [
        ...(isOpen(input, group, "redis", STORE_PORTS.redis)
          ? []
          : [inService("chat-proc", `${shown(group)} does not reach Redis on ${STORE_PORTS.redis}`)]),
        ...(reachesOut(input, group, 443) ? [] : [inService("chat-proc", `${shown(group)} reaches nothing on 443`)]),
      ];
    }),
});
