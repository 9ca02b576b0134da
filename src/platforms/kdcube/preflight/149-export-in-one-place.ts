import { rule, inMigration, running, runningOn } from "./rule";

export const exportInOnePlace = rule({
  id: 149,
  group: "migration",
  title: "the exporter runs in one place, whichever phase it is in",
  severity: "breaks",
  consequence: "both export the same series, and everything looks twice as busy",
  fix: "move metrics in a phase of its own; the host stops its own before ECS starts one",
  source: "documents",
  looksAt: "running exporters by place",
  idle: (input) => (new Set(running(input).map(({ on }) => on)).size < 2 ? "all of it is in one place" : undefined),
  run: (input) => {
    const hosts = runningOn(input, "compose", "metrics");
    const tasks = input.rendered.services.filter(({ name, desired }) => name === "metrics" && desired > 0);
    return hosts.length > 0 && tasks.length > 0 ? [inMigration("the host runs metrics, and so does ECS")] : [];
  },
});
