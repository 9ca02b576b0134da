import { join } from "node:path";
import { exampleBundle } from "../../src/cli/bundle";
import { describeAll } from "../../src/deployment";
import { synthesize } from "../../src/synthesize";
import { resourcesOf } from "../helpers/moving";

const deployments = describeAll(join(__dirname, "../fixtures/proxy"));
const { workspaces } = synthesize(deployments);
const resources = (name: string): Readonly<Record<string, unknown>> =>
  resourcesOf(workspaces.find(({ workspace }) => workspace.name === name)!.json);
const ofType = <T>(name: string, type: string): T[] =>
  Object.entries(resources(name)).flatMap(([address, each]) => (address.startsWith(`${type}.`) ? [each as T] : []));

interface Rule {
  readonly priority: number;
  readonly condition: unknown;
  readonly action: readonly { readonly type: string }[];
}

describe("edge proxy", () => {
  it.each(["kdcube-tasks-ecs", "kdcube-host-ec2-compose"])(
    "%s has one rule, and it sends everything to the proxy",
    (name) => {
      const rules = ofType<Rule>(name, "aws_lb_listener_rule");
      expect(rules).toHaveLength(1);
      expect(rules[0]?.condition).toEqual([{ path_pattern: { values: ["/*"] } }]);
      expect(JSON.stringify(rules[0]?.action)).toMatch(/web-proxy/);
    },
  );

  it("has on the host one target group, and no name in the private zone: nobody outside calls who is behind it", () => {
    const name = "kdcube-host-ec2-compose";
    expect(ofType<{ port: number }>(name, "aws_lb_target_group").map(({ port }) => port)).toEqual([80]);
    expect(ofType(name, "aws_lb_target_group_attachment")).toHaveLength(1);
    expect(ofType(name, "aws_service_discovery_instance")).toEqual([]);
  });

  it("leaves redirects and refusals to the proxy", () => {
    expect(ofType("kdcube-tasks-foundation", "aws_lb_listener_rule")).toEqual([]);
  });

  it("lets the load balancer reach the proxy alone", () => {
    const into = ofType<{ description: string }>("kdcube-tasks-foundation", "aws_vpc_security_group_ingress_rule");
    const fromDoor = into.map(({ description }) => description).filter((text) => text.startsWith("load-balancer "));
    expect(fromDoor).toEqual(["load-balancer calls web-proxy"]);
  });

  it("lets the proxy reach what it passes on to, and the login reach its sessions", () => {
    const into = ofType<{ description: string }>("kdcube-tasks-foundation", "aws_vpc_security_group_ingress_rule");
    const texts = into.map(({ description }) => description);
    expect(texts).toEqual(
      expect.arrayContaining([
        "web-proxy calls chat-ingress",
        "web-proxy calls chat-proc",
        "web-proxy calls proxylogin",
        "web-proxy calls web-ui",
        "proxylogin calls redis",
      ]),
    );
  });

  it("publishes on the host what is reached from outside, and nothing else", () => {
    const host = deployments.find(({ environment }) => environment.environment === "host")!;
    const text = exampleBundle(host).files["docker-compose.yaml"] ?? "";
    expect(text.match(/ {4}ports:\n {6}- .*/g)).toEqual(["    ports:\n      - 0.0.0.0:80:80"]);
    expect(text).toMatch(/proxylogin:/);
  });
});
