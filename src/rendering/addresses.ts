import type { PlatformParts } from "../model/platform";
import type { Absent, Reference } from "../model/reference";
import { absent } from "../model/reference";

/** The engine's own DNS, in every network but the default one. Source: Docker, networking, DNS services. */
export const DOCKER_DNS = "127.0.0.11";

/** Amazon's, from inside of any VPC. Source: Amazon VPC User Guide, Amazon DNS server. */
export const VPC_DNS = "169.254.169.253";

export type AddressReference = Extract<Reference, { ref: "address" }>;

/** Where a service answers others on the same network of containers: by its own name, on its own port. */
export function addressInNetwork(
  { services }: Pick<PlatformParts, "services">,
  { service, port, form }: AddressReference,
): string | Absent {
  const number = services[service]?.ports[port];
  if (number === undefined) return absent(`${service} has no port ${port} here`);
  return { host: service, port: String(number), hostPort: `${service}:${number}` }[form];
}
