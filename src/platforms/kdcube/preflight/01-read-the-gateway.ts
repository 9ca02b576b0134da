import type { RenderedContainer } from "../../../model/rendered";
import type { Fault } from "./rule";
import { rule, inSettings, running, named, READERS, parsed, inside, shown } from "./rule";

export const readTheGateway = rule({
  id: 1,
  group: "gateway",
  title: "the gateway's configuration is there, is JSON, and names a tenant and a project of its own",
  severity: "breaks",
  consequence:
    "the application falls back to a tenant of its own without an error: data goes into schemas and keys that nobody looks at",
  fix: "set settings.tenant and settings.project; leave the text to the model",
  source: "code",
  looksAt: "GATEWAY_CONFIG_JSON of ingress, processor and exporter",
  run: (input) => running(input, ...READERS).flatMap((container) => fault(container)),
});

const PLACEHOLDERS = ["", "TENANT_ID", "PROJECT_ID", "default-tenant", "default-project"];

function fault(container: RenderedContainer): Fault[] {
  const config = parsed(container.environment["GATEWAY_CONFIG_JSON"]);
  if (!config)
    return [inSettings("gateway", `GATEWAY_CONFIG_JSON of ${named(container)} is missing or no JSON object`)];
  return ["tenant", "project"].flatMap((field) => {
    const value = inside(config, field);
    if (typeof value === "string" && !PLACEHOLDERS.includes(value)) return [];
    return [inSettings(field, `GATEWAY_CONFIG_JSON of ${named(container)} has ${shown(value)} as its ${field}`)];
  });
}
