import type { Workload } from "../../model/service";
import type { Statement } from "../../modules/role";
import type { Reader } from "../outputs";
import { secretArns } from "../ecs/secrets";

/** The host opens the secrets of what it runs, and no others. */
export function secretStatements(foundation: Reader, workloads: readonly Workload[]): Statement[] {
  const files = workloads.flatMap(({ mounts }) =>
    mounts.flatMap((mount) => (mount.kind === "secretFile" ? [mount.secret] : [])),
  );
  const asUses = { secrets: Object.fromEntries(files.map((secret) => [secret, { secret }])) };
  const arns = secretArns(foundation, [...workloads, asUses]);
  return [{ actions: ["secretsmanager:GetSecretValue"], resources: arns }];
}
