import { rule, inEdge, running, named } from "./rule";

export const answerToOneDomain = rule({
  id: 60,
  group: "routes",
  title: "the application, the login and the edge know the platform by one domain",
  severity: "breaks",
  consequence: "cookies are set for another host, and links lead away from the platform",
  fix: "set edge.domain; nothing else names it",
  source: "code",
  looksAt: "APP_DOMAIN, TOKEN_COOKIES_DOMAIN and HTTP_URLBASE",
  run: (input) =>
    running(input).flatMap((each) =>
      VARIABLES.flatMap((variable) => {
        const value = each.environment[variable];
        const host = value?.replace(/^https?:\/\//, "").replace(/[:/].*$/, "");
        return host === undefined || host === input.build.domain
          ? []
          : [inEdge(`${variable} of ${named(each)} is ${value}`, "domain")];
      }),
    ),
});

const VARIABLES = ["APP_DOMAIN", "TOKEN_COOKIES_DOMAIN", "HTTP_URLBASE"] as const;
