import { TIERS } from "../model/cidr";
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
