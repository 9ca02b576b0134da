import { redisUrl, partsOfUrl } from "./redis";
import { rule, inStore, running, named, READERS, shown } from "./rule";

export const speakTlsToRedis = rule({
  id: 20,
  group: "stores",
  title: "REDIS_URL begins with rediss exactly where the cache speaks TLS",
  severity: "breaks",
  consequence: "every connection hangs or is cut at the handshake",
  fix: "leave the scheme to the store; see stores.redis",
  source: "inferred",
  looksAt: "transit_encryption_enabled of the cache, and the text of REDIS_URL",
  idle: ({ rendered }) => (rendered.caches.length === 0 ? "no cache is made here" : undefined),
  run: (input) =>
    input.rendered.caches.flatMap(({ name, tls }) =>
      running(input, ...READERS, "proxylogin").flatMap((each) => {
        const scheme = partsOfUrl(redisUrl(input, each))?.scheme;
        const right = tls ? "rediss" : "redis";
        return scheme === right
          ? []
          : [inStore(name, `${named(each)} has the scheme ${shown(scheme)}, and ${name} takes ${right}`)];
      }),
    ),
});
