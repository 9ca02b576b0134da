import type { Check } from "./check";
import { at } from "./check";

/** 18 · Account, region and network are nobody's to guess, and only a compose host has a host. */
export const sayWhereOnAws: Check = {
  id: 18,
  title: "a target on AWS has an aws block, and aws.host exactly where there is a host",
  severity: "breaks",
  run: ({ environment: { target, aws, state } }) => {
    if (target === "devenv") {
      const lacking = state.backend === "s3" && !aws;
      return lacking
        ? [at("state.backend").is("s3 needs an aws block: the bucket is in its account; allowed: local, cloud")]
        : [];
    }
    if (!aws) return [at("aws").is(`missing; target ${target} needs a map with account, region, network`)];
    if (target === "ec2-compose" && !aws.host) {
      return [at("aws.host").is("missing; target ec2-compose needs a map with instanceType, rootGiB, architecture")];
    }
    return target === "ecs" && aws.host ? [at("aws.host").is("target ecs has no host; remove it")] : [];
  },
};
