import { confs } from "./nginx";
import { rule, inSettings, running, named, CHAT, differences, shown } from "./rule";

export const nameCookiesAlike = rule({
  id: 54,
  group: "routes",
  title:
    "proxy, ingress and processor know the session's cookies by the same names, and __Secure- ones only over https",
  severity: "breaks",
  consequence: "everybody is logged out at once and stays so: one writes a cookie that the other does not look for",
  fix: "set settings.auth.cookies; leave the names to the model",
  source: "documents",
  looksAt: "cookie names of ingress, processor and proxy, TOKEN_COOKIES_SECURE",
  idle: (input) => (input.build.settings.auth.type === "delegated" ? undefined : "nobody logs in through the proxy"),
  run: (input) => [
    ...NAMES.flatMap((variable) => {
      const said = differences(
        running(input, ...CHAT, "web-proxy").map((each) => ({ who: named(each), value: each.environment[variable] })),
      );
      return said === undefined ? [] : [inSettings("auth.cookies", `${variable}: ${said}`)];
    }),
    ...running(input, "proxylogin").flatMap(({ environment }) => {
      const secure = environment["TOKEN_COOKIES_SECURE"] === "true";
      const names = running(input, "chat-ingress").flatMap((each) =>
        NAMES.map((variable) => each.environment[variable] ?? ""),
      );
      return names.every((name) => name.startsWith("__Secure-") === secure)
        ? []
        : [
            inSettings(
              "auth.cookies.secure",
              `secure is ${secure}, and the names are ${[...new Set(names)].join(", ")}`,
            ),
          ];
    }),
    ...confs(input).flatMap(({ proxy, text }) => {
      const needed = [...(/local needed = \{ (.*) \}/.exec(text)?.[1] ?? "").matchAll(/"([^"]+)"/g)].map(
        ([, name]) => name,
      );
      const known = NAMES.map((variable) => proxy.environment[variable]);
      return needed.join() === known.join()
        ? []
        : [
            inSettings(
              "auth.cookies",
              `the guard of ${named(proxy)} looks for ${shown(needed.join(", "))}, its variables say ${shown(known.join(", "))}`,
            ),
          ];
    }),
  ],
});

const NAMES = ["AUTH_TOKEN_COOKIE_NAME", "ID_TOKEN_COOKIE_NAME"] as const;
