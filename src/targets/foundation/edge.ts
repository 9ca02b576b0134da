import { Construct } from "constructs";
import { LOAD_BALANCER } from "../../model/calls";
import { streamPaths, uploadPaths } from "../../model/firewall-paths";
import { physicalName } from "../../model/naming";
import { idleTimeoutSec, leastIdleTimeoutSec } from "../../model/timeouts";
import { AdoptedLoadBalancer } from "../../modules/adopted-load-balancer";
import { Bucket } from "../../modules/bucket";
import { loadBalancerLogs } from "../../modules/bucket-statements";
import { Domain } from "../../modules/domain";
import { Firewall } from "../../modules/firewall";
import { LoadBalancer, LOG_PREFIXES } from "../../modules/load-balancer";
import type { Network } from "../../modules/network";
import type { SecurityGroups } from "../../modules/security-groups";
import { foundationOutputs as out } from "../outputs";
import { ownRoutes } from "./routes";
import type { FoundationStack } from "./stack";

export interface EdgeProps {
  readonly network: Network;
  readonly groups: SecurityGroups;
  readonly kmsKeyArn: string;
  readonly adopted: AdoptedLoadBalancer | undefined;
}

/** Of one address, where the environment says nothing; the schema's own default, for a file without the block. */
const REQUESTS_PER_5_MIN = 3000;

/** Source: AWS, Application Load Balancer attributes, client_keep_alive.seconds: 3600 when nobody says otherwise. */
const CLIENT_KEEP_ALIVE_SEC = { steady: 3600, moving: 600 };

/** The load balancer that the environment names, where it does not have one made. */
export function adoptedDoor(stack: FoundationStack, network: Network): AdoptedLoadBalancer | undefined {
  const { adopt, edge } = stack.environment;
  return (
    adopt?.loadBalancer &&
    new AdoptedLoadBalancer(stack, "load-balancer", {
      ...adopt.loadBalancer,
      vpcId: network.vpcId,
      idleTimeoutSec: edge.idleTimeoutSec ?? leastIdleTimeoutSec(stack.platform.routes),
    })
  );
}

/** The public door of the environment, and the rows of the route table that no service answers. */
export function foundationEdge(stack: FoundationStack, props: EdgeProps): LoadBalancer {
  const { domain: name, zoneId } = stack.environment.edge;
  const domain = new Domain(stack, "domain", { domain: name, zoneId });
  const balancer: LoadBalancer = props.adopted ?? ownDoor(stack, domain, props);
  domain.leadTo(balancer);
  ownRoutes(new Construct(stack, "routes"), balancer.listenerArn, stack.deployment);
  stack.outputs.publish(out.listenerArn, balancer.listenerArn);
  stack.outputs.publish(out.loadBalancerArnSuffix, balancer.arnSuffix);
  stack.outputs.publish(out.loadBalancerDnsName, balancer.dnsName);
  return balancer;
}

function ownDoor(stack: FoundationStack, domain: Domain, { network, groups, kmsKeyArn }: EdgeProps): LoadBalancer {
  const { edge, migration, logRetentionDays } = stack.environment;
  const { account, region } = stack.aws;
  // Without a key of ours, under which no load balancer can write.
  const logs = new Bucket(stack, "edge-logs", {
    name: physicalName("bucket", ...stack.words("edge-logs", account)),
    statements: (arn) => [loadBalancerLogs(arn, { account, region, prefixes: Object.values(LOG_PREFIXES) })],
    expireDays: logRetentionDays,
    olderVersions: { days: 30 },
  });
  const balancer = new LoadBalancer(stack, "load-balancer", {
    name: physicalName("loadBalancer", ...stack.words()),
    subnetIds: network.subnetIds.public,
    securityGroupId: groups.idOf(LOAD_BALANCER),
    certificateArn: certificate(stack, domain),
    idleTimeoutSec: idleTimeoutSec(stack.platform.routes, edge.idleTimeoutSec),
    clientKeepAliveSec: migration ? CLIENT_KEEP_ALIVE_SEC.moving : CLIENT_KEEP_ALIVE_SEC.steady,
    logBucket: logs.name,
    dependsOn: [...network.ready, ...logs.ready],
  });
  if (edge.firewall?.enabled !== false) {
    new Firewall(stack, "firewall", {
      name: physicalName("other", ...stack.words()),
      account,
      region,
      loadBalancerArn: balancer.arn,
      requestsPer5Min: edge.firewall?.requestsPer5Min ?? REQUESTS_PER_5_MIN,
      uploads: uploadPaths(stack.platform.routes),
      streams: streamPaths(stack.platform.routes),
      counted: edge.firewall?.counted ?? [],
      logRetentionDays,
      kmsKeyArn,
    });
  }
  return balancer;
}

function certificate({ environment }: FoundationStack, domain: Domain): string {
  const { certificateArn, certificateDomain, domain: name } = environment.edge;
  return certificateArn === undefined
    ? domain.newCertificate()
    : domain.existingCertificate(certificateArn, certificateDomain ?? name);
}
