import { rule, inSettings, running, named, READERS, parsed, inside } from "./rule";

export const orderTheThresholds = rule({
  id: 7,
  group: "gateway",
  title:
    "thresholds rise from anonymous to hard, buffers and limits are in their ranges, and all four roles have a limit",
  severity: "breaks",
  consequence: "guests are served while customers are refused, or every turn is",
  fix: "correct settings.gateway.backpressure and settings.gateway.rateLimits",
  source: "code",
  looksAt: "backpressure and rate_limits of GATEWAY_CONFIG_JSON, each slice",
  run: (input) =>
    running(input, ...READERS).flatMap((container) => {
      const config = parsed(container.environment["GATEWAY_CONFIG_JSON"]);
      return ["ingress", "proc"].flatMap((slice) => [
        ...pressure(inside(config, "backpressure", slice)).map((text) =>
          inSettings("gateway.backpressure", `${named(container)}, ${slice}: ${text}`),
        ),
        ...limits(inside(config, "rate_limits", slice)).map((text) =>
          inSettings("gateway.rateLimits", `${named(container)}, ${slice}: ${text}`),
        ),
      ]);
    }),
});

const ROLES = ["anonymous", "paid", "privileged", "registered"];

function pressure(of: unknown): string[] {
  const value = (key: string): number => Number(inside(of, key));
  const [anonymous, registered, paid, hard] = [
    value("anonymous_pressure_threshold"),
    value("registered_pressure_threshold"),
    value("paid_pressure_threshold"),
    value("hard_limit_threshold"),
  ] as [number, number, number, number];
  const [buffer, multiplier] = [value("capacity_buffer"), value("queue_depth_multiplier")] as [number, number];
  return [
    ...(0 < anonymous && anonymous < registered && registered <= paid && paid < hard && hard <= 1
      ? []
      : [`thresholds ${[anonymous, registered, paid, hard].join(", ")} do not rise within 0 and 1`]),
    ...(0 < buffer && buffer < 1 ? [] : [`capacity_buffer ${buffer} is not between 0 and 1`]),
    ...(multiplier > 0 ? [] : [`queue_depth_multiplier ${multiplier} is not above 0`]),
  ];
}

function limits(of: unknown): string[] {
  const roles = Object.keys(of ?? {}).sort();
  if (roles.join() !== ROLES.join())
    return [`the roles are ${roles.join(", ") || "none"}, and must be ${ROLES.join(", ")}`];
  return roles.flatMap((role) => {
    const [hourly, burst] = ["hourly", "burst"].map((key) => Number(inside(of, role, key))) as [number, number];
    return (hourly > 0 || hourly === -1) && burst > 0 ? [] : [`${role} has ${hourly} an hour and a burst of ${burst}`];
  });
}
