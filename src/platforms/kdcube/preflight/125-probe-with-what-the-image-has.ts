import { rule, inService, running, named } from "./rule";

export const probeWithWhatTheImageHas = rule({
  id: 125,
  group: "lifecycle",
  title: "a health check uses a tool that its image has",
  severity: "breaks",
  consequence: "'curl: not found' counts as unhealthy: the container is replaced for ever",
  fix: "name the tool in the probe: the proxy has wget, the others curl",
  source: "code",
  looksAt: "commands of health checks",
  run: (input) =>
    running(input).flatMap((each) => {
      const tool = each.health?.split(" ")[0];
      const has = TOOLS[each.name] ?? ["curl"];
      return tool === undefined || has.includes(tool)
        ? []
        : [inService(each.name, `${named(each)} is probed with ${tool}, and its image has ${has.join(" and ")}`)];
    }),
});

const TOOLS: Readonly<Record<string, readonly string[]>> = { "web-proxy": ["wget"], clamav: ["clamdscan"] };
