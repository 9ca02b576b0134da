import type { Check, CheckInput, Fault } from "./check";
import { has, referencesOf, unknownName, unknownService } from "./walk";

/** 1 · An address, a route or a companion of a service that is not there would be an empty name in Terraform. */
export const referToServices: Check = {
  id: 1,
  title: "whatever names a service or one of its ports names one that exists",
  severity: "breaks",
  run: (input) => [...inValues(input), ...inRoutes(input), ...inServices(input)],
};

const inValues = (input: CheckInput): Fault[] =>
  referencesOf(input.platform).flatMap(({ where, reference }) =>
    reference.ref === "address" ? named(input, where, reference.service, reference.port) : [],
  );

const inRoutes = (input: CheckInput): Fault[] =>
  input.platform.routes.flatMap(({ order, path, service, port }) =>
    service === undefined ? [] : named(input, `route ${order} ${path}`, service, port ?? "http"),
  );

const inServices = (input: CheckInput): Fault[] =>
  Object.entries(input.platform.services).flatMap(([name, { alongside, ports, probe }]) => {
    const probed = "http" in probe ? probe.http.port : "tcp" in probe ? probe.tcp.port : undefined;
    const companion = alongside === undefined ? [] : named(input, `service ${name}, alongside`, alongside);
    if (probed === undefined || has(ports, probed)) return companion;
    return [...companion, unknownName(`service ${name}, probe`, "port", probed, Object.keys(ports))];
  });

function named(input: CheckInput, where: string, service: string, port?: string): Fault[] {
  const { services } = input.platform;
  const ports = Object.keys(services[service]?.ports ?? {});
  if (!has(services, service)) return [unknownService(input, where, service)];
  return port === undefined || ports.includes(port) ? [] : [unknownName(where, `port of ${service}`, port, ports)];
}
