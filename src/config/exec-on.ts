import type { Environment } from "./schema";

type Said = Pick<Environment, "profile" | "services">;

/** May an operator open a shell in its containers? In development always; in production where its service says so. */
export const execOn = ({ profile, services }: Said, service: string): boolean =>
  (Object.hasOwn(services, service) ? services[service]?.exec : undefined) ?? profile === "development";
