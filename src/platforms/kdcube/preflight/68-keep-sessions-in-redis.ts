import { rule, inSettings, running, named, noneOf, shown } from "./rule";

export const keepSessionsInRedis = rule({
  id: 68,
  group: "login",
  title: "proxylogin keeps sessions and limits in Redis",
  severity: "breaks",
  consequence: "sessions live in the memory of one task: every other request, and every deployment, logs users out",
  fix: "leave STORAGE_TYPE and RATELIMITER_STORAGE to the model",
  source: "code",
  looksAt: "STORAGE_TYPE and RATELIMITER_STORAGE",
  idle: (input) => noneOf(input, "proxylogin"),
  run: (input) =>
    running(input, "proxylogin").flatMap((each) =>
      ["STORAGE_TYPE", "RATELIMITER_STORAGE"].flatMap((variable) => {
        const value = each.environment[variable];
        return value === "redis" ? [] : [inSettings("auth", `${variable} of ${named(each)} is ${shown(value)}`)];
      }),
    ),
});
