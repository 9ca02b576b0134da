import { VpcSecurityGroupIngressRule } from "@cdktf/provider-aws/lib/vpc-security-group-ingress-rule";
import { Construct } from "constructs";
import { groupOf } from "../../model/calls";
import { shortHash } from "../../model/naming";
import type { SecurityGroups } from "../../modules/security-groups";
import type { FoundationStack } from "./stack";

/** Lets the environment's scrapers, which are none of its own services, at the page where the platform counts. */
export function foundationScraping(stack: FoundationStack, groups: SecurityGroups): void {
  const { scraped, services } = stack.platform;
  const port = scraped && services[scraped.service]?.ports[scraped.port];
  if (!scraped || port === undefined) return;
  const scope = new Construct(stack, "scraping");
  for (const from of stack.aws.scrapers ?? []) {
    new VpcSecurityGroupIngressRule(scope, `from-${shortHash(from)}`, {
      securityGroupId: groups.idOf(groupOf(stack.platform, scraped.service)),
      description: `${from} reads the metrics of ${scraped.service}`,
      ipProtocol: "tcp",
      fromPort: port,
      toPort: port,
      ...(from.startsWith("sg-") ? { referencedSecurityGroupId: from } : { cidrIpv4: from }),
    });
  }
}
