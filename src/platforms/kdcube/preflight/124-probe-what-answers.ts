import { rule, inService, running, named, READERS, shown } from "./rule";

export const probeWhatAnswers = rule({
  id: 124,
  group: "lifecycle",
  title: "ingress, processor and exporter are probed at /health",
  severity: "breaks",
  consequence:
    "/monitoring/health does not exist and /monitoring/system wants an administrator: the task is never healthy and is replaced for ever",
  fix: "leave probes to the model",
  source: "fixture",
  looksAt: "health checks of containers and of target groups",
  run: (input) =>
    [
      ...running(input, ...READERS).flatMap((each) => {
        const path = /https?:\/\/[^/]+(\/\S*)/.exec(each.health ?? "")?.[1];
        return path === "/health" ? [] : [inService(each.name, `${named(each)} is probed at ${shown(path)}`)];
      }),
      ...input.rendered.rules
        .flatMap(({ targets }) => targets)
        .filter(
          ({ service, healthPath }) => (READERS as readonly string[]).includes(service) && healthPath !== "/health",
        )
        .map(({ service, healthPath }) => inService(service, `its target group asks ${shown(healthPath)}`)),
    ].filter(({ text }, index, all) => all.findIndex((other) => other.text === text) === index),
});
