import type { Deployment } from "../../../src/deployment";
import { chainOf } from "../../../src/checks/timeouts";
import type { StackName } from "../../../src/migration/workspaces";
import { ingressEdges } from "../../helpers/edges";
import type { JsonObject } from "../../helpers/json";
import { objectAt, textAt } from "../../helpers/json";
import type { Plan } from "../../helpers/plan";
import { planOf } from "../../helpers/planned";
import { Terraform, TERRAFORM_TIMEOUT_MS, whyNoTerraform } from "../../helpers/terraform";
import { deploymentNamed, workspaceNamed, workspacesOf } from "../../helpers/workspaces";

interface Planned {
  readonly deployment: Deployment;
  /** As it is written, before a plan fills anything in. */
  readonly json: JsonObject;
  readonly foundation: Plan;
  /** The workspace that has the target groups. */
  readonly places: Plan;
}

const LB = "aws_lb.load-balancer";

/** Blocks that may stand once are lists of one in a plan. */
const only = (from: JsonObject, key: string): JsonObject => objectAt((from[key] as readonly JsonObject[])[0]);
const list = (from: JsonObject, key: string): readonly JsonObject[] => (from[key] ?? []) as readonly JsonObject[];
const values = (plan: Plan, address: string): JsonObject => plan.resource(address).values;
const groups = ({ places }: Planned): readonly JsonObject[] =>
  places.resources("aws_lb_target_group").map((group) => group.values);
const group = ({ places }: Planned, service: string): JsonObject => {
  const found = places.resources("aws_lb_target_group").find(({ address }) => address.includes(service));
  if (!found) throw new Error(`${service} has no target group`);
  return found.values;
};
const rules = ({ foundation }: Planned): Readonly<Record<string, JsonObject>> =>
  Object.fromEntries(
    list(values(foundation, "aws_wafv2_web_acl.firewall"), "rule").map((rule) => [textAt(rule, "name"), rule]),
  );

