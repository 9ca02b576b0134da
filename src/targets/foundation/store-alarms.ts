import { instanceClass, maxClients } from "../../model/instance-classes";
import type { Measure } from "../../model/metric";
import type { StoreOf } from "../../model/store";
import type { Cache } from "../../modules/cache";
import type { Database } from "../../modules/database";
import type { FileSystem } from "../../modules/file-system";
import type { Alarms, TargetAlarm } from "../alarms";

const GIB = 2 ** 30;

type Row = Omit<TargetAlarm, "thing" | "watched"> & { readonly metric: string; readonly stat?: string };

/** Rows about one thing of one name space. */
function addRows(alarms: Alarms, of: { thing: string } & Pick<Measure, "namespace" | "dimensions">, rows: Row[]): void {
  for (const { metric, stat = "Average", ...row } of rows) {
    const { thing, namespace, dimensions } = of;
    alarms.add({ ...row, thing, watched: { namespace, dimensions, metric, stat } });
  }
}

/** Source of the thresholds: AWS, recommended alarms, RDS; shares of a class are counted with its table. */
export function databaseAlarms(alarms: Alarms, name: string, database: Database, maxConnections: number): void {
  const size = instanceClass(database.instanceClass);
  const page = { severity: "page", missing: "breaching", is: ">", periods: 5 } as const;
  const ticket = { severity: "ticket", missing: "missing", is: ">", periods: 5 } as const;
  const of = { thing: name, namespace: "AWS/RDS", dimensions: { DBInstanceIdentifier: database.identifier } };
  const balance = (what: string, metric: string): Row => ({
    ...ticket,
    what,
    metric,
    runbook: "database-io-balance",
    says: "less than 10 % of the burst that its class has is left",
    is: "<",
    threshold: 10,
    periods: 3,
  });
  const latency = (what: string, metric: string): Row => ({
    ...ticket,
    what,
    metric,
    runbook: "database-latency",
    says: "one access to its disk in ten takes longer than 20 ms, for five minutes",
    stat: "p90",
    threshold: 0.02,
  });
  addRows(alarms, of, [
    {
      ...page,
      what: "cpu",
      metric: "CPUUtilization",
      runbook: "database-cpu",
      says: "CPU above 90 % for five minutes",
      threshold: 90,
    },
    {
      ...page,
      what: "connections",
      metric: "DatabaseConnections",
      runbook: "database-connections",
      says: `more than 90 % of its ${maxConnections} connections are taken, for five minutes`,
      threshold: Math.floor(0.9 * maxConnections),
    },
    {
      ...page,
      what: "storage",
      metric: "FreeStorageSpace",
      stat: "Minimum",
      runbook: "database-storage",
      says: `less than 10 % of its ${database.storageGiB} GiB is free, for five minutes`,
      is: "<",
      threshold: Math.round(0.1 * database.storageGiB * GIB),
    },
    balance("byte-balance", "EBSByteBalance%"),
    balance("io-balance", "EBSIOBalance%"),
    latency("read-latency", "ReadLatency"),
    latency("write-latency", "WriteLatency"),
    {
      ...ticket,
      what: "transaction-ids",
      severity: "page",
      metric: "MaximumUsedTransactionIDs",
      runbook: "database-transaction-ids",
      says: "half of all transaction ids are used: without a vacuum it will stop writing",
      threshold: 1_000_000_000,
      periods: 1,
    },
    // Shares of a class that the table does not know are left out; rule 82 says so.
    ...(size ? classRows(size, page, ticket) : []),
  ]);
}

function classRows(
  { vcpu, memoryGiB }: { readonly vcpu: number; readonly memoryGiB: number },
  page: Pick<Row, "severity" | "missing">,
  ticket: Pick<Row, "severity" | "missing">,
): Row[] {
  return [
    {
      ...page,
      what: "memory",
      metric: "FreeableMemory",
      runbook: "database-memory",
      says: `less than 25 % of its ${memoryGiB} GiB of memory is free, for a quarter of an hour`,
      is: "<",
      threshold: Math.round(0.25 * memoryGiB * GIB),
      periods: 15,
    },
    {
      ...ticket,
      what: "load",
      metric: "DBLoad",
      runbook: "database-load",
      says: `more sessions work or wait than it has vCPUs (${vcpu}), for a quarter of an hour`,
      is: ">",
      threshold: vcpu,
      periods: 15,
    },
  ];
}

/** On each node, because an average of two hides the one that answers. Source: AWS, recommended alarms, ElastiCache. */
export function cacheAlarms(
  alarms: Alarms,
  name: string,
  { members, nodeType }: Cache,
  eviction: StoreOf<"redis">["eviction"],
): void {
  const size = instanceClass(nodeType);
  const common = { severity: "ticket", missing: "missing", is: ">", periods: 5 } as const;
  const clients = Math.floor(0.8 * maxClients(nodeType));
  members.forEach((member, index) => {
    const of = {
      thing: `${name}-${String(index + 1).padStart(3, "0")}`,
      namespace: "AWS/ElastiCache",
      dimensions: { CacheClusterId: member },
    };
    addRows(alarms, of, [
      {
        ...common,
        what: "engine-cpu",
        severity: "page",
        metric: "EngineCPUUtilization",
        runbook: "cache-engine-cpu",
        says: "its one thread is busy for more than 90 % of five minutes",
        threshold: 90,
      },
      ...(size
        ? [
            {
              ...common,
              what: "cpu",
              metric: "CPUUtilization",
              runbook: "cache-cpu",
              says: `CPU above 90 % of one of its ${size.vcpu} vCPUs, for five minutes`,
              threshold: Math.floor(90 / size.vcpu),
            } as const,
          ]
        : []),
      {
        ...common,
        what: "memory",
        severity: "page",
        metric: "DatabaseMemoryUsagePercentage",
        runbook: "cache-memory",
        says: "more than 80 % of its memory is used, for five minutes",
        threshold: 80,
      },
      {
        ...common,
        what: "connections",
        metric: "CurrConnections",
        runbook: "cache-connections",
        says: "more than 80 % of the connections that its class takes are open, for ten minutes",
        threshold: clients,
        periods: 10,
      },
      // Whoever is the copy now: after a failover it is the other one.
      ...(members.length > 1
        ? [
            {
              ...common,
              what: "replication-lag",
              metric: "ReplicationLag",
              runbook: "cache-replication-lag",
              says: "the copy is more than 10 s behind, for a quarter of an hour",
              threshold: 10,
              periods: 15,
            } as const,
          ]
        : []),
      // A queue is told to refuse writes rather than evict; that it evicts means that it runs with other parameters.
      ...(eviction === "noeviction"
        ? [
            {
              ...common,
              what: "evictions",
              severity: "page",
              metric: "Evictions",
              stat: "Sum",
              runbook: "cache-evictions",
              says: "it throws keys away that are work not yet done",
              threshold: 0,
            } as const,
          ]
        : []),
    ]);
  });
}

/** Elastic throughput has no burst to run out of. Source: AWS, recommended alarms, EFS; ours is a little earlier. */
export function fileSystemAlarms(alarms: Alarms, name: string, { fileSystemId }: FileSystem): void {
  addRows(alarms, { thing: name, namespace: "AWS/EFS", dimensions: { FileSystemId: fileSystemId } }, [
    {
      what: "io-limit",
      severity: "ticket",
      metric: "PercentIOLimit",
      runbook: "files-io-limit",
      says: "it is at its limit of operations, for a quarter of an hour",
      is: ">=",
      threshold: 95,
      periods: 15,
      missing: "missing",
    },
  ]);
}
