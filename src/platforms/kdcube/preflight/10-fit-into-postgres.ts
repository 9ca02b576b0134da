import type { RenderedContainer } from "../../../model/rendered";
import type { Input } from "./rule";
import { rule, inSettings, running, named, CHAT, parsed, inside } from "./rule";

export const fitIntoPostgres = rule({
  id: 10,
  group: "gateway",
  title: "the pools of all instances, twice while they are replaced, leave a fifth of the database's connections free",
  severity: "breaks",
  consequence:
    "a deployment under load fails with 'too many clients': the new tasks get no connection and are taken for broken",
  fix: "lower services.*.scale.max or settings.gateway.*.pgPoolMax, or raise settings.postgres.maxConnections and the instance class",
  source: "documents",
  looksAt: "pools and processes of GATEWAY_CONFIG_JSON, scale.max, max_connections of the database as it will be made",
  idle: ({ rendered }) => (rendered.databases.length === 0 ? "no database is made here" : undefined),
  run: (input) =>
    input.rendered.databases.flatMap(({ name, parameters }) => {
      const most = Number(parameters["max_connections"]);
      const held = running(input, ...CHAT, "metrics").map((each) => ({
        who: named(each),
        count: connections(input, each),
      }));
      const sum = held.reduce((total, { count }) => total + count, SETUP);
      if (sum <= most * SHARE) return [];
      const parts = held.map(({ who, count }) => `${who} ${count}`).join(", ");
      return [
        inSettings(
          "postgres.maxConnections",
          `${sum} connections to ${name} at most (${parts}, the setup ${SETUP}), of ${most}; ${Math.floor(most * SHARE)} is the most that is safe`,
        ),
      ];
    }),
});

const SHARE = 0.8;
const SETUP = 1;

function connections(input: Input, { name, on, environment }: RenderedContainer): number {
  const config = parsed(environment["GATEWAY_CONFIG_JSON"]);
  const slice = environment["GATEWAY_COMPONENT"] ?? "ingress";
  const pool = Number(inside(config, "pools", slice, "pg_pool_max_size"));
  if (name === "metrics") return environment["METRICS_ENABLE_PG_POOL"] === "1" ? pool : 0;
  const processes = Number(inside(config, "service_capacity", slice, "processes_per_instance"));
  return instances(input, name, on) * processes * pool;
}

/** A rolling deployment has both generations at once; a host and a laptop have one of each. */
function instances({ platform, rendered }: Input, name: string, on: RenderedContainer["on"]): number {
  if (on !== "ecs") return 1;
  const max = platform.services[name]?.scale.max ?? 1;
  return rendered.services.find((each) => each.name === name)?.oneAtATime ? max : 2 * max;
}
