import { apiFacts, wayToAws } from "../config/way-to-aws";
import { outsideCalls } from "../model/endpoints";
import type { Check } from "./check";
import { at } from "./check";

/** 51 · Without a gateway a call that leaves AWS hangs until it times out, on the first turn that needs it. */
export const leaveByAWayOut: Check = {
  id: 51,
  title: "where there is no NAT, nothing calls what no endpoint reaches",
  severity: "breaks",
  run: ({ environment, platform }) => {
    if (environment.target === "devenv" || environment.aws?.network.nat !== "none") return [];
    const calls = outsideCalls(platform, apiFacts(environment));
    const reasons = [...new Set(calls.map(({ reason }) => reason))].sort();
    if (reasons.length === 0) return [];
    return [
      at("aws.network.nat").is(
        `none, but no endpoint reaches what these call (an LLM API is on the internet): ${reasons.join("; ")}; ` +
          "allowed: per-zone, single; or egress: [] in the platform's definition and images of our own",
      ),
    ];
  },
};

/** 52 · Images, secrets and logs are AWS's own APIs: with neither way to them no container starts. */
export const reachAwsItself: Check = {
  id: 52,
  title: "endpoints or NAT reach the APIs of AWS itself, and endpoints are made in a network of our own",
  severity: "breaks",
  run: ({ environment }) => {
    const { target, aws, adopt } = environment;
    if (target === "devenv" || !aws) return [];
    const { nat, endpoints } = aws.network;
    const spot = at("aws.network.endpoints");
    if (adopt?.network)
      return endpoints === "needed"
        ? [spot.is("needed, but the network is adopted: its owner makes endpoints in it; remove this line")]
        : [];
    return nat === "none" && wayToAws(environment) === "internet"
      ? [spot.is("none with nat none: no image, secret or log would be reached; allowed: needed")]
      : [];
  },
};
