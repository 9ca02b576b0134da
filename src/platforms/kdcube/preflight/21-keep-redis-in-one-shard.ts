import { rule, inStore } from "./rule";

export const keepRedisInOneShard = rule({
  id: 21,
  group: "stores",
  title: "Redis is one shard, without cluster mode",
  severity: "breaks",
  consequence: "admission runs a script over keys of several slots: each turn ends in CROSSSLOT",
  fix: "take a larger node class in the place of more shards",
  source: "code",
  looksAt: "the replication group",
  idle: ({ rendered }) => (rendered.caches.length === 0 ? "no cache is made here" : undefined),
  run: ({ rendered }) =>
    rendered.caches.flatMap(({ name, shards }) => (shards === 1 ? [] : [inStore(name, `${shards} shards`)])),
});
