import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment";
import type { ITerraformDependable } from "cdktf";
import { Construct, type IConstruct } from "constructs";
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
  /** Policies that AWS keeps up to date, by ARN. @default - none */
  readonly managed?: readonly string[];
}

const boundaries = new WeakMap<IConstruct, string>();

/** The most that any role below may do, whatever its policies say: the ARN of a managed policy. Said before they are. */
export const boundRoles = (scope: IConstruct, policyArn: string): void => void boundaries.set(scope, policyArn);

/** The nearest that was said above, so that no module between can forget to hand it on. */
const boundaryAt = (scope: IConstruct): string | undefined => {
  const above = [...scope.node.scopes].reverse().find((each) => boundaries.has(each));
  return above && boundaries.get(above);
};

/** Services that do not say for which account they act, or are not known to: a condition on it would lock them out. */
const SAYS_NO_ACCOUNT: ReadonlySet<string> = new Set(["ec2", "backup"]);

/** An identity with one inline policy, so that what it may do is read in one place. */
export class Role extends Construct {
  readonly arn: string;
  readonly name: string;
  /** What must stand before anything can act in this role. */
  readonly ready: readonly ITerraformDependable[];

  constructor(scope: Construct, id: string, { name, principal, account, statements, managed = [] }: RoleProps) {
    super(scope, id);
    // IAM refuses a statement that names no resource; it would allow nothing anyway.
    const allowed = statements.filter(({ resources }) => resources.length > 0);
    const permissionsBoundary = boundaryAt(this);
    const role = new IamRole(this, "Resource", {
      name,
      ...(permissionsBoundary !== undefined && { permissionsBoundary }),
      assumeRolePolicy: jsonDocument({
        Version: "2012-10-17",
        Statement: [
          {
            Effect: "Allow",
            Principal: { Service: `${principal}.amazonaws.com` },
            Action: "sts:AssumeRole",
            // Where there is one, another account's service may not borrow the role.
            ...(!SAYS_NO_ACCOUNT.has(principal) && { Condition: { StringEquals: { "aws:SourceAccount": account } } }),
          },
        ],
      }),
    });
    const own = { name: "own", role: role.name, policy: jsonDocument(policyOf(allowed)) };
    this.ready = [
      ...(allowed.length > 0 ? [new IamRolePolicy(this, "policy", own)] : []),
      ...managed.map(
        (policyArn) =>
          new IamRolePolicyAttachment(this, policyArn.split("/").at(-1) ?? policyArn, { role: role.name, policyArn }),
      ),
    ];
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
