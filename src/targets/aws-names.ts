import type { Environment } from "../config/schema";
import type { Place } from "../migration/plan";
import { physicalName } from "../model/naming";

type Named = Pick<Environment, "platform" | "environment">;

/** The same group wherever a service runs. */
export const logGroupName = ({ platform, environment }: Named, workload: string): string =>
  `/${platform}-${environment}/${workload}`;

/** The private zone of one environment's addresses. */
export const namespaceName = ({ platform, environment }: Named): string => `${platform}-${environment}.internal`;

/** A service has an address in each place; none is shared, or it would go round the weights. */
export const placeName = (service: string, place: Place): string => `${service}-${place}`;

export const placeAddress = (named: Named, service: string, place: Place): string =>
  `${placeName(service, place)}.${namespaceName(named)}`;

/** Where the account keeps our images. */
export const accountRegistry = (account: string, region: string): string =>
  `${account}.dkr.ecr.${region}.amazonaws.com`;

/** What a secret is called in Secrets Manager; derived, so no file holds an ARN that could go stale. */
export const secretName = ({ platform, environment }: Named, secret: string): string =>
  physicalName("other", platform, environment, secret);

/** The same as a parameter, whose name begins with a slash. */
export const parameterPath = (named: Named, secret: string): string => `/${secretName(named, secret)}`;

/** What is typed in a shell of ECS Exec; no workload's name begins with an underscore. */
export const execLogGroupName = (named: Named): string => logGroupName(named, "_exec");

/** What an environment's cluster is called: its own, or the one it was given. */
export const clusterName = (named: Named & Pick<Environment, "adopt">): string =>
  named.adopt?.cluster ?? physicalName("other", named.platform, named.environment);
