import { SecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import { VpcSecurityGroupEgressRule } from "@cdktf/provider-aws/lib/vpc-security-group-egress-rule";
import { VpcSecurityGroupIngressRule } from "@cdktf/provider-aws/lib/vpc-security-group-ingress-rule";
import { Construct } from "constructs";
import { INTERNET, S3, type Call } from "../model/calls";

export interface SecurityGroupsProps {
  readonly vpcId: string;
  /** Group → its physical name and what it is for. */
  readonly groups: Readonly<Record<string, { readonly name: string; readonly description: string }>>;
  readonly calls: readonly Call[];
  /** What S3 is called by in a rule; needed where a call goes there. */
  readonly s3PrefixListId?: string | undefined;
}

/** A group for each thing that has an address, closed but for the calls; each call is opened at both of its ends. */
export class SecurityGroups extends Construct {
  private readonly ids = new Map<string, string>();

  constructor(scope: Construct, id: string, { vpcId, groups, calls, s3PrefixListId }: SecurityGroupsProps) {
    super(scope, id);
    for (const [label, { name, description }] of Object.entries(groups)) {
      const group = new SecurityGroup(this, label, { name, description, vpcId, tags: { Name: name } });
      this.ids.set(label, group.id);
    }
    for (const call of calls) this.open(call, s3PrefixListId);
  }

  /** The id of a group; a name that is not there is our bug. */
  idOf(label: string): string {
    const id = this.ids.get(label);
    if (id === undefined) throw new Error(`no security group ${label}`);
    return id;
  }

  private open({ from, to, port }: Call, s3PrefixListId: string | undefined): void {
    const ports = { ipProtocol: "tcp", fromPort: port, toPort: port };
    if (to !== INTERNET && to !== S3) {
      new VpcSecurityGroupIngressRule(this, `${to}-from-${from}-${port}`, {
        securityGroupId: this.idOf(to),
        description: `${from} calls ${to}`,
        ...ports,
        ...(from === INTERNET ? { cidrIpv4: "0.0.0.0/0" } : { referencedSecurityGroupId: this.idOf(from) }),
      });
    }
    if (from !== INTERNET) {
      new VpcSecurityGroupEgressRule(this, `${from}-to-${to}-${port}`, {
        securityGroupId: this.idOf(from),
        description: `${from} calls ${to}`,
        ...ports,
        ...this.destination(to, s3PrefixListId),
      });
    }
  }

  private destination(
    to: string,
    s3PrefixListId: string | undefined,
  ): { cidrIpv4: string } | { prefixListId: string } | { referencedSecurityGroupId: string } {
    if (to === INTERNET) return { cidrIpv4: "0.0.0.0/0" };
    if (to !== S3) return { referencedSecurityGroupId: this.idOf(to) };
    if (s3PrefixListId === undefined) throw new Error("calls go to S3, and nothing says where that is");
    return { prefixListId: s3PrefixListId };
  }
}
