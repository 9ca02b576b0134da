import { rule, inStore, shown } from "./rule";

export const evictNothing = rule({
  id: 22,
  group: "stores",
  title: "Redis evicts nothing",
  severity: "breaks",
  consequence: "when memory is full, queued turns and sessions vanish without an error",
  fix: "keep maxmemory-policy noeviction; take a larger node class when memory is short",
  source: "inferred",
  looksAt: "the parameter group of the cache, or the command of the laptop's",
  idle: ({ rendered }) => (rendered.caches.length === 0 ? "no cache is made here" : undefined),
  run: ({ rendered }) =>
    rendered.caches.flatMap(({ name, eviction }) =>
      eviction === "noeviction" ? [] : [inStore(name, `maxmemory-policy is ${shown(eviction)}`)],
    ),
});
