import { byKey } from "../../model/reference";
import type { Workload } from "../../model/service";
import { secretPlace, type SecretContext } from "../aws-secrets";
import type { Reader } from "../outputs";

export interface SecretVariable {
  readonly name: string;
  readonly valueFrom: string;
}

/**
 * The secrets of a container by reference. One that Terraform wrote into Secrets Manager is named with its version, so
 * a new value is a new task definition and rolls the tasks; one that an operator wrote is read in its current version
 * when a task starts. A parameter knows no version here: its label does the rolling.
 * Format: arn:json-key:version-stage:version-id. Source: AWS, ECS, "Pass Secrets Manager secrets through environment variables".
 */
export const secretVariables = (context: SecretContext, { secrets }: Pick<Workload, "secrets">): SecretVariable[] =>
  Object.entries(secrets)
    .sort(byKey)
    .map(([name, { secret, key }]) => {
      const { arn, kind, adopted, version } = secretPlace(context, secret);
      const pinned = adopted ? undefined : version;
      if (kind === "ssm" || (pinned === undefined && key === undefined)) return { name, valueFrom: arn };
      return { name, valueFrom: `${arn}:${key ?? ""}::${pinned ?? ""}` };
    });

/**
 * Labels of a container, one for each secret whose reference cannot name a version: another number is another task
 * definition, which is what rolls the tasks. Empty where every reference says it itself.
 */
export function secretLabels(context: SecretContext, { secrets }: Pick<Workload, "secrets">): Record<string, string> {
  const names = [...new Set(Object.values(secrets).map(({ secret }) => secret))].sort();
  return Object.fromEntries(
    names.flatMap((name) => {
      const { kind, adopted, version } = secretPlace(context, name);
      return version !== undefined && (adopted || kind === "ssm") ? [[`secret.${name}`, version]] : [];
    }),
  );
}

/** The secrets that workloads read as variables. */
export const secretNames = (workloads: readonly Pick<Workload, "secrets">[]): string[] =>
  workloads.flatMap(({ secrets }) => Object.values(secrets).map(({ secret }) => secret));

/** What a container is given of its secrets, and said about them. */
export const secretsOf = (
  { environment, platform }: Pick<SecretContext, "environment" | "platform">,
  foundation: Reader,
  workload: Pick<Workload, "secrets">,
): { secrets: SecretVariable[]; labels: Record<string, string> } => ({
  secrets: secretVariables({ environment, platform, foundation }, workload),
  labels: secretLabels({ environment, platform, foundation }, workload),
});