/** Every row of the list that is about the load balancer: production-acceptance §4.2, and S1 for the bucket of its logs. */
const ROWS: readonly [id: string, must: string, holds: (planned: Planned) => void][] = [
  [
    "A1",
    "idle longer than the longest stream",
    ({ foundation }) => expect(values(foundation, LB)).toMatchObject({ idle_timeout: 660 }),
  ],
  [
    "A2",
    "nothing behind it closes first, as far as that is known",
    ({ deployment }) => {
      const { hops, broken } = chainOf(deployment);
      expect(hops.find(({ service }) => service === "chat-ingress")?.keepAliveSec).toBeGreaterThan(660);
      expect(broken).toEqual([]);
    },
  ],
  [
    "A4",
    "clients come again soon where shares move, and stay where they do not",
    ({ foundation, deployment }) =>
      expect(values(foundation, LB)).toMatchObject({ client_keep_alive: deployment.migration ? 600 : 3600 }),
  ],
  [
    "A5",
    "streams drain as long as they last, requests half a minute",
    (planned) => {
      expect(group(planned, "chat-ingress")).toMatchObject({ deregistration_delay: "600" });
      expect(group(planned, "web-ui")).toMatchObject({ deregistration_delay: "30" });
    },
  ],
  [
    "A6",
    "requests start slowly, streams cannot",
    (planned) => {
      expect(group(planned, "chat-ingress")).toMatchObject({ slow_start: 0 });
      expect(group(planned, "web-ui")).toMatchObject({ slow_start: 30 });
    },
  ],
  [
    "A7",
    "streams go where the fewest are",
    (planned) => {
      expect(group(planned, "chat-ingress")).toMatchObject({
        load_balancing_algorithm_type: "least_outstanding_requests",
      });
      expect(group(planned, "web-ui")).toMatchObject({ load_balancing_algorithm_type: "round_robin" });
    },
  ],
  [
    "A8",
    "a real path is looked at often, and two good answers are enough",
    (planned) => {
      for (const each of groups(planned)) {
        const check = only(each, "health_check");
        expect(check).toMatchObject({ matcher: "200", timeout: 5, healthy_threshold: 2, unhealthy_threshold: 3 });
        expect(check["interval"]).toBeGreaterThanOrEqual(10);
        expect(check["interval"]).toBeLessThanOrEqual(15);
        expect(["/health", "/config.json"]).toContain(check["path"]);
      }
    },
  ],
  [
    "A9",
    "no group holds on to a browser where no session needs it",
    (planned) => {
      for (const each of groups(planned)) {
        const [sticky] = list(each, "stickiness");
        expect(sticky?.["enabled"] ?? false).toBe(false);
      }
    },
  ],
  [
    "A10",
    "HTTP becomes HTTPS, with TLS 1.3 and HSTS",
    ({ foundation }) => {
      expect(only(values(foundation, "aws_lb_listener.load-balancer_http"), "default_action")).toMatchObject({
        type: "redirect",
        redirect: [{ port: "443", protocol: "HTTPS", status_code: "HTTP_301" }],
      });
      expect(values(foundation, "aws_lb_listener.load-balancer_https")).toMatchObject({
        port: 443,
        protocol: "HTTPS",
        ssl_policy: "ELBSecurityPolicy-TLS13-1-2-2021-06",
        routing_http_response_strict_transport_security_header_value: "max-age=31536000",
        routing_http_response_server_enabled: false,
      });
    },
  ],
  [
    "A11",
    "bad headers dropped, hard to delete, every request and connection written down",
    ({ foundation }) => {
      expect(values(foundation, LB)).toMatchObject({
        drop_invalid_header_fields: true,
        desync_mitigation_mode: "defensive",
        enable_deletion_protection: true,
        access_logs: [{ enabled: true, prefix: "access" }],
        connection_logs: [{ enabled: true, prefix: "connections" }],
      });
      expect(foundation.references(LB, "access_logs", "bucket")).toContain("aws_s3_bucket.edge-logs");
      expect(foundation.references(LB, "connection_logs", "bucket")).toContain("aws_s3_bucket.edge-logs");
    },
  ],
  [
    "A12",
    "a firewall with AWS's groups and a rate, that spares uploads and logs no token",
    (planned) => {
      const { foundation } = planned;
      const managed = Object.values(rules(planned)).flatMap((rule) =>
        list(only(rule, "statement"), "managed_rule_group_statement").map((each) => each["name"]),
      );
      expect(managed.sort()).toEqual([
        "AWSManagedRulesAmazonIpReputationList",
        "AWSManagedRulesCommonRuleSet",
        "AWSManagedRulesKnownBadInputsRuleSet",
      ]);
      const rate = only(only(rules(planned)["rate"] as JsonObject, "statement"), "rate_based_statement");
      expect(rate).toMatchObject({ limit: 3000, aggregate_key_type: "IP", evaluation_window_sec: 300 });
      const common = only(only(rules(planned)["common"] as JsonObject, "statement"), "managed_rule_group_statement");
      expect(list(common, "rule_action_override")).toMatchObject(
        ["SizeRestrictions_BODY", "SizeRestrictions_QUERYSTRING"].map((name) => ({
          name,
          action_to_use: [{ count: [{}] }],
        })),
      );
      // What was only counted is blocked after all, but on the paths that need it.
      const spared = (name: string): unknown[] => {
        const rule = rules(planned)[name] as JsonObject;
        expect(rule["action"]).toMatchObject([{ block: [{}] }]);
        expect(rule["priority"]).toBeGreaterThan(Number(rules(planned)["common"]?.["priority"]));
        return [...JSON.stringify(rule["statement"]).matchAll(/"search_string":"([^"]+)"/g)]
          .map(([, path]) => path)
          .sort();
      };
      expect(spared("large-body")).toEqual(
        expect.arrayContaining(["/api/cb/resources", "/api/cb/resources/", "/chatbot/api/"]),
      );
      expect(spared("large-body")).not.toContain("/");
      expect(spared("long-query")).toEqual(
        ["/api/cb/conversations", "/api/cb/conversations/", "/api/cb/resources", "/api/cb/resources/"].concat([
          "/cb/socket.io/",
          "/sse/",
        ]),
      );
      expect(foundation.references("aws_wafv2_web_acl_association.firewall_association", "resource_arn")).toContain(
        "aws_lb.load-balancer.arn",
      );
      const logging = values(foundation, "aws_wafv2_web_acl_logging_configuration.firewall_logging");
      expect(
        list(logging, "redacted_fields")
          .map((field) => only(field, "single_header")["name"])
          .sort(),
      ).toEqual(["authorization", "cookie"]);
      const log = foundation.resource("aws_cloudwatch_log_group.firewall_log");
      expect(log.values["name"]).toMatch(/^aws-waf-logs-kdcube-/);
      expect(foundation.references(log.address, "kms_key_id")).toContain("aws_kms_key.key.arn");
    },
  ],
  [
    "A13",
    "plain HTTP behind it, and only inside the network (an exception that is meant)",
    (planned) => expect(new Set(groups(planned).map(({ protocol }) => protocol))).toEqual(new Set(["HTTP"])),
  ],
  [
    "A14",
    "a group that is replaced stands beside its successor, under another name",
    (planned) => {
      const written = groups(planned);
      expect(written.length).toBeGreaterThan(2);
      expect(new Set(written.map((each) => each["name_prefix"])).size).toBe(written.length);
      for (const each of written) expect(each["name_prefix"]).toMatch(/^[0-9a-f]{5}-$/);
    },
  ],
  [
    "A15",
    "two ports for the world, described rules for all",
    ({ foundation }) => {
      expect(ingressEdges(foundation).filter((edge) => edge.startsWith("internet"))).toEqual([
        "internet → load-balancer 443",
        "internet → load-balancer 80",
      ]);
      const opened = [
        ...foundation.resources("aws_vpc_security_group_ingress_rule"),
        ...foundation.resources("aws_vpc_security_group_egress_rule"),
      ];
      for (const { values: rule } of opened) expect(rule["description"]).toMatch(/ calls /);
    },
  ],
  [
    "A16",
    "public, which is meant",
    ({ foundation }) =>
      expect(values(foundation, LB)).toMatchObject({ internal: false, load_balancer_type: "application" }),
  ],
  [
    "S1",
    "the bucket of the logs is private, versioned, encrypted, over TLS, tidied, and written by load balancers alone",
    ({ foundation, json }) => {
      const of = (kind: string): JsonObject =>
        foundation.resources(`aws_s3_bucket_${kind}`).find(({ address }) => address.includes("edge-logs"))!.values;
      expect(of("public_access_block")).toMatchObject({
        block_public_acls: true,
        block_public_policy: true,
        ignore_public_acls: true,
        restrict_public_buckets: true,
      });
      expect(of("versioning")).toMatchObject({ versioning_configuration: [{ status: "Enabled" }] });
      // Load balancers cannot write under a key of ours.
      expect(JSON.stringify(of("server_side_encryption_configuration"))).toContain('"sse_algorithm":"AES256"');
      expect(of("ownership_controls")).toMatchObject({ rule: [{ object_ownership: "BucketOwnerEnforced" }] });
      expect(only(of("lifecycle_configuration"), "rule")).toMatchObject({
        abort_incomplete_multipart_upload: [{ days_after_initiation: 7 }],
        status: "Enabled",
      });
      expect(values(foundation, "aws_s3_bucket.edge-logs")).toMatchObject({ force_destroy: false });
      const policy = JSON.parse(
        textAt(objectAt(json, "resource", "aws_s3_bucket_policy", "edge-logs_policy"), "policy"),
      ) as { Statement: readonly JsonObject[] };
      expect(policy.Statement.map(({ Sid, Effect }) => [Sid, Effect])).toEqual([
        ["TlsOnly", "Deny"],
        ["LoadBalancerLogs", "Allow"],
      ]);
      expect(policy.Statement[1]).toMatchObject({
        Principal: { Service: "logdelivery.elasticloadbalancing.amazonaws.com" },
        Action: "s3:PutObject",
        Condition: {
          ArnLike: { "aws:SourceArn": "arn:aws:elasticloadbalancing:eu-west-1:111122223333:loadbalancer/*" },
        },
      });
    },
  ],
];

