import { confs, locationFor, upstreamOf } from "./nginx";
import type { Fault, Input } from "./rule";
import { inEdge, named, shown, rule } from "./rule";

export const answerEveryApiPath = rule({
  id: 46,
  group: "routes",
  title: "each path of the API is answered by its own service or refused, never by the UI",
  severity: "breaks",
  consequence: "the browser gets the page and status 200 in the place of an answer, and the fault shows nowhere",
  fix: "add the row to the platform's route table, above that of the UI",
  source: "history",
  looksAt: "the listener's rules in their order, or the proxy's locations",
  run: (input) => [...listenerFaults(input), ...proxyFaults(input)],
});

/** One path for each row of the application's routers (kdcube reference §2.1). */
const PATHS: Readonly<Record<string, string>> = {
  "/sse/stream": "chat-ingress",
  "/sse/chat": "chat-ingress",
  "/profile": "chat-ingress",
  "/monitoring/system": "chat-ingress",
  "/cb/socket.io/": "chat-ingress",
  "/api/cb/resources": "chat-ingress",
  "/api/cb/resources/by-rn": "chat-ingress",
  "/api/cb/conversations": "chat-ingress",
  "/api/opex/total": "chat-ingress",
  "/api/admin/control-plane/policies": "chat-ingress",
  "/admin/gateway/config": "chat-ingress",
  "/admin/throttling/stats": "chat-ingress",
  "/api/integrations/bundles": "chat-proc",
  "/admin/integrations/bundles": "chat-proc",
};

const pathsOf = (input: Input): [string, string][] => [
  ...Object.entries(PATHS),
  ...(input.build.settings.auth.type === "delegated" ? [["/auth/login", "proxylogin"] as [string, string]] : []),
];

function listenerFaults(input: Input): Fault[] {
  const { rules } = input.rendered;
  if (rules.length === 0 || input.proxy !== undefined) return [];
  return pathsOf(input).flatMap(([path, service]) => {
    const row = rules.find(({ patterns }) => patterns.some((pattern) => matchesPattern(pattern, path)));
    if (row?.answer === "refusal") return [];
    const wrong = row ? row.targets.filter((target) => target.service !== service) : undefined;
    if (wrong?.length === 0 && row && row.targets.length > 0) return [];
    return [inEdge(`${path} is answered by ${wrong?.[0]?.service ?? "nobody"}, and must be by ${service}`)];
  });
}

const matchesPattern = (pattern: string, path: string): boolean =>
  new RegExp(
    `^${pattern
      .replace(/[.+^${}()|[\]\\]/g, "\\$&")
      .replaceAll("*", ".*")
      .replaceAll("?", ".")}$`,
  ).test(path);

const proxyFaults = (input: Input): Fault[] =>
  confs(input).flatMap((conf) =>
    pathsOf(input).flatMap(([path, service]) => {
      const location = locationFor(conf, path);
      const upstream = location && upstreamOf(location);
      if (upstream === service || (location && /return (404|503);/.test(location.body))) return [];
      return [
        inEdge(`${path} of ${named(conf.proxy)} is answered by ${shown(upstream)}, and must be by ${service}`, "proxy"),
      ];
    }),
  );
