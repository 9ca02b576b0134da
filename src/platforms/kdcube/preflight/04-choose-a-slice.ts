import { rule, inService, running, named, READERS, shown } from "./rule";

export const chooseASlice = rule({
  id: 4,
  group: "gateway",
  title: "GATEWAY_COMPONENT is ingress or proc, and of the exporter proc or nothing",
  severity: "degrades",
  consequence: "a component reads the ingress's slice in the place of its own, with the wrong pools and capacity",
  fix: "leave GATEWAY_COMPONENT to the model",
  source: "code",
  looksAt: "GATEWAY_COMPONENT of ingress, processor and exporter",
  run: (input) =>
    running(input, ...READERS).flatMap((container) => {
      const { GATEWAY_COMPONENT: component } = container.environment;
      const allowed = ALLOWED[container.name] ?? [];
      if (allowed.includes(component)) return [];
      return [
        inService(
          container.name,
          `GATEWAY_COMPONENT of ${named(container)} is ${shown(component)}, and must be ${allowed[0]}`,
        ),
      ];
    }),
});

const ALLOWED: Readonly<Record<string, readonly (string | undefined)[]>> = {
  "chat-ingress": ["ingress"],
  "chat-proc": ["proc"],
  metrics: ["proc", undefined],
};
