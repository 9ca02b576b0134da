import { join } from "node:path";
import type { Deployment } from "../../src/deployment";
import { describeAll } from "../../src/deployment";
import type { StackName } from "../../src/migration/workspaces";
import { complaints, Workbench } from "../fixtures/workbench";
import type { JsonObject } from "../helpers/json";
import { objectAt, textAt } from "../helpers/json";
import { deploymentNamed, workspaceNamed, workspacesOf } from "../helpers/workspaces";

const STAGING = "envs/kdcube/staging.yaml";
const PROD = "envs/kdcube/prod.yaml";

const resource = (deployment: Deployment, stack: StackName, type: string, name: string): JsonObject =>
  objectAt(workspaceNamed(workspacesOf([deployment]), stack).json, "resource", type, name);

describe("what the edge makes of the YAML", () => {
  const bench = new Workbench(join(__dirname, "../.."));
  const named = (name: string): Deployment => describeAll(bench.root, [`kdcube/${name}`])[0] as Deployment;
  const inEdge = (line: string): void => bench.edit(STAGING, "edge:\n", `edge:\n  ${line}\n`);
  const inSettings = (line: string): void => bench.edit(STAGING, "settings:\n", `settings:\n  ${line}\n`);
  const firewall = (name: string): JsonObject => resource(named("staging"), "foundation", "aws_wafv2_web_acl", name);
  beforeEach(() => bench.restore());
  afterAll(() => bench.remove());

  it("refuses what one address asks for more often than the environment says", () => {
    inEdge("firewall: { requestsPer5Min: 500 }");
    expect(JSON.stringify(firewall("firewall"))).toContain('"limit":500');
  });

  it("only counts what the environment says, on every path", () => {
    inEdge("firewall: { counted: [SizeRestrictions_BODY, CrossSiteScripting_BODY] }");
    const rules = firewall("firewall")["rule"] as readonly JsonObject[];
    expect(rules.map(({ name }) => name)).toEqual([
      "ip-reputation",
      "rate",
      "known-bad-inputs",
      "common",
      "long-query",
    ]);
    const common = objectAt(rules[3], "statement", "managed_rule_group_statement");
    expect((common["rule_action_override"] as readonly JsonObject[]).map(({ name }) => name)).toEqual([
      "CrossSiteScripting_BODY",
      "SizeRestrictions_BODY",
      "SizeRestrictions_QUERYSTRING",
    ]);
  });

  it("has no firewall where the environment says so, and says what that means", () => {
    inEdge("firewall: { enabled: false }");
    const staging = named("staging");
    expect(resource(staging, "foundation", "aws_wafv2_web_acl", "firewall")).toEqual({});
    expect(resource(staging, "foundation", "aws_lb", "load-balancer")).not.toEqual({});
    expect(staging.notes.map(({ id }) => id)).toContain(58);
  });

  it("looks a wildcard up by its own name", () => {
    bench.edit(
      PROD,
      "  domain: assistant.example.com\n",
      '  domain: assistant.example.com\n  certificateDomain: "*.example.com"\n',
    );
    const { json } = workspaceNamed(workspacesOf([named("prod")]), "foundation");
    expect(objectAt(json, "data", "aws_acm_certificate", "domain_certificate")).toMatchObject({
      domain: "*.example.com",
    });
  });

  it("keeps browsers with their instance as soon as the sockets get through", () => {
    const group = () => resource(named("staging"), "ecs", "aws_lb_target_group", "chat-ingress_targets");
    expect(group()).not.toHaveProperty("stickiness");
    inEdge("rewrites: true");
    expect(group()["stickiness"]).toEqual({ cookie_duration: 3600, enabled: true, type: "lb_cookie" });
  });

  describe("config.json from S3", () => {
    it("is an object of the foundation that the UI alone may read, and nothing else of that bucket", () => {
      inSettings("ui: { config: s3 }");
      const staging = named("staging");
      const object = resource(staging, "foundation", "aws_s3_object", "stores_storage-ui-config-json");
      expect(object).toMatchObject({
        bucket: "${aws_s3_bucket.stores_storage.bucket}",
        key: "ui/config.json",
        content_type: "application/json",
        server_side_encryption: "aws:kms",
        kms_key_id: "${aws_kms_key.key.arn}",
      });
      expect(JSON.parse(textAt(object, "content"))).toMatchObject({ tenant: "acme", routesPrefix: "/chatbot" });
      const role = resource(staging, "ecs", "aws_iam_role_policy", "web-ui_task_role_policy");
      const { Statement } = JSON.parse(textAt(role, "policy")) as {
        Statement: { Action: string[]; Resource: string[] }[];
      };
      expect(Statement.filter(({ Action }) => Action.some((each) => each.startsWith("s3:")))).toEqual([
        {
          Effect: "Allow",
          Action: ["s3:GetObject"],
          Resource: [
            "arn:aws:s3:::${data.terraform_remote_state.foundation.outputs.bucket_name_storage}/ui/config.json",
          ],
        },
      ]);
    });

    it("is refused on a laptop, whose store nobody fills", () => {
      bench.edit("envs/kdcube/dev.yaml", "  storage: file\n", "  storage: s3\n  ui: { config: s3 }\n");
      expect(complaints(() => named("dev"))).toEqual([
        expect.stringContaining("settings: ask for ui/config.json in bucket storage, and nothing writes into"),
      ]);
    });
  });

  it("refuses config.json as a mount on ECS, where it would hide the UI", () => {
    inSettings("ui: { config: mounted }");
    expect(complaints(() => named("staging"))).toEqual([
      expect.stringContaining(
        "its directory /usr/share/nginx/html is mounted as a whole and would hide what the image has",
      ),
    ]);
  });
});

describe("a target group's name", () => {
  const prod = deploymentNamed("kdcube/prod");
  const prefixOf = (deployment: Deployment): unknown =>
    resource(deployment, "ec2-compose", "aws_lb_target_group", "routes_targets-chat-proc")["name_prefix"];

  it("stays while nothing forces a replacement", () => {
    const proc = prod.platform.services["chat-proc"]!;
    const slower = {
      ...prod,
      platform: {
        ...prod.platform,
        services: { ...prod.platform.services, "chat-proc": { ...proc, probe: { ...proc.probe, intervalSec: 10 } } },
      },
    };
    expect(prefixOf(slower)).toBe(prefixOf(prod));
  });

  it("changes with a port that AWS cannot change, so that old and new stand side by side", () => {
    const proc = prod.platform.services["chat-proc"]!;
    const moved = {
      ...prod,
      platform: {
        ...prod.platform,
        services: { ...prod.platform.services, "chat-proc": { ...proc, ports: { http: 8021 } } },
      },
    };
    expect(prefixOf(moved)).not.toBe(prefixOf(prod));
    expect(prefixOf(moved)).toMatch(/^[0-9a-f]{5}-$/);
  });
});
