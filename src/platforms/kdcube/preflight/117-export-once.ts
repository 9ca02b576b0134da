import { rule, inService, running } from "./rule";

export const exportOnce = rule({
  id: 117,
  group: "metrics",
  title: "one exporter runs, at no moment two",
  severity: "breaks",
  consequence: "everything is counted twice: services scale on load that is not there",
  fix: "keep metrics at one instance; move it in a phase of its own",
  source: "documents",
  looksAt: "exporters in all places, desired count and replacement of the service",
  run: (input) => {
    const desired = input.rendered.services.filter(({ name }) => name === "metrics");
    const count = running(input, "metrics").reduce(
      (sum, { on, workspace }) =>
        sum + (on === "ecs" ? (desired.find((each) => each.workspace === workspace)?.desired ?? 1) : 1),
      0,
    );
    return [
      ...(count <= 1 ? [] : [inService("metrics", `${count} of it run`)]),
      ...desired
        .filter(({ oneAtATime }) => !oneAtATime)
        .map(() => inService("metrics", "a deployment starts the new one before the old one has stopped")),
    ];
  },
});
