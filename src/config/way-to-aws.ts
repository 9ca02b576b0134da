import type { ApiFacts, WayToAws } from "../model/endpoints";
import { execOn } from "./exec-on";
import type { Environment } from "./schema";

type Placed = Pick<Environment, "target" | "profile" | "registry" | "secrets" | "adopt" | "aws" | "services">;

/**
 * By endpoints where the environment asks for them. Unless it says, production does: images, secrets and logs then
 * depend on no gateway and leave no private network. So does whoever has no gateway. An adopted network has what its
 * owner gave it.
 */
export function wayToAws({ profile, adopt, aws }: Placed): WayToAws {
  if (adopt?.network) return "internet";
  const needed = profile === "production" || aws?.network.nat === "none";
  return (aws?.network.endpoints ?? (needed ? "needed" : "none")) === "needed" ? "endpoints" : "internet";
}

/** What of an environment decides which of AWS's APIs are called. */
export const apiFacts = ({ target, registry, secrets, adopt, aws, profile, services }: Placed): ApiFacts => ({
  ecr: registry === undefined || /\.dkr\.ecr\./.test(registry),
  secretsIn: (secret) => {
    const adopted = adopt?.secrets[secret];
    if (adopted !== undefined) return adopted.includes(":ssm:") ? "ssm" : "secretsmanager";
    return secrets?.kind === "ssm" ? "ssm" : "secretsmanager";
  },
  exec: (service) => execOn({ profile, services }, service),
  host: target === "ec2-compose",
  instances: aws?.capacity !== undefined,
});
