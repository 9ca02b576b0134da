import { timeoutChain, type Chain, type Link } from "../model/timeouts";
import type { CheckInput, Fault } from "./check";
import { inPlatform } from "./check";
import { servicesOnEcs } from "./walk";

/** The timeouts of one environment, from the turn to the stop. The command prints what the rules look at. */
export const chainOf = (input: Pick<CheckInput, "environment" | "platform">): Chain => {
  const { environment, platform } = input;
  const { kind, proxy, idleTimeoutSec } = environment.edge;
  return timeoutChain({
    platform,
    balanced: environment.target !== "devenv",
    idleTimeoutSec,
    proxy: kind === "proxy" ? proxy : undefined,
    onFargate: servicesOnEcs(input)
      .filter(([, { capacity }]) => capacity !== "ec2")
      .map(([name]) => name),
  });
};

/** Where one of these links does not hold. */
export const brokenLinks = (input: CheckInput, ...links: readonly Link[]): Fault[] =>
  chainOf(input)
    .broken.filter(({ link }) => links.includes(link))
    .map(({ text }) => inPlatform(text));