const run = whyNoTerraform() ? describe.skip : describe;

let terraform: Terraform | undefined;
const plans = new Map<string, Plan>();
/** A plan takes seconds, and several look at the same one. */
function planned(deployment: Deployment, stack: StackName): Plan {
  terraform ??= new Terraform();
  const key = `${deployment.environment.file} ${stack}`;
  const plan = plans.get(key) ?? planOf(terraform, deployment, stack);
  plans.set(key, plan);
  return plan;
}
afterAll(() => terraform?.dispose());

run.each([
  ["kdcube/staging", "ecs"],
  ["kdcube/prod", "ec2-compose"],
] as const)("the edge of %s", (name, stack: StackName) => {
  const deployment = deploymentNamed(name);
  let found: Planned;
  beforeAll(() => {
    found = {
      deployment,
      json: workspaceNamed(workspacesOf([deployment]), "foundation").json,
      foundation: planned(deployment, "foundation"),
      places: planned(deployment, stack),
    };
  }, 2 * TERRAFORM_TIMEOUT_MS);

  it.each(ROWS)("%s: %s", (_id, _must, holds) => holds(found));
});

run("the domain", () => {
  it(
    "has a certificate made and proven where the environment names a zone alone",
    () => {
      const plan = planned(deploymentNamed("kdcube/staging"), "foundation");
      const listener = "aws_lb_listener.load-balancer_https";
      expect(values(plan, "aws_acm_certificate.domain_certificate")).toMatchObject({
        domain_name: "staging.assistant.example.com",
        validation_method: "DNS",
      });
      // Not the certificate's own: AWS refuses a listener with one that is not proven yet.
      expect(plan.references(listener, "certificate_arn")).toContain(
        "aws_acm_certificate_validation.domain_proven.certificate_arn",
      );
      expect(plan.references("aws_route53_record.domain_proof", "name")).toContain(
        "aws_acm_certificate.domain_certificate.domain_validation_options",
      );
      expect(values(plan, "aws_route53_record.domain_record")).toMatchObject({
        type: "A",
        name: "staging.assistant.example.com",
        alias: [{ evaluate_target_health: true }],
      });
    },
    TERRAFORM_TIMEOUT_MS,
  );

  it("is looked at in every plan where the certificate is there already, and given its record", () => {
    const { json } = workspaceNamed(workspacesOf([deploymentNamed("kdcube/prod")]), "foundation");
    const { lifecycle, ...looked } = objectAt(json, "data", "aws_acm_certificate", "domain_certificate");
    expect(looked).toMatchObject({ domain: "assistant.example.com", statuses: ["ISSUED"] });
    expect(JSON.stringify(lifecycle)).toContain("certificate/5f0c6a52-3d11-4b8e-9a67-1f5f5f5f0002");
    expect(objectAt(json, "resource", "aws_lb_listener", "load-balancer_https")).toMatchObject({
      certificate_arn: "${data.aws_acm_certificate.domain_certificate.arn}",
    });
    expect(Object.keys(objectAt(json, "resource"))).not.toContain("aws_acm_certificate");
    expect(Object.keys(objectAt(json, "resource", "aws_route53_record"))).toEqual(["domain_record"]);
    const zone = JSON.stringify(objectAt(json, "data", "aws_route53_zone", "domain_zone", "lifecycle"));
    expect(zone).toContain("self.private_zone != true");
  });
});

