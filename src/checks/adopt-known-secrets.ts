import { knownNames } from "../config/suggest";
import type { Check, Fault } from "./check";
import { at } from "./check";
import { has, workloadsOf } from "./walk";

/** 67 · A secret of others is read where it is: by a name the platform has, in reach, and whole. */
export const adoptKnownSecrets: Check = {
  id: 67,
  title: "adopt.secrets names secrets of the platform, in the region of the environment",
  severity: "breaks",
  run: ({ environment, platform }) =>
    Object.entries(environment.adopt?.secrets ?? {}).flatMap(([name, arn]): Fault[] => {
      const spot = at(["adopt", "secrets", name]);
      if (environment.target === "devenv") return [spot.isNamed("a laptop takes secrets from TF_VAR_…; remove it")];
      if (!has(platform.secrets, name)) {
        return [spot.isNamed(`there is no secret ${name}; ${knownNames(name, Object.keys(platform.secrets))}`)];
      }
      const [, , service, region = "", account = ""] = arn.split(":");
      const { aws } = environment;
      const faults: Fault[] = [];
      if (aws && (region !== aws.region || account !== aws.account)) {
        faults.push(spot.is(`is in ${region} of account ${account}; allowed: ${aws.region} of account ${aws.account}`));
      }
      if (service === "ssm" && !arn.includes(":parameter/")) {
        faults.push(spot.is("is no parameter with a path; allowed: arn:…:parameter/…"));
      }
      const keyed = workloadsOf(platform).find(({ workload }) =>
        Object.values(workload.secrets).some(({ secret, key }) => secret === name && key !== undefined),
      );
      if (service === "ssm" && keyed) {
        faults.push(
          spot.is(
            `${keyed.kind} ${keyed.name} reads one key of it, which a parameter cannot give; keep it in Secrets Manager`,
          ),
        );
      }
      return faults;
    }),
};
