import { DataAwsSubnet } from "@cdktf/provider-aws/lib/data-aws-subnet";
import { DataAwsVpc } from "@cdktf/provider-aws/lib/data-aws-vpc";
import { Construct } from "constructs";
import { TIERS, type Tier } from "../model/cidr";
import { mustBe } from "../terraform";
import type { Network } from "./network";

export interface AdoptedNetworkProps {
  readonly vpcId: string;
  readonly region: string;
  readonly cidr: string;
  /** Letters of the availability zones. */
  readonly zones: readonly string[];
  /** One of each tier a zone, in the order of the zones. */
  readonly subnetIds: Readonly<Record<Tier, readonly string[]>>;
}

/**
 * A network that others made and keep: it is looked at in every plan, and a plan stops where it is not what the
 * environment says. Its ways out, its endpoints and its flow logs are its owner's.
 */
export class AdoptedNetwork extends Construct implements Network {
  readonly vpcId: string;
  readonly cidr: string;
  readonly subnetIds: Readonly<Record<Tier, readonly string[]>>;
  readonly ready = [];
  readonly natGatewayIds = {};
  readonly s3PrefixListId = undefined;

  constructor(scope: Construct, id: string, props: AdoptedNetworkProps) {
    super(scope, id);
    const vpc = new DataAwsVpc(this, "vpc", {
      id: props.vpcId,
      lifecycle: {
        postcondition: [
          mustBe(
            `self.cidr_block == "${props.cidr}"`,
            `adopt.network.vpcId: ${props.vpcId} has the range \${self.cidr_block}; aws.network.cidr says ${props.cidr}`,
          ),
          mustBe(
            "self.enable_dns_support && self.enable_dns_hostnames",
            `adopt.network.vpcId: ${props.vpcId} needs DNS resolution and DNS host names; its owner turns both on`,
          ),
        ],
      },
    });
    this.vpcId = vpc.id;
    this.cidr = props.cidr;
    const ids: Record<Tier, string[]> = { public: [], private: [], data: [] };
    for (const tier of TIERS)
      props.zones.forEach((zone, index) => ids[tier].push(this.subnet(tier, zone, index, props)));
    this.subnetIds = ids;
  }

  private subnet(tier: Tier, zone: string, index: number, { vpcId, region, subnetIds }: AdoptedNetworkProps): string {
    const id = subnetIds[tier][index];
    const said = `adopt.network.${tier}SubnetIds.${index}`;
    if (id === undefined) throw new Error(`${said} is missing and passed the checks`);
    return new DataAwsSubnet(this, `${tier}-${zone}`, {
      id,
      lifecycle: {
        postcondition: [
          mustBe(`self.vpc_id == "${vpcId}"`, `${said}: ${id} is in \${self.vpc_id}, not in ${vpcId}`),
          mustBe(
            `self.availability_zone == "${region}${zone}"`,
            `${said}: ${id} is in zone \${self.availability_zone}; aws.network.zones has ${region}${zone} in this place`,
          ),
        ],
      },
    }).id;
  }
}
