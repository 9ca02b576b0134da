import { ASSUMPTIONS } from "./assumptions";
import { assumed, charge, type Meter } from "./charge";
import { blocksAt, countAt } from "./root-module";

/** Traffic is assumed for the environment as a whole, so each gateway has its part. */
const nat: Meter = (_gateway, module) => [
  charge("NAT gateway", 1, "natGateway"),
  assumed("NAT traffic GB", "natGB", ASSUMPTIONS.natGB.value / module.ofType("aws_nat_gateway").length, "natTraffic"),
];

/** A gateway endpoint is free; an interface endpoint costs in each zone it has an address in. */
const endpoint: Meter = ({ block }, module) => {
  if (block["vpc_endpoint_type"] !== "Interface") return [];
  const all = module
    .ofType("aws_vpc_endpoint")
    .filter(({ block: other }) => other["vpc_endpoint_type"] === "Interface");
  return [
    charge("interface endpoint, per zone", countAt(block, "subnet_ids"), "endpoint"),
    assumed("endpoint traffic GB", "endpointGB", ASSUMPTIONS.endpointGB.value / all.length, "endpointTraffic"),
  ];
};

const loadBalancer: Meter = ({ block }) => [
  charge("load balancer", 1, "loadBalancer"),
  assumed("load balancer LCU", "balancerUnits", ASSUMPTIONS.balancerUnits.value, "loadBalancerUnit"),
  ...(block["internal"] === true ? [] : [charge("public IPv4 address", countAt(block, "subnets"), "publicAddress")]),
];

const firewall: Meter = ({ block }) => [
  charge("firewall", 1, "firewall"),
  charge("firewall rule", blocksAt(block, "rule").length, "firewallRule"),
  assumed("firewall requests, million", "requestsMillion", ASSUMPTIONS.requestsMillion.value, "firewallRequests"),
];

export const NETWORK_METERS: Readonly<Record<string, Meter>> = {
  aws_nat_gateway: nat,
  aws_eip: () => [charge("public IPv4 address", 1, "publicAddress")],
  aws_vpc_endpoint: endpoint,
  aws_lb: loadBalancer,
  aws_wafv2_web_acl: firewall,
  aws_route53_zone: () => [charge("hosted zone", 1, "zone")],
  aws_service_discovery_private_dns_namespace: () => [charge("hosted zone", 1, "zone")],
  aws_service_discovery_instance: () => [charge("registered instance", 1, "registeredInstance")],
};
