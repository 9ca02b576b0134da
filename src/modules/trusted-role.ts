import { IamPolicy } from "@cdktf/provider-aws/lib/iam-policy";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment";
import { Construct } from "constructs";
import { jsonDocument } from "../terraform";

/** Who may take the role: people's and machines' own roles, and runs of a repository that show a token. */
export interface Trust {
  readonly principals: readonly string[];
  readonly runs?: {
    /** The account's OIDC provider. */
    readonly providerArn: string;
    /** The provider's host, which its claims are named after. */
    readonly issuer: string;
    readonly audience: string;
    readonly subjects: readonly string[];
  };
}

export interface TrustedRoleProps {
  readonly name: string;
  readonly description: string;
  readonly trust: Trust;
  readonly policyArns: Readonly<Record<string, string>>;
}

/** A role for people and pipelines, with managed policies. */
export class TrustedRole extends Construct {
  readonly arn: string;

  constructor(scope: Construct, id: string, { name, description, trust, policyArns }: TrustedRoleProps) {
    super(scope, id);
    const role = new IamRole(this, "Resource", {
      name,
      description,
      assumeRolePolicy: jsonDocument({ Version: "2012-10-17", Statement: trustOf(trust) }),
    });
    for (const [policy, policyArn] of Object.entries(policyArns)) {
      new IamRolePolicyAttachment(this, policy, { role: role.name, policyArn });
    }
    this.arn = role.arn;
  }
}

function trustOf({ principals, runs }: Trust): object[] {
  return [
    ...(principals.length === 0
      ? []
      : [{ Effect: "Allow", Principal: { AWS: [...principals].sort() }, Action: "sts:AssumeRole" }]),
    ...(runs === undefined ? [] : [ofRuns(runs)]),
  ];
}

/** Audience and subject are both looked at: a token for somebody else's account or from another branch is refused. */
function ofRuns({ providerArn, issuer, audience, subjects }: NonNullable<Trust["runs"]>): object {
  const aud = { [`${issuer}:aud`]: audience };
  const sub = { [`${issuer}:sub`]: [...subjects].sort() };
  // StringLike reads a star as IAM's, which only the end of a branch's or a tag's name may have.
  const starred = subjects.some((subject) => subject.endsWith("*"));
  return {
    Effect: "Allow",
    Principal: { Federated: providerArn },
    Action: "sts:AssumeRoleWithWebIdentity",
    // One operator stands once in a document: what is compared alike is compared together.
    Condition: starred ? { StringEquals: aud, StringLike: sub } : { StringEquals: { ...aud, ...sub } },
  };
}

/** A policy that roles may be given. Its documents' size is the caller's to keep within IAM's limit. */
export const managedPolicy = (
  scope: Construct,
  id: string,
  { name, description, document }: { readonly name: string; readonly description: string; readonly document: object },
): string => new IamPolicy(scope, id, { name, description, policy: jsonDocument(document) }).arn;
