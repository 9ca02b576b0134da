import type { Check, Fault } from "./check";
import { at } from "./check";
import { workloadsOf } from "./walk";

/** Of a standard parameter. Source: AWS, Systems Manager, "Managing parameter tiers". */
const PARAMETER_CHARACTERS = 4096;

/** 68 · A parameter is cheaper than a secret, and less: it has no JSON keys that ECS could read. */
export const keepSecretsWhereRead: Check = {
  id: 68,
  title: "secrets.kind ssm is for AWS, and for secrets that are read whole",
  severity: "breaks",
  run: ({ environment, platform }): Fault[] => {
    if (environment.secrets?.kind !== "ssm") return [];
    const spot = at("secrets.kind");
    if (environment.target === "devenv")
      return [spot.is("ssm is for AWS: a laptop takes secrets from TF_VAR_…; remove it")];
    const keyed = workloadsOf(platform).flatMap(({ kind, name, workload }) =>
      Object.values(workload.secrets).flatMap(({ secret, key }) =>
        key === undefined
          ? []
          : [
              spot.is(
                `ssm gives a secret whole, but ${kind} ${name} reads key ${key} of ${secret}; set secrets-manager`,
              ),
            ],
      ),
    );
    const long = Object.entries(platform.secrets).flatMap(([name, secret]) =>
      secret.kind === "generated" && secret.length > PARAMETER_CHARACTERS
        ? [
            spot.is(
              `ssm holds ${PARAMETER_CHARACTERS} characters, and ${name} has ${secret.length}; set secrets-manager`,
            ),
          ]
        : [],
    );
    return [...keyed, ...long];
  },
};
