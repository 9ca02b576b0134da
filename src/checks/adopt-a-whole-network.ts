import { holdsTiers, isPrivate, PRIVATE_RANGES, TIERS } from "../model/cidr";
import type { Check, Fault } from "./check";
import { at } from "./check";

/** 53 · Subnets are taken by place: the first is in the first zone. What is in them is looked at in every plan. */
export const adoptAWholeNetwork: Check = {
  id: 53,
  title: "an adopted network has one subnet of each tier in every zone, and its public ones are public alone",
  severity: "breaks",
  run: ({ environment: { adopt, aws } }) => {
    const network = adopt?.network;
    if (!network || !aws) return [];
    const zones = aws.network.zones;
    return TIERS.flatMap((tier): Fault[] => {
      const field = `${tier}SubnetIds` as const;
      const spot = at(["adopt", "network", field]);
      const ids = network[field];
      const twice = ids.find((id, index) => ids.indexOf(id) !== index);
      const shared = tier === "public" ? undefined : ids.find((id) => network.publicSubnetIds.includes(id));
      return [
        ...(ids.length === zones.length
          ? []
          : [spot.is(`got ${ids.length}; allowed: ${zones.length}, one in each of the zones ${zones.join(", ")}`)]),
        ...(twice === undefined ? [] : [spot.is(`names ${twice} twice; allowed: one of its own in each zone`)]),
        ...(shared === undefined
          ? []
          : [spot.is(`${shared} is public too; allowed: a subnet that the internet cannot reach`)]),
      ];
    });
  },
};

/** 55 · Tasks have an address each, and a deployment runs them twice. What others own cannot be reached from within. */
export const holdEveryTier: Check = {
  id: 55,
  title: "a network of our own is private, and wide enough for its three tiers",
  severity: "breaks",
  run: ({ environment: { target, adopt, aws } }) => {
    if (target === "devenv" || !aws || adopt?.network) return [];
    const { cidr } = aws.network;
    const spot = at("aws.network.cidr");
    const instead = "such as 10.20.0.0/16, or adopt.network with one that exists";
    if (!holdsTiers(cidr)) return [spot.is(`got ${cidr}; allowed: /16 to /20, ${instead}`)];
    if (isPrivate(cidr)) return [];
    return [spot.is(`got ${cidr}, which others own on the internet; allowed: a range ${PRIVATE_RANGES}, ${instead}`)];
  },
};
