import pc from "picocolors";
import type { Environment } from "../config/schema";
import type { Deployment } from "../deployment";
import { parameterPath, secretName } from "../targets/aws-names";

/** One name as it is typed, where it is kept, and whose it is. */
interface ToSupply {
  readonly environment: string;
  readonly kind: SecretKind;
  readonly name: string;
}

type SecretKind = NonNullable<NonNullable<Environment["secrets"]>["kind"]>;

/**
 * How a value is put where it is read. Without its key a parameter would go under the account's default key, which
 * Terraform would take for a change. Source: AWS CLI, ssm put-parameter, --key-id.
 */
const SUPPLY: Readonly<Record<SecretKind, string>> = {
  "secrets-manager": "aws secretsmanager put-secret-value --secret-id <name> --secret-string file:///dev/stdin",
  ssm: 'aws ssm put-parameter --overwrite --type SecureString --key-id "$(aws kms describe-key --key-id alias/<platform>-<environment> --query KeyMetadata.Arn --output text)" --name <name> --value "$(cat)"',
};

/** What nobody can generate and nobody keeps yet: until an operator writes these, what reads them does not work. */
function toSupply({ environment, platform }: Deployment): ToSupply[] {
  if (!environment.aws || environment.target === "devenv") return [];
  const kind = environment.secrets?.kind ?? "secrets-manager";
  return Object.keys(platform.secrets)
    .filter((name) => platform.secrets[name]?.kind === "supplied" && environment.adopt?.secrets[name] === undefined)
    .sort()
    .map((name) => ({
      environment: `${environment.platform}/${environment.environment}`,
      kind,
      name: kind === "ssm" ? parameterPath(environment, name) : secretName(environment, name),
    }));
}

/** The names by environment, and below those of one kind how that kind is written. */
export function secretsText(deployments: readonly Deployment[]): string[] {
  const all = deployments.flatMap(toSupply);
  const lines = (["secrets-manager", "ssm"] as const).flatMap((kind) => {
    const those = all.filter((each) => each.kind === kind);
    if (those.length === 0) return [];
    const environments = [...new Set(those.map(({ environment }) => environment))];
    return [
      ...environments.map((environment) => {
        const names = those.filter((each) => each.environment === environment).map(({ name }) => name);
        return `  ${environment}  ${names.join(" ")}`;
      }),
      `  ${pc.dim(SUPPLY[kind])}`,
    ];
  });
  if (lines.length === 0) return [];
  return [[pc.bold("Secrets to supply, when the foundation stands and before anything else"), ...lines].join("\n")];
}
