import { portFaults } from "./network";
import { rule } from "./rule";

export const sayTheExporterPort = rule({
  id: 32,
  group: "network",
  title: "the exporter listens on the port that its container, its probe and the proxy say",
  severity: "breaks",
  consequence: "it is never healthy, or nothing that scrapes it gets an answer",
  fix: "leave METRICS_PORT to the model",
  source: "documents",
  looksAt: "METRICS_PORT, container port, probe, the proxy's table",
  run: (input) => portFaults(input, "metrics", "METRICS_PORT"),
});
