import type { Environment } from "../config/schema";
import type { Place } from "../migration/plan";
import { physicalName } from "../model/naming";

type Named = Pick<Environment, "platform" | "environment">;

/** The same group wherever a service runs. */
export const logGroupName = ({ platform, environment }: Named, workload: string): string =>
  `/${platform}-${environment}/${workload}`;

/** The private zone of one environment's addresses. */
export const namespaceName = ({ platform, environment }: Named): string => `${platform}-${environment}.internal`;

/** What the compose host calls the environment: its folder, its documents, its project. */
export const projectName = ({ platform, environment }: Named): string => `${platform}-${environment}`;

/** Where the data disk of the compose host is mounted, with all that belongs to the project. */
export const hostRoot = (named: Named): string => `/opt/${projectName(named)}`;

/** What is typed in a shell of the compose host. */
export const sessionLogGroupName = (named: Named): string => logGroupName(named, "_session");

/** Gives the compose host a release, by its id. */
export const deployDocumentName = (named: Named): string =>
  physicalName("other", named.platform, named.environment, "deploy");

/** The step of it that has the host run a release: what it prints is kept below this word. */
export const DEPLOY_STEP = "deploy";

/** Gives the compose host the software that AWS keeps. */
export const softwareDocumentName = (named: Named): string =>
  physicalName("other", named.platform, named.environment, "software");

/** What CloudWatch's agent on the compose host is told, by a parameter. */
export const hostAgentName = (named: Named): string =>
  physicalName("other", named.platform, named.environment, "host", "agent");

/** Opens a shell on the compose host, into a log. */
export const sessionDocumentName = (named: Named): string =>
  physicalName("other", named.platform, named.environment, "session");

/** What the compose host counts of itself: its agent its disks and memory, its program what became of releases. */
export const hostMetrics = ({ platform, environment }: Named) => ({
  namespace: `${platform}/Host`,
  dimensions: { Environment: environment },
});

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
