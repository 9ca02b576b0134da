import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { CloudwatchLogResourcePolicy } from "@cdktf/provider-aws/lib/cloudwatch-log-resource-policy";
import { Wafv2WebAcl, type Wafv2WebAclRule } from "@cdktf/provider-aws/lib/wafv2-web-acl";
import { Wafv2WebAclAssociation } from "@cdktf/provider-aws/lib/wafv2-web-acl-association";
import { Wafv2WebAclLoggingConfiguration } from "@cdktf/provider-aws/lib/wafv2-web-acl-logging-configuration";
import { Construct } from "constructs";
import type { PathMatch } from "../model/firewall-paths";
import { escapeTemplates, jsonDocument } from "../terraform";

export interface FirewallProps {
  readonly name: string;
  readonly account: string;
  readonly region: string;
  readonly loadBalancerArn: string;
  /** Of one address; more in five minutes is refused. */
  readonly requestsPer5Min: number;
  /** Paths whose bodies may be longer than the 8 KB that AWS's rule allows. */
  readonly uploads: readonly PathMatch[];
  /** Paths whose queries may be longer than its 2 KB. */
  readonly streams: readonly PathMatch[];
  /** Rules of the core rule set that only count. */
  readonly counted: readonly string[];
  readonly logRetentionDays: number;
  readonly kmsKeyArn: string;
}

/** Rules that are too strict for some paths, and the labels they leave. Source: AWS WAF, baseline rule groups, core rule set. */
const LARGE_BODY = { rule: "SizeRestrictions_BODY", label: "awswaf:managed:aws:core-rule-set:SizeRestrictions_Body" };
const LONG_QUERY = {
  rule: "SizeRestrictions_QUERYSTRING",
  label: "awswaf:managed:aws:core-rule-set:SizeRestrictions_QueryString",
};

/** A name that WAF asks for. Source: AWS WAF, "Sending web ACL traffic logs to a CloudWatch Logs log group". */
const LOG_PREFIX = "aws-waf-logs-";

/** Known attackers, known attacks, and who asks too often, refused before the load balancer passes them on. */
export class Firewall extends Construct {
  readonly arn: string;
  /** The name that its metrics carry. */
  readonly name: string;

  constructor(scope: Construct, id: string, props: FirewallProps) {
    super(scope, id);
    const acl = new Wafv2WebAcl(this, "Resource", {
      name: props.name,
      description: `In front of the load balancer of ${props.name}`,
      scope: "REGIONAL",
      defaultAction: { allow: {} },
      rule: rules(props),
      visibilityConfig: visible(props.name),
    });
    new Wafv2WebAclAssociation(this, "association", { resourceArn: props.loadBalancerArn, webAclArn: acl.arn });
    this.log(acl, props);
    this.arn = acl.arn;
    this.name = acl.name;
  }

  private log(acl: Wafv2WebAcl, { name, account, region, logRetentionDays, kmsKeyArn }: FirewallProps): void {
    const group = new CloudwatchLogGroup(this, "log", {
      name: `${LOG_PREFIX}${name}`,
      retentionInDays: logRetentionDays,
      kmsKeyId: kmsKeyArn,
    });
    const allowed = new CloudwatchLogResourcePolicy(this, "log-policy", {
      policyName: `${name}-firewall-log`,
      policyDocument: jsonDocument({
        Version: "2012-10-17",
        Statement: [
          {
            Sid: "FirewallLog",
            Effect: "Allow",
            Principal: { Service: "delivery.logs.amazonaws.com" },
            Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
            Resource: `${group.arn}:*`,
            Condition: {
              StringEquals: { "aws:SourceAccount": account },
              ArnLike: { "aws:SourceArn": `arn:aws:logs:${region}:${account}:*` },
            },
          },
        ],
      }),
    });
    new Wafv2WebAclLoggingConfiguration(this, "logging", {
      resourceArn: acl.arn,
      logDestinationConfigs: [group.arn],
      // Sessions and tokens are nobody's to read in a log.
      redactedFields: [
        ...["authorization", "cookie"].map((name) => ({ singleHeader: { name } })),
        // Streams of a browser carry theirs in the query.
        { queryString: {} },
      ],
      dependsOn: [allowed],
    });
  }
}

/** In this order; what an earlier one refuses no later one counts. */
function rules({ requestsPer5Min, uploads, streams, counted }: FirewallProps): Wafv2WebAclRule[] {
  const spared = [
    { name: "large-body", ...LARGE_BODY, paths: uploads },
    { name: "long-query", ...LONG_QUERY, paths: streams },
  ].filter(({ rule, paths }) => paths.length > 0 && !counted.includes(rule));
  return [
    managed("ip-reputation", "AWSManagedRulesAmazonIpReputationList"),
    {
      name: "rate",
      action: { block: {} },
      statement: {
        rate_based_statement: { limit: requestsPer5Min, aggregate_key_type: "IP", evaluation_window_sec: 300 },
      },
    },
    managed("known-bad-inputs", "AWSManagedRulesKnownBadInputsRuleSet"),
    managed("common", "AWSManagedRulesCommonRuleSet", [...counted, ...spared.map(({ rule }) => rule)]),
    ...spared.map(({ name, label, paths }) => ({ name, action: { block: {} }, statement: elsewhere(label, paths) })),
  ].map((rule, priority) => ({ ...rule, priority, visibilityConfig: visible(rule.name) }));
}

type Rule = Pick<Wafv2WebAclRule, "name" | "action" | "overrideAction" | "statement">;

/** `counted` rules of the group only leave their label behind. */
const managed = (name: string, group: string, counted: readonly string[] = []): Rule => ({
  name,
  overrideAction: { none: {} },
  statement: {
    managed_rule_group_statement: {
      vendor_name: "AWS",
      name: group,
      ...(counted.length > 0 && {
        rule_action_override: [...new Set(counted)]
          .sort()
          .map((rule) => ({ name: rule, action_to_use: { count: {} } })),
      }),
    },
  },
});

/** What the core rule set labelled, but for these paths. */
const elsewhere = (label: string, paths: readonly PathMatch[]) => ({
  and_statement: {
    statement: [
      { label_match_statement: { scope: "LABEL", key: label } },
      { not_statement: { statement: [anyOf(paths.map(onPath))] } },
    ],
  },
});

/** WAF takes no list of one. */
const anyOf = (statements: readonly object[]) =>
  statements.length === 1 ? statements[0] : { or_statement: { statement: statements } };

/** As the listener matches it, letter by letter: what is spared here is what the listener sends there. */
const onPath = ({ text, match }: PathMatch) => ({
  byte_match_statement: {
    search_string: escapeTemplates(text),
    positional_constraint: match === "whole" ? "EXACTLY" : "STARTS_WITH",
    field_to_match: { uri_path: {} },
    text_transformation: [{ priority: 0, type: "NONE" }],
  },
});

const visible = (metricName: string) => ({
  cloudwatchMetricsEnabled: true,
  metricName,
  sampledRequestsEnabled: true,
});
