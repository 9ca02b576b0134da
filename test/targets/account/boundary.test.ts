import { describeChosen } from "../../../src/account";
import { synthesize, type TerraformJson } from "../../../src/synthesize";
import { boundaryOf } from "../../../src/targets/account/deployer/boundary";
import { POLICY_CHARACTERS, sizeOf } from "../../../src/targets/account/deployer/policies";
import { ROOT } from "../../helpers/source-files";

interface Statement {
  readonly Effect: string;
  readonly Action: string | readonly string[];
  readonly Resource: string | readonly string[];
  readonly Condition?: object;
}

const STATES = "arn:aws:s3:::shop-terraform-state";
const bounding = (...jsons: readonly Partial<TerraformJson>[]): Statement[] => {
  const document = boundaryOf({
    platform: "shop",
    account: "111122223333",
    stateBucketArn: STATES,
    workspaces: jsons.map((json) => ({
      name: "shop-prod-x",
      environment: "prod",
      json: { terraform: {}, provider: {}, ...json },
    })),
  });
  return (document as { Statement: Statement[] }).Statement;
};
const role = (...statements: readonly object[]): Partial<TerraformJson> => ({
  resource: { aws_iam_role_policy: { api: { policy: JSON.stringify({ Statement: statements }) } } },
});
const attached = (policy_arn: string): Partial<TerraformJson> => ({
  resource: { aws_iam_role_policy_attachment: { session: { role: "shop-prod-host", policy_arn } } },
});

describe("the most that roles of a platform may do", () => {
  it("is what all of them have together, and who they are is nothing of it", () => {
    const [allowed, ...more] = bounding(
      role({ Effect: "Allow", Action: ["s3:GetObject"], Resource: '${replace(aws_x.y.arn, "a", "b")}' }),
      role({ Effect: "Allow", Action: "kms:Decrypt", Resource: "*" }),
      attached("arn:aws:iam::aws:policy/AWSBackupServiceRolePolicyForS3Restore"),
    );
    expect(allowed).toMatchObject({ Effect: "Allow", Resource: "*" });
    expect(allowed?.Action).toEqual(expect.arrayContaining(["kms:Decrypt", "s3:CreateBucket", "s3:GetObject"]));
    expect(more.map(({ Effect }) => Effect)).toEqual(["Deny", "Deny"]);
    expect(more[0]?.Action).toEqual(
      expect.arrayContaining(["account:*", "organizations:*", "iam:Create*", "iam:Delete*", "iam:Put*", "iam:Set*"]),
    );
    expect(more[1]).toEqual({ Effect: "Deny", Action: "s3:*", Resource: [STATES, `${STATES}/*`] });
  });

  it("hands on roles of the environments to services that are named", () => {
    const passing = {
      Effect: "Allow",
      Action: ["iam:PassRole"],
      Resource: "*",
      Condition: { StringEquals: { "iam:PassedToService": "ecs-tasks.amazonaws.com" } },
    };
    const [passed] = bounding(role(passing));
    expect(passed).toEqual({
      Effect: "Allow",
      Action: "iam:PassRole",
      Resource: ["arn:aws:iam::111122223333:role/shop-prod-*"],
      Condition: { StringEquals: { "iam:PassedToService": ["ecs-tasks.amazonaws.com"] } },
    });
  });

  it.each([
    ["iam:CreateUser", role({ Action: ["s3:GetObject", "iam:CreateUser"] })],
    ["iam:PassRole", role({ Action: "iam:PassRole" })],
    ["sts:AssumeRole", role({ Action: ["sts:AssumeRole"] })],
    ["*", role({ Action: "*" })],
  ])("refuses a role that has %s", (action, json) => {
    expect(() => bounding(json)).toThrow(
      `shop-prod-x: aws_iam_role_policy.api allows ${action}, which no role of a workspace may have`,
    );
  });

  it("does not guess what somebody's managed policy allows", () => {
    expect(() => bounding(attached("arn:aws:iam::aws:policy/AdministratorAccess"))).toThrow(
      /^shop-prod-x: aws_iam_role_policy_attachment\.session attaches .*AdministratorAccess, and the boundary does not know/,
    );
    expect(() => bounding(attached("${aws_iam_policy.own.arn}"))).toThrow(/the boundary does not know/);
  });

  it("fits into one policy", () => {
    const many = Array.from({ length: 300 }, (_, index) => `s3:SomeLongActionOfMany${index}`);
    expect(() => bounding(role({ Action: many }))).toThrow(
      /^the boundary of roles has \d+ characters, and IAM allows 6144$/,
    );
  });
});

describe("the boundary of what is shipped", () => {
  const { accounts } = describeChosen(ROOT, ["kdcube/account"]);
  const { workspaces } = synthesize(accounts.flatMap(({ environments }) => environments));

  it("is on every role", () => {
    const roles = workspaces.flatMap(({ json }) =>
      Object.values((json.resource?.["aws_iam_role"] ?? {}) as Record<string, { permissions_boundary?: string }>),
    );
    expect(roles.length).toBeGreaterThan(10);
    expect([...new Set(roles.map(({ permissions_boundary }) => permissions_boundary))]).toEqual([
      "arn:aws:iam::111122223333:policy/kdcube-boundary",
    ]);
  });

  it("allows every role all that its own policy does", () => {
    const document = boundaryOf({
      platform: "kdcube",
      account: "111122223333",
      stateBucketArn: STATES,
      workspaces: workspaces.map(({ workspace, deployment, json }) => ({
        name: workspace.name,
        environment: deployment.environment.environment,
        json,
      })),
    });
    expect(sizeOf(document)).toBeLessThanOrEqual(POLICY_CHARACTERS);
    const { Statement: statements } = document as { Statement: Statement[] };
    const allowed = statements.filter(({ Effect }) => Effect === "Allow").flatMap(({ Action }) => [Action].flat());
    const texts = workspaces.flatMap(({ json }) =>
      Object.values((json.resource?.["aws_iam_role_policy"] ?? {}) as Record<string, { policy: string }>),
    );
    const had = texts.flatMap(({ policy }) =>
      (JSON.parse(policy) as { Statement: Statement[] }).Statement.flatMap(({ Action }) => [Action].flat()),
    );
    expect(had.length).toBeGreaterThan(0);
    expect(had.filter((action) => !allowed.includes(action))).toEqual([]);
  });
});
