import { portFaults } from "./network";
import { rule, noneOf } from "./rule";

export const sayTheLoginPort = rule({
  id: 33,
  group: "network",
  title: "proxylogin listens on the port that its container, its probe and the proxy say",
  severity: "breaks",
  consequence: "nobody can log in: the proxy asks a port that is closed",
  fix: "leave HTTP_PORT to the model",
  source: "documents",
  looksAt: "HTTP_PORT, container port, probe, the proxy's table",
  idle: (input) => noneOf(input, "proxylogin"),
  run: (input) => portFaults(input, "proxylogin", "HTTP_PORT"),
});
