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
  /** Groups that others made: ours name them in their own rules, and nothing is opened or closed in them. */
  readonly adopted?: Readonly<Record<string, string>>;
}

/** A group for each thing that has an address, closed but for the calls; each call is opened at both of its ends. */
export class SecurityGroups extends Construct {
  private readonly ids: Map<string, string>;

  constructor(scope: Construct, id: string, { vpcId, groups, calls, adopted = {} }: SecurityGroupsProps) {
    super(scope, id);
    this.ids = new Map(Object.entries(adopted));
    for (const [label, { name, description }] of Object.entries(groups)) {
      const group = new SecurityGroup(this, label, { name, description, vpcId, tags: { Name: name } });
      this.ids.set(label, group.id);
    }
    for (const call of calls) this.open(call, (label) => label !== INTERNET && !(label in adopted));
  }

  /** The id of a group; a name that is not there is our bug. */
  idOf(label: string): string {
    const id = this.ids.get(label);
    if (id === undefined) throw new Error(`no security group ${label}`);
    return id;
  }

  /** At each of its two ends that is ours. */
  private open({ from, to, port }: Call, ours: (label: string) => boolean): void {
    const ports = { ipProtocol: "tcp", fromPort: port, toPort: port };
    if (ours(to)) {
      new VpcSecurityGroupIngressRule(this, `${to}-from-${from}-${port}`, {
        securityGroupId: this.idOf(to),
        description: `${from} calls ${to}`,
        ...ports,
        ...(from === INTERNET ? { cidrIpv4: "0.0.0.0/0" } : { referencedSecurityGroupId: this.idOf(from) }),
      });
    }
    if (ours(from)) {
      new VpcSecurityGroupEgressRule(this, `${from}-to-${to}-${port}`, {
        securityGroupId: this.idOf(from),
        description: `${from} calls ${to}`,
        ...ports,
        ...(to === INTERNET ? { cidrIpv4: "0.0.0.0/0" } : { referencedSecurityGroupId: this.idOf(to) }),
      });
    }
  }
}
