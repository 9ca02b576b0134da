import { App, TerraformStack } from "cdktf";
import { TrustedRole } from "../../src/modules/trusted-role";

const ISSUER = "token.actions.githubusercontent.com";

const conditionFor = (subjects: readonly string[]): unknown => {
  const stack = new TerraformStack(new App({ stackTraces: false }), "account");
  new TrustedRole(stack, "deployer", {
    name: "shop-deployer",
    description: "Applies",
    policyArns: {},
    trust: {
      principals: [],
      runs: {
        providerArn: `arn:aws:iam::111122223333:oidc-provider/${ISSUER}`,
        issuer: ISSUER,
        audience: "sts.amazonaws.com",
        subjects,
      },
    },
  });
  const { resource } = stack.toTerraform() as {
    resource: { aws_iam_role: Record<string, { assume_role_policy: string }> };
  };
  const [role] = Object.values(resource.aws_iam_role);
  return (JSON.parse(role?.assume_role_policy ?? "") as { Statement: { Condition: unknown }[] }).Statement[0]
    ?.Condition;
};

describe("runs that may take a role", () => {
  it("show a token for AWS and of a subject that is named whole", () => {
    expect(conditionFor(["repo:acme/shop:environment:deploy"])).toEqual({
      StringEquals: {
        [`${ISSUER}:aud`]: "sts.amazonaws.com",
        [`${ISSUER}:sub`]: ["repo:acme/shop:environment:deploy"],
      },
    });
  });

  it("show a token for AWS and of a subject that begins so", () => {
    expect(conditionFor(["repo:acme/shop:ref:refs/tags/v*"])).toEqual({
      StringEquals: { [`${ISSUER}:aud`]: "sts.amazonaws.com" },
      StringLike: { [`${ISSUER}:sub`]: ["repo:acme/shop:ref:refs/tags/v*"] },
    });
  });
});
