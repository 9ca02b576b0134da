import type { Deployment } from "../../src/deployment";
import type { Environment } from "../../src/config/schema";

/** The same deployment with something else in its YAML; the checks do not look at it again. */
export const withYaml = (deployment: Deployment, change: Partial<Environment>): Deployment => ({
  ...deployment,
  environment: { ...deployment.environment, ...change },
});
