import { rule, inSettings, running, named, parsed, inside, shown } from "./rule";

export const limitTheQueueWhereItGrows = rule({
  id: 6,
  group: "gateway",
  title: "a limit of the queue stands in the ingress's slice too",
  severity: "degrades",
  consequence: "turns are queued without limit: the ingress, where they are queued, never sees the processor's slice",
  fix: "set settings.gateway.maxQueueSize; both slices get it",
  source: "code",
  looksAt: "limits of GATEWAY_CONFIG_JSON",
  run: (input) =>
    running(input, "chat-ingress").flatMap((container) => {
      const limits = inside(parsed(container.environment["GATEWAY_CONFIG_JSON"]), "limits");
      const [ingress, proc] = ["ingress", "proc"].map((slice) => inside(limits, slice, "max_queue_size"));
      if (proc === undefined || proc === ingress) return [];
      return [
        inSettings(
          "gateway.maxQueueSize",
          `${named(container)} has ${shown(ingress)} under ingress and ${shown(proc)} under proc`,
        ),
      ];
    }),
});
