import { recoveryIn } from "../checks/recover-in-time";
import { ConfigError } from "../config/errors";
import { startOf } from "../config/extends";
import { describeAll, type Deployment } from "../deployment";
import { recoveryPage } from "../rendering/recovery-page";

/** The recovery page of one environment. Throws ConfigError for one that keeps nothing on AWS. */
export function pageOf({ environment, platform }: Deployment): string {
  const { aws, file, target } = environment;
  if (target === "devenv" || !aws) {
    const text = `${target} keeps its stores in volumes of a laptop; allowed: an environment with target ec2-compose or ecs`;
    throw new ConfigError([{ ...startOf(file), path: "target", text }]);
  }
  return recoveryPage({
    platform: platform.name,
    environment: environment.environment,
    file,
    account: aws.account,
    region: aws.region,
    production: environment.profile === "production",
    stores: platform.stores,
    sizing: environment.stores,
    recovery: recoveryIn({ environment, platform }),
    targets: environment.recovery,
  });
}

/** `ferry recovery shop/prod`: prints what is kept where and how each store is had back, in Markdown. */
export function recoveryCommand(root: string, target: string): string {
  const [deployment] = describeAll(root, [target]);
  return pageOf(deployment as Deployment).trimEnd();
}
