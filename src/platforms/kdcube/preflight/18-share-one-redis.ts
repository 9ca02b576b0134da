import type { RenderedContainer } from "../../../model/rendered";
import { redisUrl, partsOfUrl, answered } from "./redis";
import type { Fault, Input } from "./rule";
import { rule, inStore, running, named, READERS, differences } from "./rule";

export const shareOneRedis = rule({
  id: 18,
  group: "stores",
  title: "everybody has one REDIS_URL, and its parts agree with it",
  severity: "breaks",
  consequence: "the ingress queues turns that no processor sees: users wait until they give up",
  fix: "leave REDIS_URL and its parts to the model; one store, one secret",
  source: "code",
  looksAt: "REDIS_URL, REDIS_HOST, REDIS_PORT and REDIS_DB in every container that has one, and the secret's text",
  run: (input) => {
    const clients = running(input, ...READERS, "proxylogin");
    const said = differences(
      clients.map((each) => ({ who: named(each), value: each.environment["REDIS_URL"] ?? each.secrets["REDIS_URL"] })),
    );
    return [
      ...(said === undefined ? [] : [inStore("redis", said)]),
      ...clients.flatMap((each) =>
        (each.environment["REDIS_URL"] ?? each.secrets["REDIS_URL"])
          ? parts(input, each)
          : [inStore("redis", `${named(each)} has no REDIS_URL`)],
      ),
    ];
  },
});

function parts(input: Input, container: RenderedContainer): Fault[] {
  const url = partsOfUrl(redisUrl(input, container));
  // A cache that is not made here has an address that only its owner knows.
  if (!url) return [];
  const { REDIS_HOST: host, REDIS_PORT: port, REDIS_DB: database } = container.environment;
  const others = { host: host && answered(input, host), port, database };
  return (["host", "port", "database"] as const).flatMap((part) =>
    others[part] === undefined || others[part] === url[part]
      ? []
      : [
          inStore(
            "redis",
            `${named(container)}: REDIS_URL has ${part} ${url[part]}, its own variable ${others[part]}; the URL wins`,
          ),
        ],
  );
}
