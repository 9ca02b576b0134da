import type { RenderedContainer } from "../../../model/rendered";
import { rule, inSettings, running, named, parsed, inside, differences } from "./rule";

export const nameOneTenant = rule({
  id: 3,
  group: "gateway",
  title: "every component has the same tenant and project",
  severity: "breaks",
  consequence: "the setup makes schemas that the application does not open: each request ends in a database error",
  fix: "set settings.tenant and settings.project once; nothing else names them",
  source: "documents",
  looksAt:
    "the gateway's configuration, TENANT_ID and PROJECT_ID, the UI's config.json, proxylogin's key prefix, the metrics' dimensions",
  run: (input) =>
    (["tenant", "project"] as const).flatMap((field) => {
      const said = differences(running(input).flatMap((each) => values(each, field)));
      return said === undefined ? [] : [inSettings(field, said)];
    }),
});

type Said = { readonly who: string; readonly value: string };

/** Everywhere that a container names it. */
function values(container: RenderedContainer, field: "tenant" | "project"): Said[] {
  const { environment } = container;
  const prefix = environment["REDIS_KEYPREFIX"]?.split(":");
  const found: [string, unknown][] = [
    ["GATEWAY_CONFIG_JSON", inside(parsed(environment["GATEWAY_CONFIG_JSON"]), field)],
    [field === "tenant" ? "TENANT_ID" : "PROJECT_ID", environment[field === "tenant" ? "TENANT_ID" : "PROJECT_ID"]],
    ["FRONTEND_CONFIG_JSON", inside(parsed(environment["FRONTEND_CONFIG_JSON"]), field)],
    ["METRICS_CLOUDWATCH_DIMENSIONS_JSON", inside(parsed(environment["METRICS_CLOUDWATCH_DIMENSIONS_JSON"]), field)],
    ["REDIS_KEYPREFIX", prefix?.[field === "tenant" ? 1 : 2]],
  ];
  return found.flatMap(([variable, value]) =>
    typeof value === "string" ? [{ who: `${variable} of ${named(container)}`, value }] : [],
  );
}
