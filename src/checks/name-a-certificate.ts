import type { Check } from "./check";
import { at } from "./check";

/** 17 · A load balancer serves nothing over HTTPS without the certificate of its domain. */
export const nameACertificate: Check = {
  id: 17,
  title: "a target on AWS names the certificate of its domain",
  severity: "breaks",
  run: ({ environment: { target, edge } }) =>
    target === "devenv" || edge.certificateArn !== undefined
      ? []
      : [
          at("edge.certificateArn").is(
            `missing; target ${target} needs the ARN of an ACM certificate for ${edge.domain}`,
          ),
        ],
};
