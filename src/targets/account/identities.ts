import { DataAwsIamOpenidConnectProvider } from "@cdktf/provider-aws/lib/data-aws-iam-openid-connect-provider";
import { DataAwsIamRole } from "@cdktf/provider-aws/lib/data-aws-iam-role";
import { IamOpenidConnectProvider } from "@cdktf/provider-aws/lib/iam-openid-connect-provider";
import { managedPolicy, TrustedRole, type Trust } from "../../modules/trusted-role";
import { accountOutputs as out } from "../outputs";
import { boundaryName } from "../../config/account";
import type { SizedPolicy } from "./deployer/policies";
import type { AccountStack } from "./stack";

/** Source: GitHub, "Configuring OpenID Connect in Amazon Web Services". */
const GITHUB = { issuer: "token.actions.githubusercontent.com", audience: "sts.amazonaws.com" } as const;

/** Layers up, manifests up, and what a build needs of its base and of what is there already. */
const PUSH = [
  "ecr:BatchCheckLayerAvailability",
  "ecr:BatchGetImage",
  "ecr:CompleteLayerUpload",
  "ecr:DescribeImages",
  "ecr:GetDownloadUrlForLayer",
  "ecr:InitiateLayerUpload",
  "ecr:PutImage",
  "ecr:UploadLayerPart",
];

/** Who pushes images and who applies workspaces, and the provider that vouches for their runs. */
export function accountIdentities(
  stack: AccountStack,
  repositories: Readonly<Record<string, string>>,
  policies: readonly SizedPolicy[],
  boundary: object,
): void {
  const { platform, ci, deployer, adopt } = stack.account;
  const subjects = [...(ci?.subjects ?? []), ...(deployer?.subjects ?? [])];
  const providerArn = subjects.length > 0 ? githubProvider(stack) : undefined;
  const runsOf = (some: readonly string[] | undefined): Pick<Trust, "runs"> =>
    some && providerArn !== undefined ? { runs: { providerArn, ...GITHUB, subjects: some } } : {};

  if (ci ?? adopt.roles.ci) {
    const policy = managedPolicy(stack, "ci-policy", {
      name: `${platform}-ci`,
      description: `Push the images of ${platform}`,
      document: pushTo(Object.values(repositories)),
    });
    stack.outputs.publish(out.ciPolicyArn, policy);
    if (ci) {
      const role = new TrustedRole(stack, "ci", {
        name: `${platform}-ci`,
        description: `Builds and pushes the images of ${platform}`,
        trust: { principals: [], ...runsOf(ci.subjects) },
        policyArns: { push: policy },
      });
      stack.outputs.publish(out.ciRoleArn, role.arn);
    }
  }
  const bound = managedPolicy(stack, "boundary", {
    name: boundaryName(platform),
    description: `The most that roles of ${platform} may do, which its deployer makes`,
    document: boundary,
  });
  stack.outputs.publish(out.boundaryPolicyArn, bound);
  const arns = Object.fromEntries(
    policies.map(({ name, document }) => [
      name,
      managedPolicy(stack, `deployer-policy-${name}`, {
        name: `${platform}-deployer-${name}`,
        description: `Apply the workspaces of ${platform}: ${name}`,
        document,
      }),
    ]),
  );
  stack.outputs.publish(out.deployerPolicyArns, Object.values(arns));
  if (deployer) {
    const role = new TrustedRole(stack, "deployer", {
      name: `${platform}-deployer`,
      description: `Applies the environments of ${platform}; not the account itself`,
      trust: { principals: deployer.principals, ...runsOf(deployer.subjects) },
      policyArns: arns,
    });
    stack.outputs.publish(out.deployerRoleArn, role.arn);
  }
  for (const [name, arn] of Object.entries(adopt.roles)) {
    if (arn !== undefined) new DataAwsIamRole(stack, name, { name: arn.replace(/^.*\//, "") });
  }
}

/** An account has one provider for an issuer: ours, or the one that is there. */
function githubProvider(stack: AccountStack): string {
  const arn = stack.account.adopt.oidcProviderArn;
  if (arn === undefined) {
    return new IamOpenidConnectProvider(stack, "github", {
      url: `https://${GITHUB.issuer}`,
      clientIdList: [GITHUB.audience],
    }).arn;
  }
  new DataAwsIamOpenidConnectProvider(stack, "github", {
    arn,
    lifecycle: {
      postcondition: [
        {
          condition: `\${contains(self.client_id_list, "${GITHUB.audience}")}`,
          errorMessage: `the account's provider for GitHub does not know the audience ${GITHUB.audience}; add it`,
        },
      ],
    },
  });
  return arn;
}

const pushTo = (repositories: readonly string[]): object => ({
  Version: "2012-10-17",
  Statement: [
    // A login is to the registry, which is no resource.
    { Effect: "Allow", Action: ["ecr:GetAuthorizationToken"], Resource: ["*"] },
    { Effect: "Allow", Action: PUSH, Resource: [...repositories].sort() },
  ],
});
