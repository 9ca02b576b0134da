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
  /** Groups that others made, by what has them. @default - none */
  readonly adopted?: Readonly<Record<string, AdoptedGroup>>;
}

export interface AdoptedGroup {
  readonly id: string;
  /** May rules of ours stand in it? Else ours only name it in their own. */
  readonly takesRules: boolean;
}

/** A group for each thing that has an address, closed but for the calls; each call is opened at both of its ends. */
export class SecurityGroups extends Construct {
  private readonly ids: Map<string, string>;

  constructor(
    scope: Construct,
    id: string,
    { vpcId, groups, calls, s3PrefixListId, adopted = {} }: SecurityGroupsProps,
  ) {
    super(scope, id);
    this.ids = new Map(Object.entries(adopted).map(([label, group]) => [label, group.id]));
    for (const [label, { name, description }] of Object.entries(groups)) {
      if (this.ids.has(label)) continue;
      const group = new SecurityGroup(this, label, { name, description, vpcId, tags: { Name: name } });
      this.ids.set(label, group.id);
    }
    const ours = (label: string): boolean => label !== INTERNET && label !== S3 && adopted[label]?.takesRules !== false;
    for (const call of calls) this.open(call, s3PrefixListId, ours);
  }

  /** The id of a group; a name that is not there is our bug. */
  idOf(label: string): string {
    const id = this.ids.get(label);
    if (id === undefined) throw new Error(`no security group ${label}`);
    return id;
  }

  /** At each of its two ends that is ours. */
  private open({ from, to, port }: Call, s3PrefixListId: string | undefined, ours: (label: string) => boolean): void {
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
