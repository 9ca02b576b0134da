import { DataAwsLb } from "@cdktf/provider-aws/lib/data-aws-lb";
import { DataAwsLbListener } from "@cdktf/provider-aws/lib/data-aws-lb-listener";
import { Fn } from "cdktf";
import { Construct } from "constructs";

export interface AdoptedLoadBalancerProps {
  readonly arn: string;
  readonly listenerArn: string;
  readonly vpcId: string;
  /** What its idle timeout must be at least. */
  readonly idleTimeoutSec: number;
}

/**
 * A load balancer that others made. Nothing of it is changed but the rules of its listener; that it can carry the
 * platform is looked at in every plan.
 */
export class AdoptedLoadBalancer extends Construct {
  readonly arn: string;
  readonly arnSuffix: string;
  readonly listenerArn: string;
  readonly dnsName: string;
  readonly zoneId: string;
  readonly certificateArn = undefined;
  /** One of its groups: whoever lets in any of them lets it in. */
  readonly securityGroupId: string;

  constructor(scope: Construct, id: string, props: AdoptedLoadBalancerProps) {
    super(scope, id);
    const balancer = new DataAwsLb(this, "Resource", {
      arn: props.arn,
      lifecycle: {
        postcondition: [
          must('self.load_balancer_type == "application"', "adopt.loadBalancer is no application load balancer"),
          must(`self.vpc_id == "${props.vpcId}"`, `adopt.loadBalancer does not stand in ${props.vpcId}`),
          must("length(self.security_groups) > 0", "adopt.loadBalancer has no security group that could be let in"),
          must(
            `self.idle_timeout >= ${props.idleTimeoutSec}`,
            `the idle timeout of adopt.loadBalancer is below the ${props.idleTimeoutSec} s that the longest stream needs`,
          ),
        ],
      },
    });
    const listener = new DataAwsLbListener(this, "listener", {
      arn: props.listenerArn,
      lifecycle: {
        postcondition: [
          must(
            'self.port == 443 && self.protocol == "HTTPS"',
            "adopt.loadBalancer.listenerArn is no HTTPS listener on port 443",
          ),
          must(
            `self.load_balancer_arn == "${props.arn}"`,
            "adopt.loadBalancer.listenerArn belongs to another load balancer",
          ),
        ],
      },
    });
    this.arn = balancer.arn;
    this.arnSuffix = balancer.arnSuffix;
    this.listenerArn = listener.arn;
    this.dnsName = balancer.dnsName;
    this.zoneId = balancer.zoneId;
    this.securityGroupId = Fn.element(Fn.sort(Fn.tolist(balancer.securityGroups)), 0) as string;
  }
}

const must = (condition: string, errorMessage: string) => ({ condition: `\${${condition}}`, errorMessage });
