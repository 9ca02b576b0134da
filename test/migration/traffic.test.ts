import { workspacesOf } from "../../src/migration/workspaces";
import { matches, routeFor } from "../../src/model/route";
import { ASIDE, nameOf, prodAt, resourcesOf, stacksAt, WALK, type Situation } from "../helpers/moving";

interface Rule {
  readonly priority: number;
  readonly condition: readonly [{ readonly path_pattern: { readonly values: readonly string[] } }];
  readonly action: readonly [
    {
      readonly type: string;
      readonly forward?: { readonly target_group: readonly { readonly arn: string; readonly weight: number }[] };
      readonly redirect?: { readonly path: string };
      readonly fixed_response?: { readonly status_code: string };
    },
  ];
}

/** Every listener rule of every workspace, as the one listener would hold them. */
const listenerOf = (situation: Situation): Rule[] =>
  Object.values(stacksAt(situation))
    .flatMap(({ workspace, json }) =>
      Object.entries(resourcesOf(json))
        .filter(([address]) => address.startsWith("aws_lb_listener_rule."))
        .map(([, rule]) => ({ ...(rule as Rule), place: workspace.stack })),
    )
    .sort((a, b) => a.priority - b.priority);

/** A load balancer's own matching: `*` is any text. */
const patternMatches = (pattern: string, path: string): boolean =>
  new RegExp(`^${pattern.replace(/[.+^${}()|[\]\\]/g, "\\$&").replaceAll("*", ".*")}$`).test(path);

/** What the listener does with a path: "chat-ingress compose 75, chat-ingress ecs 25", "→ /x" or "404". */
function answer(situation: Situation, path: string): string {
  const rule = listenerOf(situation).find((row) =>
    row.condition[0].path_pattern.values.some((value) => patternMatches(value, path)),
  );
  const action = rule?.action[0];
  if (action?.redirect) return `→ ${action.redirect.path}`;
  if (action?.type !== "forward") return "404";
  return (action.forward?.target_group ?? [])
    .filter(({ weight }) => weight > 0)
    .map(({ arn, weight }) => `${groupName(arn)} ${weight}`)
    .sort()
    .join(", ");
}

function groupName(arn: string): string {
  const remote = /ec2-compose\.outputs\.target_group_arn_([\w-]+)/.exec(arn);
  if (remote) return `${remote[1]} compose`;
  const onHost = /aws_lb_target_group\.routes_targets-([\w-]+)\.arn/.exec(arn);
  if (onHost) return `${onHost[1]} compose`;
  const onEcs = /aws_lb_target_group\.([\w-]+)_targets\.arn/.exec(arn);
  if (onEcs) return `${onEcs[1]} ecs`;
  throw new Error(`an unknown target group: ${arn}`);
}

const PATHS = [
  "/sse/stream", "/sse/chat", "/profile", "/monitoring/system", "/cb/socket.io/", "/api/cb/resources/x", "/api/cb/conversations", "/api/integrations/bundles",
  "/admin/integrations/bundles", "/admin/gateway/x", "/api/opex/x", "/api/admin/control-plane/x", "/chatbot/api/sse", "/chatbot/api",
  "/chatbot/api/integrations/x", "/chatbot/chat", "/metrics", "/metrics/combined", "/", "/index.html",
]; // prettier-ignore

/** What the phases' states say should happen, worked out apart from the targets. */
function expected(situation: Situation, path: string): string {
  const { platform, migration } = prodAt(situation);
  const route = routeFor(platform.routes, path);
  // No listener rule rewrites here, and a row that would need it is refused rather than answered by a broader one.
  if (!route || route.exposure === "internal" || route.rewrite) return "404";
  if (route.redirect) return `→ ${route.redirect.to}`;
  const service = route.service as string;
  const share = migration?.phases.find(({ services }) => services.includes(service))?.share ?? 0;
  const parts = [
    ...(share < 100 ? [`${service} compose ${100 - share}`] : []),
    ...(share > 0 ? [`${service} ecs ${share}`] : []),
  ];
  return parts.sort().join(", ");
}

describe.each([...WALK, ...ASIDE].map((situation) => [nameOf(situation), situation] as const))(
  "with %s",
  (_name, situation) => {
    it("each path reaches its owner with its share", () => {
      const got = Object.fromEntries(PATHS.map((path) => [path, answer(situation, path)]));
      expect(got).toEqual(Object.fromEntries(PATHS.map((path) => [path, expected(situation, path)])));
    });

    it("no two rules of the listener share a priority", () => {
      const priorities = listenerOf(situation).map(({ priority }) => priority);
      expect(new Set(priorities).size).toBe(priorities.length);
    });

    it("every output that a workspace reads is written by its producer", () => {
      const stacks = stacksAt(situation);
      const missing = Object.values(stacks).flatMap(({ workspace, json }) =>
        [...JSON.stringify(json).matchAll(/data\.terraform_remote_state\.([\w-]+)\.outputs\.([\w-]+)/g)]
          .filter(([, producer, output]) => !(stacks[producer as string]?.json.output ?? {})[output as string])
          .map(([reference]) => `${workspace.name}: ${reference}`),
      );
      expect(missing).toEqual([]);
    });

    it("no policy names nothing, which IAM refuses", () => {
      for (const { json } of Object.values(stacksAt(situation)))
        expect(JSON.stringify(json)).not.toMatch(/\\"(?:Resource|Action)\\":\[\]/);
    });

    it("a workspace that reads another applies after it", () => {
      for (const { workspace, json } of Object.values(stacksAt(situation))) {
        const read = Object.keys((json.data?.["terraform_remote_state"] ?? {}) as object).map(
          (stack) => `kdcube-prod-${stack}`,
        );
        expect(workspace.dependsOn).toEqual(expect.arrayContaining(read));
      }
    });

    it("the order can be applied from top to bottom", () => {
      const { environment, migration } = prodAt(situation);
      const seen = new Set<string>();
      for (const { name, dependsOn } of workspacesOf(environment, migration)) {
        expect(dependsOn.filter((before) => !seen.has(before))).toEqual([]);
        seen.add(name);
      }
    });
  },
);

it("asks about paths of every public row of the route table", () => {
  const rows = prodAt({}).platform.routes;
  const unasked = rows.filter((route) => !PATHS.some((path) => matches(route, path)));
  expect(unasked.map(({ path }) => path)).toEqual([]);
});
