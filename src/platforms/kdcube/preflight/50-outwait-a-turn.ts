import { routeFor } from "../../../model/route";
import { rule, inSettings, inEdge, running, named } from "./rule";

export const outwaitATurn = rule({
  id: 50,
  group: "routes",
  title: "the load balancer outwaits every route, and a stream outwaits a turn",
  severity: "breaks",
  consequence: "answers are cut in the middle: the processor goes on, and nobody reads what it says",
  fix: "raise edge.idleTimeoutSec, or lower settings.proc.taskTimeoutSec",
  source: "documents",
  looksAt: "the load balancer's idle timeout, timeouts of the routes, CHAT_TASK_TIMEOUT_SEC",
  run: (input) => {
    const { platform, rendered } = input;
    const longest = Math.max(0, ...platform.routes.map(({ timeoutSec }) => timeoutSec ?? 60));
    const stream = routeFor(platform.routes, "/sse/stream")?.timeoutSec ?? 60;
    const idle = rendered.idleTimeoutSec;
    return [
      ...(idle === undefined || idle >= longest
        ? []
        : [inEdge(`the load balancer waits ${idle} s, a route may be silent for ${longest}`, "idleTimeoutSec")]),
      ...running(input, "chat-proc").flatMap((each) => {
        const turn = Number(each.environment["CHAT_TASK_TIMEOUT_SEC"]);
        return turn <= stream
          ? []
          : [
              inSettings(
                "proc.taskTimeoutSec",
                `a turn of ${named(each)} may take ${turn} s, its stream may be silent for ${stream}`,
              ),
            ];
      }),
    ];
  },
});
