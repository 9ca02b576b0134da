import type { Deployment } from "../deployment";
import { resources, number, nameIn, type Root } from "../preflight/json";
import { synthesize } from "../synthesize";
import { hostBundle } from "../targets/ec2-compose/services";
import type { Output, Reader } from "../targets/outputs";
import { ONLY, together, type TargetFacts } from "./facts";
import type { Place } from "./places";
import { balancerFacts } from "./read/balancer";
import { composeFacts, type Bundle } from "./read/compose";
import { ecsFacts, ecsTargets } from "./read/ecs";
import { ecsReach } from "./read/reach";
import { laptopFacts, laptopImagesOf } from "./read/laptop";
import { proxyFacts } from "./read/proxy";

/** What a place's renderers made: the root modules by stack, and on a host the files of its bundle. */
export interface Made {
  readonly roots: Readonly<Record<string, Root>>;
  readonly bundle: Bundle;
}

/** Answers with the name of what only an apply knows, as every reader of Terraform's text says it too. */
const named: Reader = {
  text: ({ name }: Output<"string">) => `<foundation.${name}>`,
  list: ({ name }: Output<"list">) => [`<foundation.${name}>`],
};

/** Everything that the place would be given, in memory. */
export function made({ target, deployment }: Place): Made {
  const { platform, migration } = deployment;
  const roots = Object.fromEntries(
    synthesize([deployment]).workspaces.map(({ workspace: { stack, name }, json }) => [
      stack,
      { stack, workspace: name, json },
    ]),
  );
  const bundle =
    target === "ec2-compose" ? hostBundle(deployment, { platform, home: "compose", migration }, named).files : {};
  return { roots, bundle };
}

/** The facts of a place, read from what was made for it. */
export function factsOf({ target, deployment }: Place, { roots, bundle }: Made): TargetFacts {
  const root = (stack: string): Root => {
    const found = roots[stack];
    if (!found) throw new Error(`${target} has no stack ${stack}`);
    return found;
  };
  switch (target) {
    case "devenv": {
      const own = laptopFacts(root("devenv"));
      return together([own, tasksOnLaptop(deployment, root("devenv")), ...throughProxy(deployment, own)]);
    }
    case "ec2-compose": {
      const own = composeFacts(bundle);
      const behind = hostTargets(root("ec2-compose"));
      return together([
        own,
        ...balancerFacts(root("foundation"), root("ec2-compose"), behind),
        ...throughProxy(deployment, own),
      ]);
    }
    case "ecs": {
      const own = ecsFacts(root("ecs"));
      const behind = new Map(ecsTargets(root("ecs")).map(([group, service, port]) => [group, { service, port }]));
      return together([
        own,
        ecsReach(root("foundation"), root("ecs")),
        ...balancerFacts(root("foundation"), root("ecs"), behind),
        ...throughProxy(deployment, own),
      ]);
    }
  }
}

/** The host is registered once for each service; the registration is named after it. */
const hostTargets = (root: Root) =>
  new Map(
    resources(root, "aws_lb_target_group_attachment").flatMap(([id, attached]) => {
      const group = nameIn(attached["target_group_arn"], "aws_lb_target_group");
      const to = { service: id.replace(/^.*attachment-/, ""), port: number(attached["port"]) };
      return group === undefined ? [] : [[group, to] as const];
    }),
  );

/** What a service starts itself is on a laptop as an image alone. */
function tasksOnLaptop({ platform }: Deployment, root: Root): TargetFacts {
  const images = laptopImagesOf(root);
  return Object.fromEntries(
    Object.entries(platform.tasks).flatMap(([name, { image }]) => {
      const pulled = images[image];
      return pulled === undefined ? [] : [[name, { image: { [ONLY]: pulled } }]];
    }),
  );
}

/** A proxy is given its table as a file. */
function throughProxy({ environment, platform }: Deployment, own: TargetFacts): TargetFacts[] {
  const { kind, proxy } = environment.edge;
  if (kind !== "proxy" || proxy === undefined) return [];
  return Object.values(own[proxy]?.file ?? {})
    .filter((text) => text.includes("proxy_pass"))
    .flatMap(proxyFacts)
    .map((facts) =>
      Object.fromEntries(Object.entries(facts).map(([host, each]) => [serviceAt(platform, host, each), each])),
    );
}

/** Behind `chat`, `chat-ecs.shop-prod.internal`; one in the proxy's own task is known by its port. */
function serviceAt({ services }: Deployment["platform"], host: string, facts: TargetFacts[string]): string {
  const port = Number(/:(\d+) by the proxy/.exec(Object.values(facts.route ?? {})[0] ?? "")?.[1]);
  const names = Object.keys(services);
  if (host === "127.0.0.1")
    return names.find((name) => Object.values(services[name]?.ports ?? {}).includes(port)) ?? host;
  return names.find((name) => host === name || new RegExp(`^${name}-(ecs|compose)\\.`).test(host)) ?? host;
}
