import type { Check, Fault } from "./check";
import { at } from "./check";

/** `arn:aws:elasticloadbalancing:<region>:<account>:loadbalancer/app/<name>/<id>`, and a listener's goes on from there. */
const parts = (arn: string) => {
  const [, , , region, account, resource = ""] = arn.split(":");
  return { region, account, balancer: resource.split("/").slice(1, 4).join("/") };
};

/** 59 · A load balancer that others made keeps its own certificate, firewall and network. */
export const adoptTheWholeDoor: Check = {
  id: 59,
  title:
    "an adopted load balancer is of the environment's account, region and adopted network, with a listener of its own",
  severity: "breaks",
  run: ({ environment: { target, aws, adopt, edge } }) => {
    const door = adopt?.loadBalancer;
    if (!door || target === "devenv") return [];
    const faults: Fault[] = [];
    const balancer = parts(door.arn);
    if (aws && (balancer.region !== aws.region || balancer.account !== aws.account))
      faults.push(
        at("adopt.loadBalancer.arn").is(
          `is of account ${balancer.account} in ${balancer.region}; the environment is in ${aws.account}, ${aws.region}`,
        ),
      );
    if (parts(door.listenerArn).balancer !== balancer.balancer)
      faults.push(at("adopt.loadBalancer.listenerArn").is("is a listener of another load balancer than arn"));
    if (!adopt.network)
      faults.push(
        at("adopt.loadBalancer").is(
          "stands in a network that exists already, and a new one would be made; name that in adopt.network",
        ),
      );
    for (const key of ["certificateArn", "certificateDomain", "firewall"] as const) {
      if (edge[key] !== undefined)
        faults.push(
          at(["edge", key]).isNamed("has no meaning with adopt.loadBalancer, which keeps its own; remove it"),
        );
    }
    return faults;
  },
};
