import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { jsonDocument } from "../terraform";

/** One thing that is allowed, on exactly these resources. */
export interface Statement {
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly condition?: Readonly<Record<string, unknown>>;
}

export interface RoleProps {
  readonly name: string;
  /** The service that wears it, such as `ecs-tasks`. */
  readonly principal: string;
  readonly account: string;
  readonly statements: readonly Statement[];
}

/** An identity with one inline policy, so that what it may do is read in one place. */
export class Role extends Construct {
  readonly arn: string;
  readonly name: string;
  /** What must stand before anything can act in this role. */
  readonly ready: readonly ITerraformDependable[];

  constructor(scope: Construct, id: string, { name, principal, account, statements }: RoleProps) {
    super(scope, id);
    // IAM refuses a statement that names no resource; it would allow nothing anyway.
    const allowed = statements.filter(({ resources }) => resources.length > 0);
    const role = new IamRole(this, "Resource", {
      name,
      assumeRolePolicy: jsonDocument({
        Version: "2012-10-17",
        Statement: [
          {
            Effect: "Allow",
            Principal: { Service: `${principal}.amazonaws.com` },
            Action: "sts:AssumeRole",
            // EC2 gives no source account; where there is one, another account's service may not borrow the role.
            ...(principal !== "ec2" && { Condition: { StringEquals: { "aws:SourceAccount": account } } }),
          },
        ],
      }),
    });
    this.ready =
      allowed.length > 0
        ? [
            new IamRolePolicy(this, "policy", {
              name: "own",
              role: role.name,
              policy: jsonDocument(policyOf(allowed)),
            }),
          ]
        : [];
    this.arn = role.arn;
    this.name = role.name;
  }
}

const policyOf = (statements: readonly Statement[]): object => ({
  Version: "2012-10-17",
  Statement: statements.map(({ actions, resources, condition }) => ({
    Effect: "Allow",
    Action: actions,
    Resource: resources,
    ...(condition && { Condition: condition }),
  })),
});
