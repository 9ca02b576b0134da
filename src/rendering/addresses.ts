import type { PlatformParts } from "../model/platform";
import type { Absent, Reference } from "../model/reference";
import { absent } from "../model/reference";

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
