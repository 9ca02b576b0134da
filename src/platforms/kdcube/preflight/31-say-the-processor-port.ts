import { portFaults } from "./network";
import { rule } from "./rule";

export const sayTheProcessorPort = rule({
  id: 31,
  group: "network",
  title: "the processor listens on the port that its container, its probe, its target groups and the proxy say",
  severity: "breaks",
  consequence: "it listens on the ingress's 8010 and never becomes healthy; its routes answer 502",
  fix: "leave CHAT_PROCESSOR_PORT to the model",
  source: "code",
  looksAt: "CHAT_PROCESSOR_PORT, container port, probe, target groups, the proxy's table",
  run: (input) => portFaults(input, "chat-proc", "CHAT_PROCESSOR_PORT"),
});
