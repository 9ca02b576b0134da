import { SecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import { VpcSecurityGroupEgressRule } from "@cdktf/provider-aws/lib/vpc-security-group-egress-rule";
import { VpcSecurityGroupIngressRule } from "@cdktf/provider-aws/lib/vpc-security-group-ingress-rule";
import { Construct } from "constructs";
import { INTERNET, type Call } from "../model/calls";

export interface SecurityGroupsProps {
  readonly vpcId: string;
  /** Group → its physical name and what it is for. */
  readonly groups: Readonly<Record<string, { readonly name: string; readonly description: string }>>;
  readonly calls: readonly Call[];
  /** Group → the id of one that others made: rules are added to it, nothing else. @default - none */
  readonly adopted?: Readonly<Record<string, string>>;
}

/** A group for each thing that has an address, closed but for the calls; each call is opened at both of its ends. */
export class SecurityGroups extends Construct {
  private readonly ids = new Map<string, string>();

  constructor(scope: Construct, id: string, { vpcId, groups, calls, adopted = {} }: SecurityGroupsProps) {
    super(scope, id);
    for (const [label, groupId] of Object.entries(adopted)) this.ids.set(label, groupId);
    for (const [label, { name, description }] of Object.entries(groups)) {
      if (this.ids.has(label)) continue;
      const group = new SecurityGroup(this, label, { name, description, vpcId, tags: { Name: name } });
      this.ids.set(label, group.id);
    }
    for (const call of calls) this.open(call);
  }

  /** The id of a group; a name that is not there is our bug. */
  idOf(label: string): string {
    const id = this.ids.get(label);
    if (id === undefined) throw new Error(`no security group ${label}`);
    return id;
  }

  private open({ from, to, port }: Call): void {
    const ports = { ipProtocol: "tcp", fromPort: port, toPort: port };
    if (to !== INTERNET) {
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
        ...(to === INTERNET ? { cidrIpv4: "0.0.0.0/0" } : { referencedSecurityGroupId: this.idOf(to) }),
      });
    }
  }
}
