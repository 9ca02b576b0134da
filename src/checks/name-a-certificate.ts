import type { Check } from "./check";
import { at } from "./check";

/** 17 · A load balancer serves nothing over HTTPS without the certificate of its domain. */
export const nameACertificate: Check = {
  id: 17,
  title: "a target on AWS names the certificate of its domain, in its account and region",
  severity: "breaks",
  run: ({ environment: { target, edge, aws } }) => {
    if (target === "devenv") return [];
    const spot = at("edge.certificateArn");
    if (edge.certificateArn === undefined)
      return [spot.is(`missing; target ${target} needs the ARN of an ACM certificate for ${edge.domain}`)];
    const [, , , region, account] = edge.certificateArn.split(":");
    return !aws || (region === aws.region && account === aws.account)
      ? []
      : [spot.is(`is of account ${account} in ${region}; the load balancer is in ${aws.account}, ${aws.region}`)];
  },
};
