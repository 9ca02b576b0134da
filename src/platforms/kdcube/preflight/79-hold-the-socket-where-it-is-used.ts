import { rule, inService, running, named } from "./rule";

export const holdTheSocketWhereItIsUsed = rule({
  id: 79,
  group: "storage",
  title:
    "the processor alone holds the engine's socket, exactly where it runs code through Docker, and never on Fargate",
  severity: "breaks",
  consequence: "without it no code runs; on Fargate the task is refused; with anybody else it is root on the host",
  fix: "leave the socket to the place; see services.chat-proc",
  source: "documents",
  looksAt: "mounts, EXEC_RUNTIME_MODE, privileged, volumes of a host in tasks",
  run: (input) => [
    ...running(input).flatMap((each) => {
      const holds = each.mounts.some(({ path }) => path === "/var/run/docker.sock");
      const needs = each.name === "chat-proc" && (each.environment["EXEC_RUNTIME_MODE"] ?? "docker") === "docker";
      return [
        ...(holds === needs
          ? []
          : [
              inService(
                each.name,
                `${named(each)} ${holds ? "holds the engine's socket" : "runs code through Docker and has no socket"}`,
              ),
            ]),
        ...(each.privileged ? [inService(each.name, `${named(each)} is privileged`)] : []),
      ];
    }),
    ...input.rendered.units
      .filter(({ launch }) => launch.includes("FARGATE"))
      .flatMap(({ name, volumes }) =>
        volumes
          .filter(({ hostPath }) => hostPath !== undefined)
          .map(({ hostPath }) =>
            inService(name, `the task of ${name} mounts ${hostPath} of a host, and Fargate has none`),
          ),
      ),
  ],
});