run("an adopted load balancer", () => {
  const staging = deploymentNamed("kdcube/staging");
  const arn = "arn:aws:elasticloadbalancing:eu-west-1:111122223333:loadbalancer/app/shared/0123456789abcdef";
  const adopting: Deployment = {
    ...staging,
    environment: {
      ...staging.environment,
      file: "adopting",
      adopt: {
        loadBalancer: { arn, listenerArn: `${arn.replace("loadbalancer", "listener")}/fedcba9876543210` },
        stores: {},
        secrets: {},
      },
    },
  };
  let plan: Plan;
  beforeAll(() => {
    plan = planned(adopting, "foundation");
  }, TERRAFORM_TIMEOUT_MS);

  it("is made by nobody, nor its listeners, firewall, certificate and logs", () => {
    for (const type of ["lb", "lb_listener", "wafv2_web_acl", "acm_certificate", "wafv2_web_acl_association"])
      expect(plan.addresses.filter((address) => address.startsWith(`aws_${type}.`))).toEqual([]);
    expect(plan.addresses.filter((address) => address.includes("edge-logs"))).toEqual([]);
  });

  it("is looked at in every plan: kind, network, listener, and how long it waits", () => {
    const { json } = workspaceNamed(workspacesOf([adopting]), "foundation");
    const conditions = JSON.stringify([
      objectAt(json, "data", "aws_lb", "load-balancer", "lifecycle"),
      objectAt(json, "data", "aws_lb_listener", "load-balancer_listener", "lifecycle"),
    ]);
    for (const condition of ["load_balancer_type", "self.vpc_id", "self.idle_timeout >= 601", "self.port == 443"])
      expect(conditions).toContain(condition);
  });

  it("is let in by our groups, and its own group is left alone", () => {
    const opened = plan.resources("aws_vpc_security_group_ingress_rule").map(({ address }) => address);
    const own = opened.filter((address) => address.includes("-from-load-balancer-"));
    expect(own.length).toBeGreaterThan(2);
    for (const address of own)
      expect(plan.references(address, "referenced_security_group_id")).toContain(
        "data.aws_lb.load-balancer.security_groups",
      );
    expect(plan.addresses.filter((address) => address.includes("security_load-balancer"))).toEqual([]);
  });

  it("gets our rules into its listener, and the domain's record", () => {
    const rules = plan.resources("aws_lb_listener_rule");
    expect(rules.length).toBeGreaterThan(0);
    for (const { address } of rules)
      expect(plan.references(address, "listener_arn")).toContain("data.aws_lb_listener.load-balancer_listener.arn");
    expect(plan.references("aws_route53_record.domain_record", "alias", "name")).toContain(
      "data.aws_lb.load-balancer.dns_name",
    );
  });
});
