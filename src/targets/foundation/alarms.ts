import { Construct } from "constructs";
import { measureOf, type ExportedMetric } from "../../model/metric";
import { physicalName } from "../../model/naming";
import { byKey } from "../../model/reference";
import type { ClusterRef } from "../../modules/ecs-cluster";
import type { LoadBalancer } from "../../modules/load-balancer";
import type { Network } from "../../modules/network";
import { Topic } from "../../modules/topic";
import { Alarms, type Topics } from "../alarms";
import { foundationOutputs as out } from "../outputs";
import { dashboard } from "./dashboard";
import { edgeAlarms, networkAlarms } from "./edge-alarms";
import { foundationEvents } from "./events";
import type { FoundationStack } from "./stack";
import { cacheAlarms, databaseAlarms, fileSystemAlarms } from "./store-alarms";
import type { FoundationStores } from "./stores";

export interface AlarmsProps {
  readonly network: Network;
  readonly edge: LoadBalancer;
  readonly stores: FoundationStores;
  readonly cluster: ClusterRef;
  readonly kmsKeyArn: string;
}

/** Who is told, and of what: everything that the foundation holds, and what the platform says of itself. */
export function foundationAlarms(stack: FoundationStack, props: AlarmsProps): void {
  const topics = foundationTopics(stack, props.kmsKeyArn);
  const alarms = new Alarms(stack, "alarms", stack.words(), topics);
  const { stores } = props;
  edgeAlarms(alarms, props.edge);
  networkAlarms(alarms, props.network);
  for (const [name, database] of stores.databases) {
    const store = stack.platform.stores[name];
    if (store?.kind === "postgres") databaseAlarms(alarms, name, database, store.maxConnections);
  }
  for (const [name, cache] of stores.caches) {
    const store = stack.platform.stores[name];
    if (store?.kind === "redis") cacheAlarms(alarms, name, cache, store.eviction);
  }
  for (const [name, files] of stores.fileSystems) fileSystemAlarms(alarms, name, files);
  if (stack.aws.capacity) clusterAlarms(alarms, props.cluster.name);
  platformAlarms(alarms, stack.platform.metrics ?? {});
  foundationEvents(stack, { topics, cluster: props.cluster, databases: stores.databases });
  dashboard(stack, props);
}

function foundationTopics(stack: FoundationStack, kmsKeyArn: string): Topics {
  const scope = new Construct(stack, "topics");
  const { page = [], ticket = [] } = stack.environment.alarms ?? {};
  const topic = (severity: "page" | "ticket", emails: readonly string[]): string =>
    new Topic(scope, severity, {
      name: physicalName("other", ...stack.words(severity)),
      kmsKeyArn,
      account: stack.aws.account,
      emails,
    }).arn;
  const topics = { page: topic("page", page), ticket: topic("ticket", ticket) };
  stack.outputs.publish(out.topicArnPage, topics.page);
  stack.outputs.publish(out.topicArnTicket, topics.ticket);
  return topics;
}

/** Only instances of our own can be full; Fargate has no reservation. */
function clusterAlarms(alarms: Alarms, clusterName: string): void {
  for (const resource of ["cpu", "memory"] as const) {
    alarms.add({
      thing: "cluster",
      what: `${resource}-reservation`,
      severity: "ticket",
      runbook: "cluster-reservation",
      says: `more than 80 % of its instances' ${resource} is promised to tasks, for five minutes`,
      watched: {
        namespace: "AWS/ECS",
        metric: resource === "cpu" ? "CPUReservation" : "MemoryReservation",
        stat: "Average",
        dimensions: { ClusterName: clusterName },
      },
      is: ">",
      threshold: 80,
      periods: 5,
      missing: "breaching",
    });
  }
}

/** What the platform's own exporter counts. That it counts nothing is no alarm here: its task has one of its own. */
function platformAlarms(alarms: Alarms, metrics: Readonly<Record<string, ExportedMetric>>): void {
  for (const [key, metric] of Object.entries(metrics).sort(byKey)) {
    if (!metric.alarm) continue;
    const { above, forMinutes, severity, means } = metric.alarm;
    alarms.add({
      thing: "platform",
      what: key.replace(/[^A-Za-z0-9]+/g, "-"),
      severity,
      runbook: "platform-metric",
      says: `${key} above ${above} for ${forMinutes} minutes: ${means}`,
      watched: measureOf(metric),
      is: ">",
      threshold: above,
      periods: forMinutes,
      missing: "notBreaching",
    });
  }
}
