import { byKey } from "../../model/reference";
import type { Platform } from "../../model/platform";
import type { Workload } from "../../model/service";
import { foundationOutputs as out, type Reader } from "../outputs";

export interface SecretVariable {
  readonly name: string;
  readonly valueFrom: string;
}

/**
 * The secrets of a container by reference. One that Terraform wrote is named with its version, so a new value is a new
 * task definition and rolls the tasks; one that an operator wrote is read in its current version when a task starts.
 * Format: arn:json-key:version-stage:version-id. Source: AWS, ECS, "Pass Secrets Manager secrets through environment variables".
 */
export function secretVariables(
  platform: Platform,
  foundation: Reader,
  { secrets }: Pick<Workload, "secrets">,
): SecretVariable[] {
  return Object.entries(secrets)
    .sort(byKey)
    .map(([name, { secret, key }]) => {
      const arn = foundation.text(out.secretArn(secret));
      const written = platform.secrets[secret]?.kind !== "supplied";
      if (!written && key === undefined) return { name, valueFrom: arn };
      return { name, valueFrom: `${arn}:${key ?? ""}::${written ? foundation.text(out.secretVersion(secret)) : ""}` };
    });
}

/** The containers in Secrets Manager that a task's starter must be allowed to open. */
export const secretArns = (foundation: Reader, workloads: readonly Pick<Workload, "secrets">[]): string[] =>
  [...new Set(workloads.flatMap(({ secrets }) => Object.values(secrets).map(({ secret }) => secret)))]
    .sort()
    .map((secret) => foundation.text(out.secretArn(secret)));
