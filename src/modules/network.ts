import { DefaultSecurityGroup } from "@cdktf/provider-aws/lib/default-security-group";
import { Eip } from "@cdktf/provider-aws/lib/eip";
import { InternetGateway } from "@cdktf/provider-aws/lib/internet-gateway";
import { NatGateway } from "@cdktf/provider-aws/lib/nat-gateway";
import { Route } from "@cdktf/provider-aws/lib/route";
import { RouteTable } from "@cdktf/provider-aws/lib/route-table";
import { RouteTableAssociation } from "@cdktf/provider-aws/lib/route-table-association";
import { Subnet } from "@cdktf/provider-aws/lib/subnet";
import { Vpc } from "@cdktf/provider-aws/lib/vpc";
import { VpcEndpoint } from "@cdktf/provider-aws/lib/vpc-endpoint";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { subnetCidr, TIERS, type Tier } from "../model/cidr";

/** What stands in a network, whoever made it. */
export interface Network {
  readonly vpcId: string;
  readonly cidr: string;
  /** One of each tier a zone, in the order of the zones. */
  readonly subnetIds: Readonly<Record<Tier, readonly string[]>>;
  /** The way out of the public subnets: AWS refuses a public balancer before it stands. */
  readonly ready: readonly ITerraformDependable[];
  /** Zone → its way out, of those that are ours to watch; the other zones share the first. */
  readonly natGatewayIds: Readonly<Record<string, string>>;
  /** The addresses of S3 as its gateway knows them; none where the gateway is another's. */
  readonly s3PrefixListId: string | undefined;
}

export interface OwnNetworkProps {
  readonly name: string;
  readonly region: string;
  readonly cidr: string;
  /** Letters of the availability zones. */
  readonly zones: readonly string[];
  /** single saves money and takes every zone's way out down with its own; none leaves the endpoints alone. */
  readonly nat: "per-zone" | "single" | "none";
}

/** Three tiers over the zones: public for balancers, private with a way out for tasks, data without one. */
export class OwnNetwork extends Construct implements Network {
  readonly vpcId: string;
  readonly cidr: string;
  readonly subnetIds: Readonly<Record<Tier, readonly string[]>>;
  readonly ready: readonly ITerraformDependable[];
  readonly natGatewayIds: Readonly<Record<string, string>>;
  readonly s3PrefixListId: string;

  constructor(scope: Construct, id: string, props: OwnNetworkProps) {
    super(scope, id);
    const vpc = new Vpc(this, "vpc", {
      cidrBlock: props.cidr,
      enableDnsHostnames: true,
      enableDnsSupport: true,
      tags: { Name: props.name },
    });
    // Without this the default group lets everything in it talk to everything else.
    new DefaultSecurityGroup(this, "default", { vpcId: vpc.id, tags: { Name: `${props.name}-default-closed` } });
    this.vpcId = vpc.id;
    this.cidr = props.cidr;
    this.subnetIds = this.subnets(vpc, props);
    const tables = this.routeTables(vpc, props);
    const internet = this.internet(vpc, props, tables);
    this.ready = internet;
    this.natGatewayIds = this.gateways(props, tables, internet);
    const s3 = new VpcEndpoint(this, "s3", {
      vpcId: vpc.id,
      serviceName: `com.amazonaws.${props.region}.s3`,
      vpcEndpointType: "Gateway",
      routeTableIds: [...tables.private, ...tables.data].map(({ id: table }) => table),
      tags: { Name: `${props.name}-s3` },
    });
    this.s3PrefixListId = s3.prefixListId;
  }

  private subnets(vpc: Vpc, { name, region, cidr, zones }: OwnNetworkProps): Record<Tier, string[]> {
    const ids: Record<Tier, string[]> = { public: [], private: [], data: [] };
    for (const tier of TIERS) {
      zones.forEach((zone, index) => {
        const subnet = new Subnet(this, `${tier}-${zone}`, {
          vpcId: vpc.id,
          availabilityZone: `${region}${zone}`,
          cidrBlock: subnetCidr(cidr, tier, index),
          mapPublicIpOnLaunch: false,
          tags: { Name: `${name}-${tier}-${zone}`, tier },
        });
        ids[tier].push(subnet.id);
      });
    }
    return ids;
  }

  /** One table for all public subnets, one for all data subnets, one for each private subnet. */
  private routeTables(vpc: Vpc, { name, zones }: OwnNetworkProps): Record<Tier, RouteTable[]> {
    const tables: Record<Tier, RouteTable[]> = { public: [], private: [], data: [] };
    for (const tier of TIERS) {
      const shared = tier !== "private";
      zones.forEach((zone, index) => {
        const label = shared ? tier : `${tier}-${zone}`;
        const existing = shared ? tables[tier][0] : undefined;
        const table =
          existing ?? new RouteTable(this, `routes-${label}`, { vpcId: vpc.id, tags: { Name: `${name}-${label}` } });
        if (!existing) tables[tier].push(table);
        const subnetId = this.subnetIds[tier][index] as string;
        new RouteTableAssociation(this, `association-${tier}-${zone}`, { routeTableId: table.id, subnetId });
      });
    }
    return tables;
  }

  /** The way of the public subnets. */
  private internet(
    vpc: Vpc,
    { name }: OwnNetworkProps,
    tables: Record<Tier, readonly RouteTable[]>,
  ): readonly ITerraformDependable[] {
    const internet = new InternetGateway(this, "internet", { vpcId: vpc.id, tags: { Name: name } });
    const out = tables.public.map(
      (table) =>
        new Route(this, "out-public", {
          routeTableId: table.id,
          destinationCidrBlock: "0.0.0.0/0",
          gatewayId: internet.id,
        }),
    );
    return [internet, ...out];
  }

  /** The way of the private subnets, where they have one: through the gateway of their zone, or through the only one. */
  private gateways(
    { name, zones, nat }: OwnNetworkProps,
    tables: Record<Tier, readonly RouteTable[]>,
    [internet]: readonly ITerraformDependable[],
  ): Record<string, string> {
    if (nat === "none") return {};
    const gateways = (nat === "single" ? zones.slice(0, 1) : zones).map((zone, index) => {
      const address = new Eip(this, `nat-address-${zone}`, { domain: "vpc", tags: { Name: `${name}-nat-${zone}` } });
      return new NatGateway(this, `nat-${zone}`, {
        allocationId: address.id,
        subnetId: this.subnetIds.public[index] as string,
        tags: { Name: `${name}-${zone}` },
        ...(internet && { dependsOn: [internet] }),
      });
    });
    tables.private.forEach((table, index) => {
      new Route(this, `out-private-${zones[index]}`, {
        routeTableId: table.id,
        destinationCidrBlock: "0.0.0.0/0",
        natGatewayId: (gateways[index] ?? gateways[0])!.id,
      });
    });
    return Object.fromEntries(gateways.map((gateway, index) => [zones[index] as string, gateway.id]));
  }
}
