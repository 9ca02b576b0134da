import type { Workload } from "../../model/service";
import type { Statement } from "../../modules/role";
import { secretPlace, secretStatements, type SecretContext } from "../aws-secrets";
import { parameterPath, secretName } from "../aws-names";
import { secretNames } from "../ecs/secrets";
import type { Environment } from "../../config/schema";
import type { SecretSource } from "../../rendering/secret-manifest";

/** The host opens the secrets of what it runs, and no others. */
export function hostSecretStatements(context: SecretContext, workloads: readonly Workload[]): Statement[] {
  const files = workloads.flatMap(({ mounts }) =>
    mounts.flatMap((mount) => (mount.kind === "secretFile" ? [mount.secret] : [])),
  );
  return secretStatements(context, [...secretNames(workloads), ...files]);
}

/**
 * What the host asks for: ours by its derived name, one that others keep by its ARN. The number that YAML gives to one of
 * theirs is no version that the store knows.
 */
export const hostSecretSource =
  (context: SecretContext & { readonly environment: Environment }): SecretSource =>
  (name) => {
    const { arn, kind, adopted, version } = secretPlace(context, name);
    const from = kind === "ssm" ? { from: "parameter" as const } : {};
    if (adopted) return { secretId: arn, ...from };
    const nameOf = kind === "ssm" ? parameterPath : secretName;
    return {
      secretId: nameOf(context.environment, name),
      ...from,
      ...(version !== undefined && { versionId: version }),
    };
  };
