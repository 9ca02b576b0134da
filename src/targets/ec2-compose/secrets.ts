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

/** What the host asks for, and where: ours by its derived name, one that others keep by its ARN. */
export const hostSecretSource =
  (context: SecretContext & { readonly environment: Environment }): SecretSource =>
  (name) => {
    const { arn, adopted, kind, version } = secretPlace(context, name);
    const from = kind === "ssm" ? { from: "parameter" as const } : {};
    if (adopted) return { secretId: arn, ...from };
    const named = kind === "ssm" ? parameterPath : secretName;
    const versionId = version === undefined ? {} : { versionId: version };
    return { secretId: named(context.environment, name), ...from, ...versionId };
  };
