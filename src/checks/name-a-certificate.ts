import type { Environment } from "../config/schema";
import type { Check, Fault } from "./check";
import { at } from "./check";

/** 17 · A load balancer serves nothing over HTTPS without the certificate of its domain. */
export const nameACertificate: Check = {
  id: 17,
  title:
    "a target on AWS has a certificate of its domain: one that exists, in its account and region, or a zone to make one in",
  severity: "breaks",
  run: ({ environment }) => {
    const { target, edge, adopt } = environment;
    if (target === "devenv" || adopt?.loadBalancer) return [];
    if (edge.certificateArn === undefined && edge.zoneId === undefined) {
      const text = `missing; target ${target} needs the ARN of an ACM certificate for ${edge.domain}, or edge.zoneId to have one made`;
      return [at("edge.certificateArn").is(text)];
    }
    return [...elsewhere(environment), ...uncovered(environment)];
  },
};

function elsewhere({ edge, aws }: Environment): Fault[] {
  if (edge.certificateArn === undefined || !aws) return [];
  const [, , , region, account] = edge.certificateArn.split(":");
  return region === aws.region && account === aws.account
    ? []
    : [
        at("edge.certificateArn").is(
          `is of account ${account} in ${region}; the load balancer is in ${aws.account}, ${aws.region}`,
        ),
      ];
}

/** A wildcard stands for one label. Source: AWS Certificate Manager, certificate characteristics. */
function uncovered({ edge: { domain, certificateArn, certificateDomain } }: Environment): Fault[] {
  const spot = at("edge.certificateDomain");
  if (certificateDomain === undefined) return [];
  if (certificateArn === undefined)
    return [spot.isNamed("has no meaning without edge.certificateArn: a certificate of our own is for edge.domain")];
  const wild = certificateDomain.startsWith("*.");
  return wild && domain.replace(/^[^.]+/, "*") !== certificateDomain
    ? [spot.is(`${certificateDomain} does not cover ${domain}: * stands for one label`)]
    : [];
}
