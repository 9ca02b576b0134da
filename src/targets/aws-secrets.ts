import type { Environment } from "../config/schema";
import type { Platform } from "../model/platform";
import { isParameter } from "../modules/adopted-secret";
import type { Statement } from "../modules/role";
import { foundationOutputs as out, type Reader } from "./outputs";

export interface SecretContext {
  readonly environment: Pick<Environment, "adopt" | "aws" | "secrets">;
  readonly platform: Pick<Platform, "secrets">;
  readonly foundation: Reader;
}

/** Where one secret is kept, and how its reader learns of a new value. */
export interface SecretPlace {
  readonly arn: string;
  readonly kind: "secrets-manager" | "ssm";
  readonly adopted: boolean;
  /** Of a value that Terraform wrote, or that YAML numbers; none where an operator alone knows. */
  readonly version?: string;
}

/** The answer for one secret, the same for every reader. */
export function secretPlace({ environment, platform, foundation }: SecretContext, name: string): SecretPlace {
  const adopted = environment.adopt?.secrets[name];
  if (adopted !== undefined) {
    const number = environment.secrets?.versions?.[name];
    return {
      arn: adopted,
      kind: isParameter(adopted) ? "ssm" : "secrets-manager",
      adopted: true,
      ...(number !== undefined && { version: String(number) }),
    };
  }
  const written = platform.secrets[name]?.kind !== "supplied";
  return {
    arn: foundation.text(out.secretArn(name)),
    kind: environment.secrets?.kind ?? "secrets-manager",
    adopted: false,
    ...(written && { version: foundation.text(out.secretVersion(name)) }),
  };
}

/** What opens these secrets and no others. The environment's own key is the caller's to allow. */
export function secretStatements(context: SecretContext, names: readonly string[]): Statement[] {
  const places = [...new Set(names)].sort().map((name) => secretPlace(context, name));
  const arns = (kind: SecretPlace["kind"]): string[] =>
    places.filter((each) => each.kind === kind).map(({ arn }) => arn);
  return [
    { actions: ["secretsmanager:GetSecretValue"], resources: arns("secrets-manager") },
    { actions: ["ssm:GetParameters"], resources: arns("ssm") },
    ...places.filter(({ adopted }) => adopted).map((place) => foreignKey(context, place)),
  ].filter(({ resources }) => resources.length > 0);
}

/**
 * Others may have encrypted theirs with any key of theirs, which nobody tells us: any, then, but for this one value
 * alone. Source: AWS, "Secret encryption and decryption", and Systems Manager, "How Parameter Store uses AWS KMS".
 */
function foreignKey({ environment }: SecretContext, { arn, kind }: SecretPlace): Statement {
  const { account, region } = environment.aws ?? { account: "*", region: "*" };
  const [service, context] =
    kind === "ssm"
      ? ["ssm", "kms:EncryptionContext:PARAMETER_ARN"]
      : ["secretsmanager", "kms:EncryptionContext:SecretARN"];
  return {
    actions: ["kms:Decrypt"],
    resources: [`arn:aws:kms:${region}:${account}:key/*`],
    condition: { StringEquals: { "kms:ViaService": `${service}.${region}.amazonaws.com`, [context]: arn } },
  };
}
