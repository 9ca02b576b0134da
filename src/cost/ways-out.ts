import { apiFacts, wayToAws } from "../config/way-to-aws";
import type { Deployment } from "../deployment";
import { apiCalls, endpointsOf, type EndpointNeed } from "../model/endpoints";
import { perMonth } from "./charge";
import { PRICES } from "./prices";

/** One way from the private subnets to what lies outside them. */
export interface WayOut {
  readonly what: string;
  /** Is it the one that this environment has? */
  readonly made: boolean;
  /** US dollars a month for standing there; a NAT gateway with its public address. */
  readonly usd: number;
  /** US dollars for each GB that goes through. */
  readonly perGB: number;
}

export interface WaysOut {
  readonly ways: readonly WayOut[];
  /** GB a month to AWS's APIs from which endpoints cost less than the same traffic through NAT. */
  readonly endpointsPayFromGB: number;
  /** Which endpoints are needed, by whom and why, whether or not they are made. */
  readonly endpoints: readonly EndpointNeed[];
}

/** NAT against endpoints, whichever of them there are; none to compare where the network is somebody else's. */
export function waysOut({ environment, platform }: Deployment): WaysOut | undefined {
  const { aws, adopt } = environment;
  if (!aws || adopt?.network) return undefined;
  const zones = aws.network.zones.length;
  const nat = (gateways: number): number => gateways * (perMonth(PRICES.natGateway) + perMonth(PRICES.publicAddress));
  const needs = endpointsOf(apiCalls(platform, apiFacts(environment)));
  const endpoints = needs.length * zones * perMonth(PRICES.endpoint);
  const through = (what: string, made: boolean, usd: number, perGB: number): WayOut => ({ what, made, usd, perGB });
  return {
    ways: [
      through(`NAT, one a zone (${zones})`, aws.network.nat === "per-zone", nat(zones), PRICES.natTraffic.usd),
      through("NAT, a single one", aws.network.nat === "single", nat(1), PRICES.natTraffic.usd),
      through(
        `${needs.length} endpoints in ${zones} zones`,
        wayToAws(environment) === "endpoints",
        endpoints,
        PRICES.endpointTraffic.usd,
      ),
      through("S3 by its gateway", true, 0, 0),
    ],
    endpointsPayFromGB: Math.ceil(endpoints / (PRICES.natTraffic.usd - PRICES.endpointTraffic.usd)),
    endpoints: needs,
  };
}
