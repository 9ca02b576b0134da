import { ANYWHERE, LOAD_BALANCER, noGroups } from "./network";
import { rule, inEdge } from "./rule";

export const openOneDoor = rule({
  id: 37,
  group: "network",
  title: "the load balancer reaches only those it has rules for, and only it is open to the internet",
  severity: "breaks",
  consequence: "a service answers without the login, the limits and the real address that the proxy gives it",
  fix: "keep edge.kind as it is meant: with a proxy, the proxy alone stands behind the load balancer",
  source: "documents",
  looksAt: "ingress rules of all security groups, targets of the listener's rules",
  idle: noGroups,
  run: (input) => {
    const { openings, rules } = input.rendered;
    const targets = rules.flatMap((each) => each.targets);
    // A host's own group stays open as long as it may come back.
    const allowed = new Set(["host", ...targets.flatMap(({ on, service }) => (on === "ecs" ? [service] : []))]);
    const incoming = openings.filter(({ direction }) => direction === "in");
    // Openings are the same whoever runs what, so rows count that another phase or place forwards.
    if (input.proxy !== undefined) allowed.add(input.proxy);
    else
      for (const { service, exposure } of input.platform.routes)
        if (service && exposure === "public") allowed.add(service);
    return [
      ...incoming
        .filter(({ peer, group }) => peer === ANYWHERE && group !== LOAD_BALANCER)
        .map(({ group, fromPort }) => inEdge(`${group} is open to the internet on ${fromPort}`)),
      ...incoming
        .filter(({ peer, group }) => peer === LOAD_BALANCER && !allowed.has(group))
        .map(({ group, fromPort }) =>
          inEdge(`${group} is open to the load balancer on ${fromPort}, which sends nothing there`),
        ),
      ...(input.proxy === undefined
        ? []
        : targets
            .filter(({ service }) => service !== input.proxy)
            .map(({ service }) => inEdge(`the load balancer sends to ${service} past the proxy`, "proxy"))),
    ];
  },
});
