import type { Input } from "./rule";
import { rule, inMigration, running, named, CHAT, differences } from "./rule";

export const shareStateWhileMoving = rule({
  id: 146,
  group: "migration",
  title: "ingress and processor in different places share Redis, database, storage, relay and tenant",
  severity: "breaks",
  consequence: "turns are queued where no processor looks, and answers go where no ingress listens",
  fix: "set the shared values once, in settings; both places take them from there",
  source: "code",
  looksAt: "variables and secrets of both in every place",
  idle: (input) => (placesOf(input).length < 2 ? "all of it is in one place" : undefined),
  run: (input) =>
    SHARED.flatMap((variable) => {
      const said = differences(
        running(input, ...CHAT).map((each) => ({
          who: named(each),
          value: each.environment[variable] ?? each.secrets[variable],
        })),
      );
      return said === undefined ? [] : [inMigration(`${variable}: ${said}`)];
    }),
});

const SHARED = [
  "REDIS_URL",
  "REDIS_HOST",
  "POSTGRES_HOST",
  "POSTGRES_DATABASE",
  "KDCUBE_STORAGE_PATH",
  "CB_RELAY_IDENTITY",
  "TENANT_ID",
  "PROJECT_ID",
];

const placesOf = (input: Input): string[] => [...new Set(running(input, ...CHAT).map(({ on }) => on))];
