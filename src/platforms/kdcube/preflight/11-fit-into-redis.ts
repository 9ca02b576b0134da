import type { RenderedContainer } from "../../../model/rendered";
import type { Input } from "./rule";
import { rule, inSettings, inStore, running, named, READERS, parsed, inside } from "./rule";

export const fitIntoRedis = rule({
  id: 11,
  group: "gateway",
  title: "the Redis pools have a size, and all of them together stay below what the node takes",
  severity: "breaks",
  consequence:
    "Redis refuses connections: heartbeats stop, every processor counts as dead, and every turn is refused with 503",
  fix: "lower settings.gateway.*.redisMaxConnections or services.*.scale.max, or take a larger node class",
  source: "documents",
  looksAt: "pools and processes of GATEWAY_CONFIG_JSON, scale.max, the class of the cache",
  idle: ({ rendered }) => (rendered.caches.length === 0 ? "no cache is made here" : undefined),
  run: (input) => [
    ...running(input, ...READERS).flatMap((container) =>
      pool(container) > 0
        ? []
        : [inSettings("gateway", `${named(container)} has no redis_max_connections, so its pools have no limit`)],
    ),
    ...input.rendered.caches.flatMap(({ on, name, nodeType }) => {
      const most = on === "laptop" ? LAPTOP : BURSTABLE.test(nodeType) ? 20_000 : 65_000;
      const sum = running(input, ...READERS).reduce((total, each) => total + connections(input, each), 0);
      return sum < most ? [] : [inStore(name, `${sum} connections at most, and ${nodeType || "Redis"} takes ${most}`)];
    }),
  ],
});

/** Redis's own default. Nodes of AWS: 65000, and some of the small ones 20000 (ElastiCache, Redis parameters, maxclients). */
const LAPTOP = 10_000;
const BURSTABLE = /^cache\.t/;
/** async, async with decoding, and sync (kdcube reference §5.3). */
const POOLS = 3;

const slice = ({ environment }: RenderedContainer): string => environment["GATEWAY_COMPONENT"] ?? "ingress";
const pool = (of: RenderedContainer): number =>
  Number(inside(parsed(of.environment["GATEWAY_CONFIG_JSON"]), "pools", slice(of), "redis_max_connections"));

function connections({ platform }: Input, of: RenderedContainer): number {
  const config = parsed(of.environment["GATEWAY_CONFIG_JSON"]);
  const processes =
    of.name === "metrics" ? 1 : Number(inside(config, "service_capacity", slice(of), "processes_per_instance"));
  const instances = of.on === "ecs" ? 2 * (platform.services[of.name]?.scale.max ?? 1) : 1;
  return instances * processes * POOLS * pool(of);
}
