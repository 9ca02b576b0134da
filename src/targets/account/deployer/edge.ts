import { asOurs, linked, look, need, ours, type Need, type Table } from "./need";

const at = need("network");
const see = look("network");

// An adopted one is named by its ARN; the braces take the name out of it.
const LB = "{aws_lb.name}";
const LOAD_BALANCER = `elasticloadbalancing:loadbalancer/app/${LB}/*`;
const LISTENER = `elasticloadbalancing:listener/app/${LB}/*`;
const LISTENER_RULE = `elasticloadbalancing:listener-rule/app/${LB}/*`;
const TARGET_GROUP = "elasticloadbalancing:targetgroup/{aws_lb_target_group.name}/*";
const WEB_ACL = "wafv2:regional/webacl/{aws_wafv2_web_acl.name}/*";
const WAF_LOGS =
  "logs:CreateLogDelivery logs:DeleteLogDelivery logs:PutResourcePolicy logs:DescribeResourcePolicies logs:DescribeLogGroups";

const elb = (verbs: string, on: string): Need =>
  at(
    `${verbs} AddTags RemoveTags`
      .split(" ")
      .map((verb) => `elasticloadbalancing:${verb}`)
      .join(" "),
    on,
  );
const READS = see(
  "elasticloadbalancing:DescribeLoadBalancers elasticloadbalancing:DescribeListeners elasticloadbalancing:DescribeTags",
);

const waf = (kind: string, name: string): readonly Need[] => [
  at(
    `wafv2:Create${kind} wafv2:Get${kind} wafv2:Update${kind} wafv2:Delete${kind} wafv2:TagResource wafv2:UntagResource wafv2:ListTagsForResource`,
    name,
  ),
];

/** The load balancer, its firewall, names and certificates. Source: Service Authorization Reference, by service. */
export const EDGE: Table = {
  aws_lb: [
    elb(
      "CreateLoadBalancer ModifyLoadBalancerAttributes SetSubnets SetSecurityGroups SetIpAddressType DeleteLoadBalancer",
      LOAD_BALANCER,
    ),
    READS,
    see("elasticloadbalancing:DescribeLoadBalancerAttributes elasticloadbalancing:DescribeCapacityReservation"),
    see("ec2:DescribeAccountAttributes ec2:DescribeInternetGateways ec2:DescribeSecurityGroups ec2:DescribeSubnets"),
    see("ec2:DescribeVpcs ec2:DescribeNetworkInterfaces"),
    linked("elasticloadbalancing"),
  ],
  aws_lb_listener: [
    at("elasticloadbalancing:CreateListener", LOAD_BALANCER),
    elb("ModifyListener ModifyListenerAttributes DeleteListener", LISTENER),
    READS,
    see("elasticloadbalancing:DescribeListenerAttributes elasticloadbalancing:DescribeListenerCertificates"),
  ],
  aws_lb_listener_certificate: [
    at("elasticloadbalancing:AddListenerCertificates elasticloadbalancing:RemoveListenerCertificates", LISTENER),
    see("elasticloadbalancing:DescribeListenerCertificates"),
  ],
  aws_lb_listener_rule: [
    at("elasticloadbalancing:CreateRule", LISTENER),
    elb("ModifyRule SetRulePriorities DeleteRule", LISTENER_RULE),
    READS,
    see("elasticloadbalancing:DescribeRules"),
  ],
  aws_lb_target_group: [
    elb("CreateTargetGroup ModifyTargetGroup ModifyTargetGroupAttributes DeleteTargetGroup", TARGET_GROUP),
    see("elasticloadbalancing:DescribeTargetGroups elasticloadbalancing:DescribeTargetGroupAttributes"),
    see("elasticloadbalancing:DescribeTags ec2:DescribeVpcs"),
  ],
  aws_lb_target_group_attachment: [
    at("elasticloadbalancing:RegisterTargets elasticloadbalancing:DeregisterTargets", TARGET_GROUP),
    see("elasticloadbalancing:DescribeTargetHealth elasticloadbalancing:DescribeTargetGroups"),
  ],
  aws_wafv2_web_acl: [
    ...waf("WebACL", WEB_ACL),
    at("wafv2:CreateWebACL wafv2:UpdateWebACL", "wafv2:regional/managedruleset/*"),
    at("wafv2:CreateWebACL wafv2:UpdateWebACL", "wafv2:regional/ipset/{aws_wafv2_ip_set.name}/*"),
    see("wafv2:ListAvailableManagedRuleGroups"),
  ],
  aws_wafv2_ip_set: waf("IPSet", "wafv2:regional/ipset/{aws_wafv2_ip_set.name}/*"),
  aws_wafv2_regex_pattern_set: waf(
    "RegexPatternSet",
    "wafv2:regional/regexpatternset/{aws_wafv2_regex_pattern_set.name}/*",
  ),
  aws_wafv2_web_acl_association: [
    at(
      "wafv2:AssociateWebACL wafv2:DisassociateWebACL wafv2:GetWebACLForResource wafv2:GetWebACL",
      `${WEB_ACL} ${LOAD_BALANCER}`,
    ),
    see("elasticloadbalancing:SetWebAcl"),
  ],
  aws_wafv2_web_acl_logging_configuration: [
    at("wafv2:PutLoggingConfiguration wafv2:GetLoggingConfiguration wafv2:DeleteLoggingConfiguration", WEB_ACL),
    see(WAF_LOGS),
    linked("wafv2"),
  ],
  // IAM knows no tag of a zone, so a deployer who could delete one could delete all: an administrator does.
  aws_route53_zone: [
    see("route53:CreateHostedZone route53:ListHostedZones"),
    at(
      "route53:GetHostedZone route53:UpdateHostedZoneComment route53:ChangeTagsForResource route53:ListTagsForResource",
      "route53:hostedzone/*",
    ),
    at("route53:GetChange", "route53:change/*"),
  ],
  aws_route53_record: [
    at(
      "route53:ChangeResourceRecordSets route53:ListResourceRecordSets route53:GetHostedZone",
      "route53:hostedzone/{aws_route53_record.zone_id}",
    ),
    at("route53:GetChange", "route53:change/*"),
    see("route53:ListHostedZones"),
  ],
  aws_route53_health_check: [
    see("route53:CreateHealthCheck"),
    at(
      "route53:GetHealthCheck route53:UpdateHealthCheck route53:DeleteHealthCheck route53:ChangeTagsForResource route53:ListTagsForResource",
      "route53:healthcheck/*",
    ),
  ],
  aws_acm_certificate: [
    see("acm:RequestCertificate", asOurs),
    at("acm:DescribeCertificate acm:ListTagsForCertificate", "acm:certificate/*"),
    // A new one is tagged while it is asked for; one that carries a platform's tag is not tagged over.
    at("acm:AddTagsToCertificate", "acm:certificate/*", (where) => ({
      ...asOurs(where),
      Null: { "aws:ResourceTag/platform": "true" },
    })),
    at(
      "acm:DeleteCertificate acm:UpdateCertificateOptions acm:AddTagsToCertificate acm:RemoveTagsFromCertificate",
      "acm:certificate/*",
      ours,
    ),
  ],
  aws_acm_certificate_validation: [at("acm:DescribeCertificate", "acm:certificate/*")],
};
